package dev.carrack.core;

import dev.carrack.core.MultiaddrProtocol.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/** The kinds of values that multiaddr protocols have. */
final class MultiaddrValues {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final TextCodec BASE32 =
      BitText.bare(Alphabet.exact("base32", "abcdefghijklmnopqrstuvwxyz234567"));
  private static final TextCodec I2P_BASE64 =
      BitText.padded(
          Alphabet.exact(
              "I2P base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~"));

  static final Value NONE = of(0, text -> new byte[0], bytes -> "");
  static final Value IP4 = of(4, IpAddress::parse4, IpAddress::print4);
  static final Value IP6 = of(16, IpAddress::parse6, IpAddress::print6);
  static final Value PORT = of(2, MultiaddrValues::port, MultiaddrValues::port);
  static final Value TEXT = of(-1, MultiaddrValues::segment, MultiaddrValues::segment);
  static final Value PEER =
      of(-1, text -> PeerId.parse(text).bytes(), bytes -> PeerId.decode(bytes).toString());
  static final Value CERTHASH =
      of(
          -1,
          text -> certhash(Multibase.decode(text)),
          bytes -> Multibase.BASE64_URL.encode(certhash(bytes)));
  static final Value HTTP_PATH = of(-1, MultiaddrValues::unescape, MultiaddrValues::escape);
  static final Value ONION3 = of(37, MultiaddrValues::onion, MultiaddrValues::onion);
  static final Value GARLIC64 =
      of(
          -1,
          text -> garlic64(I2P_BASE64.decode(text)),
          bytes -> I2P_BASE64.encode(garlic64(bytes)));
  static final Value GARLIC32 =
      of(-1, text -> garlic32(BASE32.decode(text)), bytes -> BASE32.encode(garlic32(bytes)));

  private MultiaddrValues() {}

  private static Value of(
      int size, Function<String, byte[]> parse, Function<byte[], String> print) {
    return new Value() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public byte[] parse(String text) {
        return parse.apply(text);
      }

      @Override
      public String print(byte[] bytes) {
        return print.apply(bytes);
      }
    };
  }

  private static byte[] port(String text) {
    if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 0xffff) {
      throw wrong("'" + text + "' is no port", "a port is a number from 0 to 65535");
    }
    int port = Integer.parseInt(text);
    return new byte[] {(byte) (port >>> 8), (byte) port};
  }

  private static String port(byte[] bytes) {
    return Integer.toString(ByteBuffer.wrap(bytes).getShort() & 0xffff);
  }

  private static byte[] segment(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!segment(bytes).equals(text)) {
      throw wrong("a name holds an unpaired surrogate", "write it as UTF-8");
    }
    return bytes;
  }

  private static String segment(byte[] bytes) {
    String text = utf8(bytes);
    if (text.isEmpty() || text.indexOf('/') >= 0) {
      throw wrong("a name is empty or holds a '/'", "check where the address was cut");
    }
    return text;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a multiaddr value is not UTF-8", "it is damaged", e);
    }
  }

  private static byte[] certhash(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Multihash.read(in);
    if (in.hasRemaining()) {
      throw wrong("a certhash has bytes after its multihash", "it is damaged");
    }
    return bytes;
  }

  private static byte[] unescape(String text) {
    byte[] in = segment(text);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out[length++] = in[i];
        continue;
      }
      if (i + 2 >= in.length
          || !HexFormat.isHexDigit(in[i + 1])
          || !HexFormat.isHexDigit(in[i + 2])) {
        throw wrong("'" + text + "' has a '%' without two hex digits", "write %25 for a '%'");
      }
      out[length++] =
          (byte) (HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
      i += 2;
    }
    byte[] path = Arrays.copyOf(out, length);
    utf8(path);
    return path;
  }

  private static String escape(byte[] bytes) {
    if (bytes.length == 0) {
      throw wrong("an http-path is empty", "leave it out");
    }
    utf8(bytes);
    return escape(bytes, 0, "-._~"); // RFC 3986 section 2.3
  }

  /** Text that holds ASCII letters, digits and {@code others} as they are and the rest escaped. */
  static String escape(byte[] bytes, int from, String others) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (int i = from; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || others.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHexDigits(bytes[i]));
      }
    }
    return out.toString();
  }

  private static byte[] onion(String text) {
    int colon = text.indexOf(':');
    if (colon != 56) {
      throw wrong("'" + text + "' is no onion address", "write 56 characters, ':' and a port");
    }
    byte[] out = Arrays.copyOf(BASE32.decode(text.substring(0, colon)), 37);
    System.arraycopy(port(text.substring(colon + 1)), 0, out, 35, 2);
    onion(out);
    return out;
  }

  private static String onion(byte[] bytes) {
    String port = port(Arrays.copyOfRange(bytes, 35, 37));
    if (port.equals("0")) {
      throw wrong("an onion address has port 0", "name the service's port");
    }
    return BASE32.encode(Arrays.copyOf(bytes, 35)) + ":" + port;
  }

  private static byte[] garlic64(byte[] bytes) {
    if (bytes.length < 386) {
      throw wrong(
          "an I2P destination has %d bytes, fewer than 386".formatted(bytes.length), "it was cut");
    }
    return bytes;
  }

  private static byte[] garlic32(byte[] bytes) {
    if (bytes.length != 32 && bytes.length < 35) {
      throw wrong(
          "an I2P address has %d bytes, not 32, nor 35 or more".formatted(bytes.length),
          "it was cut");
    }
    return bytes;
  }

  private static MalformedException wrong(String what, String next) {
    return new MalformedException(what, next);
  }
}
