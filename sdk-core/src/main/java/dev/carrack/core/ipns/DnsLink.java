package dev.carrack.core.ipns;

import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.PeerId;
import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Follows domain names to content: the TXT value {@code dnslink=/ipfs/CID} or {@code
 * dnslink=/ipns/NAME} of {@code _dnslink.DOMAIN}, or of the domain itself if that has none.
 * Thread-safe if the look-up is. Spec: DNSLink.
 */
public final class DnsLink {

  /** How many names are followed, the first included. */
  public static final int MAX_LINKS = 32;

  private static final String PREFIX = "dnslink=";
  private static final int MAX_TXT = 4096;
  private static final int MAX_DOMAIN = 253;
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";

  /** Asks DNS: the one thing this package cannot do by itself. */
  @FunctionalInterface
  public interface Txt {

    /**
     * The TXT values of a name, each one's strings joined; empty if there are none.
     *
     * @throws dev.carrack.core.RemoteException if DNS does not answer
     */
    List<String> lookup(String domain);
  }

  private final Txt txt;

  /** Follows names by that look-up. */
  public DnsLink(Txt txt) {
    this.txt = txt;
  }

  /**
   * Where a domain leads: {@code /ipfs/CID…}, or {@code /ipns/KEY…} whose record is the next step.
   * Names on the way that are domains are followed, and the rest of each path is kept.
   *
   * @param domain a domain name, perhaps with a path behind it: {@code docs.ipfs.tech/install}
   * @throws MalformedException if it is no domain name
   * @throws NotFoundException if a name on the way has no valid link
   * @throws LimitException if names lead in a circle, or further than {@link #MAX_LINKS}
   */
  public String resolve(String domain) {
    Set<String> passed = new LinkedHashSet<>();
    String path = "/ipns/" + domain;
    while (path.startsWith("/ipns/") && !isKey(name(path))) {
      String name = canonical(name(path));
      if (!passed.add(name)) {
        throw new LimitException(
            "DNSLink of " + domain + " leads in a circle: " + passed + " and back to " + name,
            "its owner must break it");
      }
      if (passed.size() > MAX_LINKS) {
        throw new LimitException(
            "DNSLink of " + domain + " passes more than " + MAX_LINKS + " names",
            "link to the content itself");
      }
      String rest = path.substring("/ipns/".length() + name(path).length());
      path = join(link(name), rest);
    }
    return path;
  }

  private String link(String name) {
    return choose(txt.lookup("_dnslink." + name))
        .or(() -> choose(txt.lookup(name)))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no DNSLink at _dnslink." + name, "it needs a TXT value dnslink=/ipfs/CID"));
  }

  /**
   * The link among the TXT values of one name. Values that are no valid link are passed over; DNS
   * gives values in any order, so of several links the first in the alphabet counts.
   *
   * @return a path beginning {@code /ipfs/} or {@code /ipns/}
   */
  public static Optional<String> choose(List<String> values) {
    return values.stream()
        .filter(value -> value.startsWith(PREFIX) && value.length() <= MAX_TXT)
        .map(value -> value.substring(PREFIX.length()).strip())
        .filter(DnsLink::isPath)
        .sorted()
        .findFirst();
  }

  private static boolean isPath(String path) {
    try {
      if (path.startsWith("/ipfs/")) {
        Cid.parse(name(path));
        return true;
      }
      return path.startsWith("/ipns/") && (isKey(name(path)) || !canonical(name(path)).isEmpty());
    } catch (MalformedException notALink) {
      return false;
    }
  }

  /** The word after {@code /ipfs/} or {@code /ipns/}, both of which have six letters. */
  private static String name(String path) {
    int end = path.indexOf('/', 6);
    return end < 0 ? path.substring(6) : path.substring(6, end);
  }

  private static boolean isKey(String name) {
    try {
      PeerId.parse(name);
      return true;
    } catch (MalformedException notAKey) {
      return false;
    }
  }

  private static String canonical(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    try {
      String ascii = IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      if (ascii.length() <= MAX_DOMAIN && ascii.matches(LABEL + "(\\." + LABEL + ")*")) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException("'" + name + "' is no domain name", "check its spelling", e);
    }
    throw new MalformedException("'" + name + "' is no domain name", "check its spelling");
  }

  private static String join(String target, String rest) {
    return rest.isEmpty() || rest.equals("/")
        ? target
        : (target.endsWith("/") ? target.substring(0, target.length() - 1) : target) + rest;
  }
}
