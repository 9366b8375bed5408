package dev.carrack.quickstart;

import dev.carrack.compute.FileOffers;
import dev.carrack.compute.Site;
import dev.carrack.compute.http.NearNode;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All sites of a run. */
record RunningSites(List<RunningSite> all) implements AutoCloseable {

  /**
   * Starts every site of the configuration.
   *
   * @throws MalformedException if it breaks the rules, or an id cannot name a directory
   */
  static RunningSites start(byte[] siteFacts, Path directory) throws IOException {
    List<RunningSite> out = new ArrayList<>();
    try {
      for (Site facts : FileOffers.read(siteFacts).sites()) {
        if (!facts.id().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
          throw new MalformedException(
              "site '" + facts.id() + "' cannot name a directory",
              "use letters, digits, dots, hyphens and underscores in its id");
        }
        out.add(RunningSite.start(facts, directory.resolve(facts.id())));
      }
      return new RunningSites(List.copyOf(out));
    } catch (IOException | RuntimeException e) {
      out.forEach(RunningSite::close);
      throw e;
    }
  }

  /** The site of that name. */
  RunningSite named(String id) {
    return all.stream().filter(site -> site.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * The first site in a country.
   *
   * @throws NotFoundException if there is none
   */
  RunningSite in(String country) {
    return all.stream()
        .filter(site -> site.facts().location().country().filter(country::equals).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no site is in " + country, "pass --home with the country of one of them"));
  }

  List<NearNode> clients() {
    return all.stream().map(RunningSite::client).toList();
  }

  List<URI> uris() {
    return all.stream().map(RunningSite::uri).toList();
  }

  @Override
  public void close() {
    all.forEach(RunningSite::close);
  }
}
