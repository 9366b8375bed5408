package dev.carrack.core;

import static dev.carrack.core.Alphabet.anyCase;
import static dev.carrack.core.Alphabet.exact;
import static dev.carrack.core.BitText.bare;
import static dev.carrack.core.BitText.padded;

import java.util.List;
import java.util.Map;

/**
 * Bytes as text, with a leading character that names the base. Immutable and thread-safe. Decoding
 * is strict: characters outside the alphabet, wrong padding and non-zero trailing bits are refused
 * with {@link MalformedException}. Base 16, 32 and 36 are read in either case. Spec:
 * multiformats/multibase; every base of its table but proquint.
 */
public final class Multibase {

  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String HEX32 = "0123456789abcdefghijklmnopqrstuv";
  private static final String HEX32_UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String B58_FLICKR =
      "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final String B62 = UPPER + LOWER + DIGITS;

  /** Binary. */
  public static final Multibase BASE2 = new Multibase("0", "base2", bare(exact("base2", "01")));

  /** Octal, packed from the left like base 32. */
  public static final Multibase BASE8 =
      new Multibase("7", "base8", bare(exact("base8", "01234567")));

  /** Decimal, the bytes as one number; at most {@value NumberText#MAX_BYTES} bytes. */
  public static final Multibase BASE10 =
      new Multibase("9", "base10", new NumberText(exact("base10", DIGITS)));

  /** Hexadecimal, lower case. */
  public static final Multibase BASE16 =
      new Multibase("f", "base16", bare(anyCase("base16", DIGITS + "abcdef")));

  /** Hexadecimal, upper case. */
  public static final Multibase BASE16_UPPER =
      new Multibase("F", "base16upper", bare(anyCase("base16upper", DIGITS + "ABCDEF")));

  /** RFC 4648 base 32, lower case, no padding: the default of version 1 CIDs. */
  public static final Multibase BASE32 =
      new Multibase("b", "base32", bare(anyCase("base32", LOWER + "234567")));

  /** RFC 4648 base 32, upper case, no padding. */
  public static final Multibase BASE32_UPPER =
      new Multibase("B", "base32upper", bare(anyCase("base32upper", UPPER + "234567")));

  /** RFC 4648 base 32, lower case, padded. */
  public static final Multibase BASE32_PAD =
      new Multibase("c", "base32pad", padded(anyCase("base32pad", LOWER + "234567")));

  /** RFC 4648 base 32, upper case, padded. */
  public static final Multibase BASE32_PAD_UPPER =
      new Multibase("C", "base32padupper", padded(anyCase("base32padupper", UPPER + "234567")));

  /** RFC 4648 base 32 with the extended hex alphabet, lower case, no padding. */
  public static final Multibase BASE32_HEX =
      new Multibase("v", "base32hex", bare(anyCase("base32hex", HEX32)));

  /** RFC 4648 base 32 with the extended hex alphabet, upper case, no padding. */
  public static final Multibase BASE32_HEX_UPPER =
      new Multibase("V", "base32hexupper", bare(anyCase("base32hexupper", HEX32_UPPER)));

  /** RFC 4648 base 32 with the extended hex alphabet, lower case, padded. */
  public static final Multibase BASE32_HEX_PAD =
      new Multibase("t", "base32hexpad", padded(anyCase("base32hexpad", HEX32)));

  /** RFC 4648 base 32 with the extended hex alphabet, upper case, padded. */
  public static final Multibase BASE32_HEX_PAD_UPPER =
      new Multibase("T", "base32hexpadupper", padded(anyCase("base32hexpadupper", HEX32_UPPER)));

  /** z-base-32, whose alphabet is made for human eyes. */
  public static final Multibase BASE32_Z =
      new Multibase("h", "base32z", bare(exact("base32z", "ybndrfg8ejkmcpqxot1uwisza345h769")));

  /**
   * Base 36, lower case: the default of IPNS names; at most {@value NumberText#MAX_BYTES} bytes.
   */
  public static final Multibase BASE36 =
      new Multibase("k", "base36", new NumberText(anyCase("base36", DIGITS + LOWER)));

  /** Base 36, upper case; at most {@value NumberText#MAX_BYTES} bytes. */
  public static final Multibase BASE36_UPPER =
      new Multibase("K", "base36upper", new NumberText(anyCase("base36upper", DIGITS + UPPER)));

  /** RFC 9285 base 45, for QR codes. */
  public static final Multibase BASE45 = new Multibase("R", "base45", new Base45Text());

  /** Bitcoin's base 58, the form of version 0 CIDs; at most {@value NumberText#MAX_BYTES} bytes. */
  public static final Multibase BASE58BTC =
      new Multibase("z", "base58btc", new NumberText(exact("base58btc", B58)));

