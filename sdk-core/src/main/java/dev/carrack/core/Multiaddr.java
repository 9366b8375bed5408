package dev.carrack.core;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a peer, one protocol after the other: {@code
 * /dns/example.com/tcp/443/tls/http/p2p/12D3Koo…}. Immutable and thread-safe; two are equal if
 * their bytes are. Text is printed canonically: lower-case RFC 5952 addresses, peers in base58.
 * Spec: multiformats/multiaddr.
 *
 * <p>Read are {@code ip4 ip6 ip6zone dns dns4 dns6 dnsaddr tcp udp tls sni noise http https
 * http-path ws wss quic quic-v1 webrtc webrtc-direct webtransport certhash p2p p2p-circuit onion3
 * garlic32 garlic64}; any other protocol is refused with {@link UnsupportedVersionException} naming
 * it, because the length of its value is unknown.
 */
public final class Multiaddr {

  /** The longest binary form accepted, in bytes. */
  public static final int MAX_BYTES = 4096;

  private static final int MAX_TEXT = 4 * MAX_BYTES;

  /**
   * One protocol and its value.
   *
   * @param protocol the name in the multicodec table
   * @param value its text, empty if the protocol has none
   */
  public record Part(String protocol, String value) {

    @Override
    public String toString() {
      return value.isEmpty() ? "/" + protocol : "/" + protocol + "/" + value;
    }
  }

  private final List<Part> parts;

  private Multiaddr(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads the text form; slashes at its end do not count.
   *
   * @throws MalformedException naming the rule broken
   * @throws LimitException if it is longer than any address
   * @throws UnsupportedVersionException naming a protocol that is not known here
   */
  public static Multiaddr parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new LimitException(
          "multiaddr has " + text.length() + " characters", "it has at most " + MAX_TEXT);
    }
    String[] words = text.split("/"); // drops empty words at the end
    if (words.length < 2 || !words[0].isEmpty()) {
      throw malformed(text, "it does not begin with '/' and a protocol", "");
    }
    List<Part> parts = new ArrayList<>();
    int next = 1;
    while (next < words.length) {
      if (words[next].isEmpty()) {
        throw malformed(text, "it has '//'", "each protocol and value has a text");
      }
      MultiaddrProtocol protocol = MultiaddrProtocol.named(words[next++]);
      if (protocol.value().size() != 0 && next == words.length) {
        throw malformed(text, protocol.name() + " has no value", "it was cut");
      }
      try {
        String value = protocol.value().size() == 0 ? "" : words[next++];
        parts.add(part(protocol, protocol.value().parse(value)));
      } catch (MalformedException e) {
        throw malformed(text, e.problem(), e.remedy());
      }
    }
    return bounded(parts);
  }

  /**
   * Reads the binary form.
   *
   * @throws MalformedException naming the rule broken and the offset
   * @throws LimitException if it is longer than {@link #MAX_BYTES}
   * @throws UnsupportedVersionException naming a protocol that is not known here
   */
  public static Multiaddr decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw tooLong(bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Part> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      int offset = in.position();
      try {
        MultiaddrProtocol protocol = MultiaddrProtocol.of(Varint.read(in));
        int size = protocol.value().size();
        long length = size < 0 ? Varint.read(in) : size;
        if (length > in.remaining()) {
          throw new MalformedException(
              "%s claims %d bytes, %d are there".formatted(protocol.name(), length, in.remaining()),
              "it was cut");
        }
        byte[] value = new byte[(int) length];
        in.get(value);
        parts.add(part(protocol, value));
      } catch (MalformedException e) {
        throw new MalformedException(
            "multiaddr at byte %d: %s".formatted(offset, e.problem()), e.remedy(), e);
      }
    }
    if (parts.isEmpty()) {
      throw new MalformedException("multiaddr is empty", "it needs at least one protocol");
    }
    return new Multiaddr(parts);
  }

  /**
   * The address of a web server: host, port (the scheme's own if none is named), scheme, and the
   * path if there is one.
   *
   * @throws MalformedException if it is no http or https URL with a host, or has a user, a query, a
   *     fragment, or a path with '//' at its beginning or an escaped '/', none of which a multiaddr
   *     can say
   */
  public static Multiaddr from(URI url) {
    return parse(MultiaddrUri.toText(url));
  }

  /**
   * The URL of a web server, if that is what this address is: a host, perhaps a TCP port, {@code
   * http}, {@code https} or {@code tls/http}, perhaps a path and a peer. A name given by {@code
   * sni} stands before an address.
   *
   * @throws MalformedException if its host can stand in no URL
   */
  public Optional<URI> toUri() {
    return MultiaddrUri.toUri(parts);
  }

  /** The protocols in their order, at least one. */
  public List<Part> parts() {
    return parts;
  }

  /** The value of the first part with that protocol; empty if there is none or it has no value. */
  public Optional<String> value(String protocol) {
    return parts.stream()
        .filter(part -> part.protocol().equals(protocol) && !part.value().isEmpty())
        .map(Part::value)
        .findFirst();
  }

  /** The peer at the end of the address: behind a relay that is the last one named. */
  public Optional<PeerId> peer() {
    return parts.stream()
        .filter(part -> part.protocol().equals("p2p"))
        .reduce((first, second) -> second)
        .map(part -> PeerId.parse(part.value()));
  }

  /**
   * This address with {@code inner} after it.
   *
   * @throws LimitException if that is longer than {@link #MAX_BYTES}
   */
  public Multiaddr with(Multiaddr inner) {
    List<Part> both = new ArrayList<>(parts);
    both.addAll(inner.parts);
    return bounded(both);
  }

  /** The binary form as a new array. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : parts) {
      MultiaddrProtocol protocol = MultiaddrProtocol.named(part.protocol());
      byte[] value = protocol.value().parse(part.value());
      out.writeBytes(Varint.encode(protocol.code()));
      if (protocol.value().size() < 0) {
        out.writeBytes(Varint.encode(value.length));
      }
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private static Part part(MultiaddrProtocol protocol, byte[] value) {
    return new Part(protocol.name(), protocol.value().print(value));
  }

  private static Multiaddr bounded(List<Part> parts) {
    Multiaddr address = new Multiaddr(parts);
    int length = address.bytes().length;
    if (length > MAX_BYTES) {
      throw tooLong(length);
    }
    return address;
  }

  private static LimitException tooLong(int length) {
    return new LimitException("multiaddr has " + length + " bytes", "it has at most " + MAX_BYTES);
  }

  private static MalformedException malformed(String text, String problem, String next) {
    return new MalformedException("not a multiaddr: '" + text + "': " + problem, next);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    parts.forEach(out::append);
    return out.toString();
  }
}
