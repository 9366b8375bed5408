package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final String PEER = "QmNnooDu7bfjPFoTZYxMNLWUQJyrVwtbZg5gBMjTezGAJN";

  // Source: npm @multiformats/multiaddr 13.0.3; http-path after go-multiaddr, which keeps the
  // path's first slash out of the value.
  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/tcp/80, 047f000001060050",
    "/ip4/1.2.3.4/udp/4001/quic-v1, 040102030491020fa1cd03",
    "/ip6/2001:db8::1/tcp/443/tls/http, 2920010db80000000000000000000000010601bbc003e003",
    "/ip6zone/eth0/ip6/fe80::1/udp/1," + " 2a046574683029fe80000000000000000000000000000191020001",
    "/dns4/example.com/tcp/443/tls/sni/example.com/http,"
        + " 360b6578616d706c652e636f6d0601bbc003c1030b6578616d706c652e636f6de003",
    "/dnsaddr/bootstrap.libp2p.io/p2p/QmNnooDu7bfjPFoTZYxMNLWUQJyrVwtbZg5gBMjTezGAJN,"
        + " 3813626f6f7473747261702e6c69627032702e696fa503221220"
        + "06b3608aa000274049eb28ad8e793a26ff6fab281a7d3bd77cd18eb745dfaabb",
    "/ip4/1.2.3.4/tcp/4001/p2p/12D3KooWLQzUv2FHWGVPXTXSZpdHs7oHbXub2G5WC8Tx4NQhyd2d/p2p-circuit,"
        + " 0401020304060fa1a503260024080112209d73ad243f4353fcd9b5b144e569c5a0842459ae91074282"
        + "7db4496cdacf4fcea202",
    "/dns/example.com/https/http-path/a%2Fb%20c, 350b6578616d706c652e636f6dbb03e10305612f622063",
    "/onion3/vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyyd:1234,"
        + " bd03adadec040be047f9658668b11a504f3155001f231a37f54c4476c07fb4cc139ed7e30304d2",
    "/ip4/1.2.3.4/udp/1/quic-v1/webtransport/certhash/uEiAkH5a4DPGKUuOBjYw0CgwjvcJCJMD2K_1aluKR_tpevQ,"
        + " 040102030491020001cd03d103d203221220241f96b80cf18a52e3818d8c340a0c23bdc24224c0f62bfd"
        + "5a96e291feda5ebd",
    "/ip4/1.2.3.4/tcp/1/ws, 0401020304060001dd03",
    "/dns/a/wss, 350161de03",
    "/dns6/a/quic, 370161cc03",
    "/ip4/1.2.3.4/noise, 0401020304c603",
    "/ip4/1.2.3.4/udp/1/webrtc-direct, 0401020304910200019802",
    "/ip4/1.2.3.4/udp/1/webrtc, 0401020304910200019902"
  })
  void textAndBytesAreTwoFormsOfOneAddress(String text, String hex) {
    Multiaddr address = Multiaddr.parse(text);

    assertThat(HEX.formatHex(address.bytes())).isEqualTo(hex);
    assertThat(Multiaddr.decode(HEX.parseHex(hex))).isEqualTo(address).hasToString(text);
  }

  // Source: RFC 5952 sections 4 and 5.
  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "0:0:0:0:0:0:0:1, ::1",
    "1::, 1::",
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8::A, 2001:db8::a",
    "0:0:1::, 0:0:1::",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "1:2:3:4:5:6::, 1:2:3:4:5:6::",
    "::ffff:c000:0201, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
  })
  void ip6IsPrintedInOneForm(String text, String canonical) {
    Multiaddr address = Multiaddr.parse("/ip6/" + text + "/tcp/1");

    assertThat(address).hasToString("/ip6/" + canonical + "/tcp/1");
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
  }

  @Test
  void readsWhatOthersWriteAndPrintsItCanonically() {
    Multiaddr address = Multiaddr.parse("/dns/a/tcp/1/ipfs/" + PeerId.parse(PEER).cid() + "/");

    assertThat(address).hasToString("/dns/a/tcp/1/p2p/" + PEER);
    assertThat(address.peer()).contains(PeerId.parse(PEER));
    assertThat(address.value("tcp")).contains("1");
    assertThat(address.value("udp")).isEmpty();
    assertThat(Multiaddr.parse("/certhash/f1220" + "00".repeat(32)))
        .hasToString("/certhash/uEiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  }

  @Test
  void thePeerBehindARelayIsTheLast() {
    Multiaddr relay = Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + PEER);
    PeerId other = PeerId.ofPublicKey(new byte[1]);
    Multiaddr behind = relay.with(Multiaddr.parse("/p2p-circuit/p2p/" + other));

    assertThat(behind.peer()).contains(other);
    assertThat(behind.parts()).hasSize(5);
    assertThat(behind).isNotEqualTo(relay);
  }

  // Source: an I2P address has 32 bytes or at least 35, a destination at least 386.
  @Test
  void readsGarlic() {
    byte[] b32 = new byte[32];
    byte[] destination = new byte[387];
    new Random(1).nextBytes(b32);
    new Random(2).nextBytes(destination);
    for (byte[] wire : new byte[][] {garlic(0x01bf, b32), garlic(0x01be, destination)}) {
      Multiaddr address = Multiaddr.decode(wire);
      assertThat(Multiaddr.parse(address.toString()).bytes()).isEqualTo(wire);
    }
    for (byte[] wire : new byte[][] {garlic(0x01bf, new byte[33]), garlic(0x01be, new byte[385])}) {
      assertThatThrownBy(() -> Multiaddr.decode(wire)).isInstanceOf(MalformedException.class);
    }
  }

  private static byte[] garlic(int code, byte[] value) {
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(Varint.encode(code));
    out.writeBytes(Varint.encode(value.length));
    out.writeBytes(value);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "/dns/example.com/tcp/443/https, https://example.com",
    "/dns4/example.com/tcp/443/tls/http, https://example.com",
    "/dns/example.com/https, https://example.com",
    "/dns/example.com/http, http://example.com",
    "/dns6/example.com/tcp/80/http, http://example.com",
    "/dns/example.com/tcp/80/https, https://example.com:80",
    "/dns/example.com/tcp/8080/http/http-path/ipfs%2Fx, http://example.com:8080/ipfs/x",
    "/dns/example.com/tcp/8080/http/http-path/%2Fipfs, http://example.com:8080/ipfs",
    "/dns/example.com/https/http-path/a%20b%C3%A9%25, https://example.com/a%20b%C3%A9%25",
    "/ip4/1.2.3.4/tcp/1234/http, http://1.2.3.4:1234",
    "/ip4/1.2.3.4/tcp/443/tls/sni/example.com/http, https://example.com",
    "/ip6/2001:db8::1/tcp/1234/http, http://[2001:db8::1]:1234",
    "/ip6zone/eth0/ip6/fe80::1/tcp/80/http, http://[fe80::1%eth0]",
    "/dns/a/https/p2p/QmNnooDu7bfjPFoTZYxMNLWUQJyrVwtbZg5gBMjTezGAJN, https://a"
  })
  void namesAWebServer(String text, URI url) {
    assertThat(Multiaddr.parse(text).toUri()).contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/1.2.3.4/tcp/80",
        "/ip4/1.2.3.4/udp/443/quic-v1/webtransport",
        "/ip4/1.2.3.4/tcp/80/ws",
        "/dnsaddr/example.com/http",
        "/tcp/80/http",
        "/ip4/1.2.3.4/tcp/0/http",
        "/ip4/1.2.3.4/tcp/80/tls",
        "/ip4/1.2.3.4/tcp/80/http/p2p-circuit",
        "/ip6zone/eth0/ip4/1.2.3.4/http",
        "/p2p/QmNnooDu7bfjPFoTZYxMNLWUQJyrVwtbZg5gBMjTezGAJN"
      })
  void otherAddressesAreNoWebServers(String text) {
    assertThat(Multiaddr.parse(text).toUri()).isEmpty();
  }

  @Test
  void aHostThatNoUrlCanNameIsAnError() {
    assertThatThrownBy(() -> Multiaddr.parse("/dns/a b/http").toUri())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a b");
  }

  @ParameterizedTest
  @CsvSource({
    "https://Example.com, /dns/example.com/tcp/443/https",
    "http://example.com/, /dns/example.com/tcp/80/http",
    "HTTP://example.com:8080/a%20b/c, /dns/example.com/tcp/8080/http/http-path/a%20b%2Fc",
    "http://1.2.3.4:1, /ip4/1.2.3.4/tcp/1/http",
    "http://[2001:DB8::1]:1/x/, /ip6/2001:db8::1/tcp/1/http/http-path/x%2F",
    "http://[fe80::1%25eth0]:1, /ip6zone/eth0/ip6/fe80::1/tcp/1/http"
  })
  void comesFromAUrl(URI url, String text) {
    assertThat(Multiaddr.from(url)).hasToString(text);
  }

  // No escape, accent or sign of a path may change on the way.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a/b/",
        "https://example.com/a+b=c;d,e:f@g!h$i&j'k(l)*",
        "https://example.com/e%CC%81/%C3%A9/%25/%3F%23",
        "http://[2001:db8::1]:8080/x/../y"
      })
  void aUrlComesBackUnchanged(URI url) {
    Multiaddr address = Multiaddr.from(url);

    assertThat(address.toUri()).contains(url);
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com",
        "example.com",
        "http:example",
        "http:///path",
        "http://user:geheim@example.com",
        "http://example.com?query",
        "http://example.com#part",
        "http://example.com//x",
        "http://example.com/a%2fb",
        "http://example.com/%ff",
        "http://999.1.1.1",
        "http://example.com:70000"
      })
  void refusesUrlsThatItCannotSay(String url) {
    assertThatThrownBy(() -> Multiaddr.from(URI.create(url)))
        .isInstanceOf(MalformedException.class)
        .message()
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "ip4/1.2.3.4",
        "/ip4",
        "/ip4/",
        "/ip4//tcp/1",
        "/ip4/1.2.3",
        "/ip4/1.2.3.4.5",
        "/ip4/1.2.3.256",
        "/ip4/01.2.3.4",
        "/ip4/1.2.3.٤",
        "/ip6/1:2:3:4:5:6:7",
        "/ip6/1:2:3:4:5:6:7:8:9",
        "/ip6/1:2:3:4:5:6:7::8",
        "/ip6/1::2::3",
        "/ip6/:::",
        "/ip6/12345::",
        "/ip6/g::",
        "/ip6/1.2.3.4::",
        "/ip6/::1%eth0",
        "/tcp/65536",
        "/tcp/-1",
        "/tcp/080",
        "/tcp/99999999999999999999",
        "/p2p/hello",
        "/certhash/b",
        "/certhash/f122000",
        "/onion3/vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyyd",
        "/onion3/vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyyd:0",
        "/onion3/vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyy1:1",
        "/garlic32/aaaa",
        "/dns/a/http-path/%2",
        "/dns/a/http-path/%zz",
        "/dns/a/http-path/%ff",
        "/dns/\ud800"
      })
  void refusesBadText(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("multiaddr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "04", // no value
        "047f0000", // value cut
        "06005006", // second value cut
        "350a61", // name cut
        "3500", // name empty
        "350161" + "3502612f", // a slash in a name
        "3501ff", // not UTF-8
        "35ffffffffffffffff7f", // a length of 2^63-1
        "8400", // code not minimal
        "a50300", // no peer
        "d2030412010000", // bytes after the multihash
        "e10300", // empty path
        "bd03" + "00" // onion cut
      })
  void refusesBadBytesAndSaysWhere(String hex) {
    assertThatThrownBy(() -> Multiaddr.decode(HEX.parseHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("multiaddr");
  }

  @Test
  void namesTheProtocolItDoesNotKnow() {
    assertThatThrownBy(() -> Multiaddr.parse("/ip4/1.2.3.4/carrier-pigeon/1"))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("'carrier-pigeon'");
    assertThatThrownBy(() -> Multiaddr.decode(HEX.parseHex("0401020304d204")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("0x252");
  }

  @Test
  void isBounded() {
    String longest = "/dns/" + "a".repeat(Multiaddr.MAX_BYTES - 3);
    assertThat(Multiaddr.parse(longest).bytes()).hasSize(Multiaddr.MAX_BYTES);
    Multiaddr address = Multiaddr.parse(longest);
    for (Runnable beyond :
        new Runnable[] {
          () -> Multiaddr.parse(longest + "a"),
          () -> Multiaddr.parse("/ws".repeat(1_000_000)),
          () -> Multiaddr.decode(new byte[Multiaddr.MAX_BYTES + 1]),
          () -> address.with(Multiaddr.parse("/ws"))
        }) {
      assertThatThrownBy(beyond::run).isInstanceOf(LimitException.class);
    }
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(8);
    byte[] seed =
        Multiaddr.parse("/dns/example.com/tcp/443/tls/sni/a/http/http-path/x/p2p/" + PEER).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        Multiaddr address = Multiaddr.decode(bytes);
        assertThat(address.bytes()).isEqualTo(bytes);
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
      } catch (MalformedException | UnsupportedVersionException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }
}
