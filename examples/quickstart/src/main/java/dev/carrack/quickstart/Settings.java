package dev.carrack.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run was asked to do.
 *
 * @param data the user's table; the shipped one if empty
 * @param label the column to predict; {@code species} for the shipped table, else the last
 * @param sites the sites' file; the shipped one if empty
 * @param home the country whose site holds the data
 * @param tamper what to corrupt
 * @param chain whether to anchor on a local chain, if there is one to be had
 */
record Settings(
    Optional<Path> data,
    Optional<String> label,
    Optional<Path> sites,
    String home,
    Tamper tamper,
    boolean chain) {

  /** The table as a file, the shipped one copied out of the jar. */
  Path table(Path directory) throws IOException {
    if (data.isPresent()) {
      return data.get();
    }
    Path copy = directory.resolve("penguins.csv");
    Files.write(copy, resource("penguins.csv"));
    return copy;
  }

  /** The column to predict, empty for the last. */
  String column() {
    return label.orElse(data.isPresent() ? "" : "species");
  }

  /** The name of the artifacts of this run. */
  String name() {
    String file = data.map(Path::getFileName).map(Path::toString).orElse("penguins.csv");
    String stem = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
    String name = stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    return name.isBlank() || name.equals("-") ? "table" : name;
  }

  /** The sites' JSON. */
  byte[] siteFacts() throws IOException {
    return sites.isPresent() ? Files.readAllBytes(sites.get()) : resource("sites.json");
  }

  private static byte[] resource(String name) {
    try (InputStream in = Settings.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this jar: build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
