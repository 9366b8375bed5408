package dev.carrack.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of a run: a temporary one that goes with it, or one that stays. */
record Workplace(Path directory, boolean temporary) implements AutoCloseable {

  static Workplace at(Optional<Path> keep) throws IOException {
    return keep.isPresent()
        ? new Workplace(Files.createDirectories(keep.get()), false)
        : new Workplace(Files.createTempDirectory("carrack-quickstart"), true);
  }

  @Override
  public void close() throws IOException {
    if (!temporary) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
