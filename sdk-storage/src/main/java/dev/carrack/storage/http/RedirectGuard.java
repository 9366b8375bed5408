package dev.carrack.storage.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Where a redirect may lead: to the same host, or to a public address. A peer must not be able to
 * make us talk to services inside our own network. As a {@link Dns} it checks the very addresses
 * that are connected to, so a name that resolves differently the second time gains nothing.
 */
final class RedirectGuard implements Dns {

  // What the JDK takes for a literal address without asking a name server.
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*|[0-9.]+");

  private final Dns resolver;

  RedirectGuard(Dns resolver) {
    this.resolver = resolver;
  }

  /** Why the redirect must not be followed, or empty if it may be. */
  static String refusal(HttpUrl from, HttpUrl to) {
    if (from.isHttps() && !to.isHttps()) {
      return "from https to plain http";
    }
    if (!from.host().equals(to.host()) && LITERAL.matcher(to.host()).matches()) {
      try {
        return isPublic(InetAddress.getByName(to.host())) ? "" : "to a private address";
      } catch (UnknownHostException e) {
        return "to something that is no address";
      }
    }
    return "";
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = resolver.lookup(host);
    if (!addresses.stream().allMatch(RedirectGuard::isPublic)) {
      throw new UnknownHostException(host + " leads to a private address");
    }
    return addresses;
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] b = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(b) : isPublic6(b);
  }

  // The special-purpose blocks of RFC 6890 that the JDK has no question for.
  private static boolean isPublic4(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean protocol = first == 192 && second == 0 && b[2] == 0;
    boolean benchmark = first == 198 && (second == 18 || second == 19);
    return first != 0 && first < 240 && !shared && !protocol && !benchmark;
  }

  private static boolean isPublic6(byte[] b) {
    boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
    boolean translated =
        b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    if (uniqueLocal) {
      return false;
    }
    if (translated || sixToFour) {
      int at = translated ? 12 : 2;
      try {
        return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(b, at, at + 4)));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
    return true;
  }
}
