package dev.carrack.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the official test vectors, which live outside this repository. */
public final class Fixtures {
  private Fixtures() {}

  /**
   * The file or folder {@code name} under {@code CARRACK_FIXTURES}; mark the test
   * {@code @Needs("fixtures")}.
   *
   * @param name a path relative to the fixtures folder, with forward slashes
   * @throws IllegalStateException if the environment names no folder or the folder has no such file
   */
  public static Path path(String name) {
    String folder = System.getenv("CARRACK_FIXTURES");
    if (folder == null) {
      throw new IllegalStateException(
          "CARRACK_FIXTURES is not set; mark the test @Needs(\"fixtures\")");
    }
    Path path = Path.of(folder).resolve(name);
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "no fixture " + name + " under CARRACK_FIXTURES; is the folder complete?");
    }
    return path;
  }
}
