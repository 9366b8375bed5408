package dev.carrack.core;

import dev.carrack.core.MultiaddrProtocol.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One protocol of a multiaddr: its code of the multicodec table, its name, and what its value looks
 * like. Spec: multiformats/multiaddr, protocols.csv.
 */
record MultiaddrProtocol(long code, String name, Value value) {

  /** A value as text and bytes; both directions throw MalformedException. */
  interface Value {

    /** The value's length in bytes; 0 for none, negative if a varint says it. */
    int size();

    byte[] parse(String text);

    /** The text of bytes that came from {@link #parse} or from outside. */
    String print(byte[] bytes);
  }

  private static final Map<String, MultiaddrProtocol> BY_NAME = new LinkedHashMap<>();
  private static final Map<Long, MultiaddrProtocol> BY_CODE = new LinkedHashMap<>();

  static {
    add(0x04, "ip4", MultiaddrValues.IP4);
    add(0x06, "tcp", MultiaddrValues.PORT);
    add(0x29, "ip6", MultiaddrValues.IP6);
    add(0x2a, "ip6zone", MultiaddrValues.TEXT);
    add(0x35, "dns", MultiaddrValues.TEXT);
    add(0x36, "dns4", MultiaddrValues.TEXT);
    add(0x37, "dns6", MultiaddrValues.TEXT);
    add(0x38, "dnsaddr", MultiaddrValues.TEXT);
    add(0x0111, "udp", MultiaddrValues.PORT);
    add(0x0118, "webrtc-direct", MultiaddrValues.NONE);
    add(0x0119, "webrtc", MultiaddrValues.NONE);
    add(0x0122, "p2p-circuit", MultiaddrValues.NONE);
    add(0x01a5, "p2p", MultiaddrValues.PEER);
    add(0x01bb, "https", MultiaddrValues.NONE);
    add(0x01bd, "onion3", MultiaddrValues.ONION3);
    add(0x01be, "garlic64", MultiaddrValues.GARLIC64);
    add(0x01bf, "garlic32", MultiaddrValues.GARLIC32);
    add(0x01c0, "tls", MultiaddrValues.NONE);
    add(0x01c1, "sni", MultiaddrValues.TEXT);
    add(0x01c6, "noise", MultiaddrValues.NONE);
    add(0x01cc, "quic", MultiaddrValues.NONE);
    add(0x01cd, "quic-v1", MultiaddrValues.NONE);
    add(0x01d1, "webtransport", MultiaddrValues.NONE);
    add(0x01d2, "certhash", MultiaddrValues.CERTHASH);
    add(0x01dd, "ws", MultiaddrValues.NONE);
    add(0x01de, "wss", MultiaddrValues.NONE);
    add(0x01e0, "http", MultiaddrValues.NONE);
    add(0x01e1, "http-path", MultiaddrValues.HTTP_PATH);
  }

  private static void add(long code, String name, Value value) {
    MultiaddrProtocol protocol = new MultiaddrProtocol(code, name, value);
    BY_NAME.put(name, protocol);
    BY_CODE.put(code, protocol);
  }

  static Iterable<MultiaddrProtocol> all() {
    return BY_CODE.values();
  }

  static MultiaddrProtocol named(String name) {
    MultiaddrProtocol known = BY_NAME.get(name.equals("ipfs") ? "p2p" : name); // its old name
    if (known == null) {
      throw unknown("'" + name + "'");
    }
    return known;
  }

  static MultiaddrProtocol of(long code) {
    MultiaddrProtocol known = BY_CODE.get(code);
    if (known == null) {
      throw unknown("0x" + Long.toHexString(code));
    }
    return known;
  }

  private static UnsupportedVersionException unknown(String which) {
    return new UnsupportedVersionException(
        "multiaddr protocol " + which + " is not known here", "use another address of that peer");
  }
}
