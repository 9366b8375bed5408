package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Multiaddr;
import dev.carrack.core.PeerId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Multiaddrs and peer ids, as bytes and as text, and the URLs of web servers. */
final class MultiaddrTarget {

  private MultiaddrTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a multiaddr, as bytes or as text; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    peer(input, text);
    return binary(input) | text(text);
  }

  private static void peer(byte[] input, String text) {
    try {
      PeerId id = PeerId.decode(input);
      Claim.equal(id.bytes(), input, "a peer id is the bytes it came from");
      same(id);
    } catch (CarrackException e) {
      // refused, as it may be
    }
    try {
      same(PeerId.parse(text));
    } catch (CarrackException e) {
      // refused, as it may be
    }
  }

  private static void same(PeerId id) {
    Claim.equal(PeerId.parse(id.toString()), id, "its text names the peer");
    Claim.equal(PeerId.parse(id.cid().toString()), id, "so does its CID");
  }

  private static boolean binary(byte[] input) {
    Multiaddr address;
    try {
      address = Multiaddr.decode(input);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(address.bytes(), input, "a multiaddr is the bytes it came from");
    again(address);
    return true;
  }

  private static boolean text(String text) {
    Multiaddr address;
    try {
      address = Multiaddr.parse(text);
    } catch (CarrackException e) {
      return false;
    }
    again(address);
    return true;
  }

  private static void again(Multiaddr address) {
    Claim.equal(Multiaddr.decode(address.bytes()), address, "its bytes are the address");
    Claim.equal(Multiaddr.parse(address.toString()), address, "its text is the address");
    address.peer().ifPresent(MultiaddrTarget::same);
    Optional<URI> url;
    try {
      url = address.toUri();
    } catch (CarrackException e) {
      return;
    }
    url.ifPresent(MultiaddrTarget::url);
  }

  private static void url(URI url) {
    Multiaddr address;
    try {
      address = Multiaddr.from(url);
    } catch (CarrackException e) {
      return; // a path that a multiaddr cannot say
    }
    Claim.equal(address.toUri().orElseThrow(), url, "a URL survives");
  }
}
