package dev.carrack.core;

import dev.carrack.core.Multiaddr.Part;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Multiaddrs of web servers as URLs and back. */
final class MultiaddrUri {

  private static final Set<String> NAMES = Set.of("dns", "dns4", "dns6");

  // RFC 3986 section 3.3, and the slash between segments.
  private static final String PATH_CHARACTERS = "-._~!$&'()*+,;=:@/";

  private MultiaddrUri() {}

  static Optional<URI> toUri(List<Part> parts) {
    Deque<Part> rest = new ArrayDeque<>(parts);
    Optional<String> zone = take(rest, "ip6zone");
    String host = host(rest, zone);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(take(rest, "tcp").orElse("-1"));
    boolean tls = take(rest, "tls").isPresent();
    Optional<String> sni = tls ? take(rest, "sni") : Optional.empty();
    boolean https = take(rest, "https").isPresent();
    if (!https && take(rest, "http").isEmpty()) {
      return Optional.empty();
    }
    String path = take(rest, "http-path").map(MultiaddrUri::urlPath).orElse("");
    take(rest, "p2p");
    boolean secure = tls || https;
    if (!rest.isEmpty() || port == 0) {
      return Optional.empty();
    }
    int shown = port == (secure ? 443 : 80) ? -1 : port;
    String scheme = secure ? "https" : "http";
    return Optional.of(url(scheme, sni.orElse(host), shown, path));
  }

  private static String host(Deque<Part> rest, Optional<String> zone) {
    Part first = rest.isEmpty() ? new Part("", "") : rest.pop();
    if (first.protocol().equals("ip6")) {
      return "[" + first.value() + zone.map(name -> "%" + name).orElse("") + "]";
    }
    boolean named = NAMES.contains(first.protocol()) || first.protocol().equals("ip4");
    return named && zone.isEmpty() ? first.value() : "";
  }

  // The part's value, empty text for one without; nothing is taken if another protocol is next.
  private static Optional<String> take(Deque<Part> rest, String protocol) {
    if (rest.isEmpty() || !rest.peek().protocol().equals(protocol)) {
      return Optional.empty();
    }
    return Optional.of(rest.pop().value());
  }

  // JavaScript peers put the path's first slash into the value, Go peers do not.
  private static String urlPath(String httpPath) {
    byte[] path = MultiaddrValues.HTTP_PATH.parse(httpPath);
    boolean slash = path[0] == '/';
    return "/" + MultiaddrValues.escape(path, slash ? 1 : 0, PATH_CHARACTERS);
  }

  private static URI url(String scheme, String host, int port, String path) {
    try {
      URI made = new URI(scheme + "://" + host + (port < 0 ? "" : ":" + port) + path);
      if (host.equals(made.getHost())) {
        return made;
      }
    } catch (URISyntaxException e) {
      throw new MalformedException(
          "'" + host + "' can be no host of a URL", "use another address of that peer", e);
    }
    throw new MalformedException(
        "'" + host + "' can be no host of a URL", "use another address of that peer");
  }

  static String toText(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(url, "its scheme is not http or https");
    }
    if (url.getHost() == null) {
      throw refused(url, "it names no host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      // The URL is left out: a user part may hold a password.
      throw new MalformedException(
          "a URL of %s has a user, a query or a fragment".formatted(url.getHost()),
          "a multiaddr holds host, port and path only");
    }
    String path = url.getRawPath();
    if (path.startsWith("//") || path.toLowerCase(Locale.ROOT).contains("%2f")) {
      throw refused(url, "its path begins with '//' or has an escaped '/'");
    }
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    StringBuilder out = new StringBuilder(host(url)).append("/tcp/").append(port);
    out.append('/').append(scheme);
    if (path.length() > 1) {
      byte[] bytes = MultiaddrValues.HTTP_PATH.parse(path.substring(1).replace("/", "%2F"));
      out.append("/http-path/").append(MultiaddrValues.HTTP_PATH.print(bytes));
    }
    return out.toString();
  }

  private static String host(URI url) {
    String host = url.getHost();
    if (host.startsWith("[")) {
      String inner = host.substring(1, host.length() - 1);
      int zone = inner.indexOf('%');
      if (zone < 0) {
        return "/ip6/" + inner;
      }
      int name = zone + (inner.startsWith("%25", zone) ? 3 : 1); // RFC 6874, or as Java writes it
      return "/ip6zone/%s/ip6/%s".formatted(inner.substring(name), inner.substring(0, zone));
    }
    return host.matches("[0-9.]+") ? "/ip4/" + host : "/dns/" + host.toLowerCase(Locale.ROOT);
  }

  private static MalformedException refused(URI url, String why) {
    return new MalformedException(
        "no multiaddr says '%s': %s".formatted(url, why), "use an http or https address");
  }
}
