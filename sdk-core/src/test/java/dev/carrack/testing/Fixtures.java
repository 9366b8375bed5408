package dev.carrack.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
    Path path =
        folder(System.getenv())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "CARRACK_FIXTURES is not set; mark the test @Needs(\"fixtures\")"))
            .resolve(name);
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "no fixture " + name + " under CARRACK_FIXTURES; is the folder complete?");
    }
    return path;
  }

  /** What {@code CARRACK_FIXTURES} names; nothing where it is unset or empty. */
  static Optional<Path> folder(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("CARRACK_FIXTURES"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /**
   * Prints how many cases of a suite a test ran, so that the log shows what a green build covered.
   *
   * @param suite the suite's folder under the fixtures, and what of it where there are parts
   * @param cases how many cases were run, or will be by the dynamic tests being returned
   * @throws AssertionError if there were none: a suite that finds no case proves nothing
   */
  public static void count(String suite, int cases) {
    if (cases <= 0) {
      throw new AssertionError("suite " + suite + ": no case was run; is the folder complete?");
    }
    System.out.printf("suite %s: %d cases%n", suite, cases);
  }
}
