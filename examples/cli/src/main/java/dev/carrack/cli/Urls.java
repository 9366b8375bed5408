package dev.carrack.cli;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the addresses of peers. */
final class Urls {

  private Urls() {}

  /** An http or https address; {@code what} names the option in the error. */
  static URI parse(String what, String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below: the parser's own words help nobody here.
    }
    throw new CommandFailure(
        what + " '" + text + "' is no address; write http://HOST:PORT or https://HOST");
  }
}