  /** Flickr's base 58: lower case first; at most {@value NumberText#MAX_BYTES} bytes. */
  public static final Multibase BASE58FLICKR =
      new Multibase("Z", "base58flickr", new NumberText(exact("base58flickr", B58_FLICKR)));

  /** RFC 4648 base 64, no padding. */
  public static final Multibase BASE64 =
      new Multibase("m", "base64", bare(exact("base64", B62 + "+/")));

  /** RFC 4648 base 64, padded. */
  public static final Multibase BASE64_PAD =
      new Multibase("M", "base64pad", padded(exact("base64pad", B62 + "+/")));

  /** RFC 4648 URL-safe base 64, no padding. */
  public static final Multibase BASE64_URL =
      new Multibase("u", "base64url", bare(exact("base64url", B62 + "-_")));

  /** RFC 4648 URL-safe base 64, padded. */
  public static final Multibase BASE64_URL_PAD =
      new Multibase("U", "base64urlpad", padded(exact("base64urlpad", B62 + "-_")));

  /** One emoji a byte. */
  public static final Multibase BASE256_EMOJI =
      new Multibase("🚀", "base256emoji", new EmojiText());

  private static final List<Multibase> ALL =
      List.of(
          BASE2,
          BASE8,
          BASE10,
          BASE16,
          BASE16_UPPER,
          BASE32,
          BASE32_UPPER,
          BASE32_PAD,
          BASE32_PAD_UPPER,
          BASE32_HEX,
          BASE32_HEX_UPPER,
          BASE32_HEX_PAD,
          BASE32_HEX_PAD_UPPER,
          BASE32_Z,
          BASE36,
          BASE36_UPPER,
          BASE45,
          BASE58BTC,
          BASE58FLICKR,
          BASE64,
          BASE64_PAD,
          BASE64_URL,
          BASE64_URL_PAD,
          BASE256_EMOJI);

  // Characters of the table that name no base this SDK could read.
  private static final Map<Character, String> RESERVED =
      Map.of(
          '\0', "NUL, the identity, is reserved: bytes are not text",
          '1', "'1' is reserved: libp2p peer ids are base58btc without a prefix",
          'Q', "'Q' is reserved: version 0 CIDs are base58btc without a prefix",
          '/', "'/' is reserved: it begins a multiaddr or a path",
          'p', "'p', proquint, is experimental and not read here");

  private final String prefix;
  private final String name;
  private final TextCodec codec;

  private Multibase(String prefix, String name, TextCodec codec) {
    this.prefix = prefix;
    this.name = name;
    this.codec = codec;
  }

  /** Every base this SDK reads and writes, in the order of their size. */
  public static List<Multibase> all() {
    return ALL;
  }

  /**
   * The base with that name of the multibase table, such as {@code base32}.
   *
   * @throws MalformedException if this SDK does not know it
   */
  public static Multibase named(String name) {
    for (Multibase base : ALL) {
      if (base.name.equals(name)) {
        return base;
      }
    }
    throw new MalformedException(
        "multibase '" + name + "' is unknown", "choose one of " + ALL.toString());
  }

  /**
   * Decodes text whose first character names its base.
   *
   * @throws MalformedException if the prefix is unknown or reserved, or the rest is not of that
   *     base
   * @throws LimitException if the base is one of those that are bounded and the text too long
   */
  public static byte[] decode(String text) {
    Multibase base = of(text);
    return base.decodeBare(text.substring(base.prefix.length()));
  }

  /**
   * The base that the first character of {@code text} names.
   *
   * @throws MalformedException if it names none
   */
  public static Multibase of(String text) {
    if (text.isEmpty()) {
      throw new MalformedException("multibase text is empty", "it needs at least its prefix");
    }
    for (Multibase base : ALL) {
      if (text.startsWith(base.prefix)) {
        return base;
      }
    }
    String reserved = RESERVED.get(text.charAt(0));
    throw new MalformedException(
        "multibase prefix "
            + (reserved == null ? Alphabet.show(text.codePointAt(0)) + " is unknown" : reserved),
        "CIDs usually begin with 'b'");
  }

  /** The character that names this base: one code point, of two chars for the emoji. */
  public String prefix() {
    return prefix;
  }

  /**
   * Text with the prefix.
   *
   * @throws LimitException if this base is one of those that are bounded and the data too long
   */
  public String encode(byte[] data) {
    return prefix + encodeBare(data);
  }

  /**
   * Text without the prefix, as version 0 CIDs are written.
   *
   * @throws LimitException as for {@link #encode}
   */
  public String encodeBare(byte[] data) {
    return codec.encode(data);
  }

  /**
   * Decodes text that has no prefix.
   *
   * @throws MalformedException if it is not of this base
   * @throws LimitException if this base is one of those that are bounded and the text too long
   */
  public byte[] decodeBare(String text) {
    return codec.decode(text);
  }

  /** The name in the multibase table. */
  @Override
  public String toString() {
    return name;
  }
}
