package dev.carrack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/conformance.md against the fixtures there are and the tests that count them. */
class ConformanceTest {

  // | `suite` | `Test`, `Test` | … |
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+/[^`]+)` \\| ([^|]+) \\|.*");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  private static Map<String, Set<String>> rows() throws IOException {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/conformance.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> tests =
            NAME.matcher(row.group(2))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows.put(row.group(1), tests)).as(line).isNull();
      }
    }
    return rows;
  }

  @Test
  @Needs("fixtures")
  void everySuiteOfTheFixturesHasItsTests() throws IOException {
    Set<String> suites = new TreeSet<>();
    for (String family : List.of("ipld", "filecoin")) {
      try (Stream<Path> folders = Files.list(Fixtures.path(family))) {
        folders
            .filter(Files::isDirectory)
            .forEach(folder -> suites.add(family + "/" + folder.getFileName()));
      }
    }

    assertThat(rows().keySet()).isEqualTo(suites);
  }

  @Test
  void everyTestNamedCountsItsSuite() throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    for (String module : List.of("sdk-core", "sdk-storage", "sdk-fvm", "examples/cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files
            .filter(file -> file.toString().endsWith("Test.java"))
            .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    List<String> missing = new ArrayList<>();
    rows()
        .forEach(
            (suite, tests) -> {
              assertThat(tests).as(suite).isNotEmpty();
              for (String test : tests) {
                if (!counts(sources.get(test), suite)) {
                  missing.add(test + " does not count " + suite);
                }
              }
            });

    assertThat(missing).isEmpty();
  }

  private static boolean counts(Path source, String suite) {
    try {
      String name = suite.substring(suite.indexOf('/') + 1);
      return Files.readAllLines(source).stream()
          .anyMatch(line -> line.contains("Fixtures.count(\"") && line.contains(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
