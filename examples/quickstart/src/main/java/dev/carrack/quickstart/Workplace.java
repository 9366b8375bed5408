package dev.carrack.quickstart;

import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of a run: a temporary one that goes with it, or one that stays. */
record Workplace(Path directory, boolean temporary) implements AutoCloseable {

  /**
   * Makes it.
   *
   * @throws MalformedException if a file is in the way
   */
  static Workplace at(Optional<Path> keep) throws IOException {
    if (keep.filter(path -> Files.exists(path) && !Files.isDirectory(path)).isPresent()) {
      throw new MalformedException(
          keep.get() + " is not a directory", "give --keep a directory, or one to be made");
    }
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
