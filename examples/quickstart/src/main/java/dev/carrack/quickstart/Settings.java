package dev.carrack.quickstart;

import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
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

  /**
   * The table as a file, the shipped one copied out of the jar.
   *
   * @throws NotFoundException if there is no such file
   * @throws MalformedException if it is empty
   */
  Path table(Path directory) throws IOException {
    if (data.isPresent()) {
      Path file = existing(data.get(), "--data");
      if (Files.size(file) == 0) {
        throw new MalformedException(file + " is empty", "give a CSV with a header and rows");
      }
      return file;
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
    String name =
        stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "table" : name;
  }

  /** The sites' JSON. */
  byte[] siteFacts() throws IOException {
    return sites.isPresent()
        ? Files.readAllBytes(existing(sites.get(), "--sites"))
        : resource("sites.json");
  }

  private static Path existing(Path file, String option) {
    if (!Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? file + " is a directory" : "no file " + file;
      throw new NotFoundException(what, "give " + option + " the path of a file");
    }
    return file;
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
