package dev.carrack.compute.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrack.testing.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rebuilds the committed modules from their sources with the pinned compiler (AssemblyScript
 * 0.28.20).
 */
@Needs("anvil")
class WasmBuildTest {
  private static final Path PROJECT = Path.of("src/main/wasm/clean-csv");
  private static final String RESOURCES = "resources/dev/carrack/compute/wasm";

  @Test
  void theCommittedModulesAreWhatTheirSourcesCompileTo(@TempDir Path out) throws Exception {
    assumeTrue(nodeMajor() >= 20, "the AssemblyScript compiler needs Node.js 20 or newer");
    Path build = Path.of("target/clean-csv-build");
    copyProject(build);
    if (!Files.exists(build.resolve("node_modules/assemblyscript/dist/asc.js"))) {
      npm(build, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    }

    run(build, "node", "build.mjs", out.resolve("main").toString());
    run(build, "node", "build.mjs", out.resolve("test").toString(), absolute("src/test/wasm"));

    assertSame(Path.of("src/main", RESOURCES), out.resolve("main"));
    assertSame(Path.of("src/test", RESOURCES), out.resolve("test"));
  }

  private static void assertSame(Path committed, Path built) throws IOException {
    assertThat(names(built)).isNotEmpty().isEqualTo(names(committed));
    for (String name : names(built)) {
      assertThat(built.resolve(name)).hasSameBinaryContentAs(committed.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".wasm"))
          .sorted()
          .toList();
    }
  }

  private static void copyProject(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = PROJECT.relativize(file);
        if (!relative.startsWith("node_modules")) {
          Path target = to.resolve(relative);
          Files.createDirectories(target.getParent());
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }

  private static int nodeMajor() throws IOException {
    Process node = new ProcessBuilder("node", "--version").start();
    String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Integer.parseInt(version.replaceFirst("^v", "").replaceFirst("\\..*\\s*$", ""));
  }

  private static void npm(Path folder, String... arguments) throws Exception {
    String npm = File.separatorChar == '\\' ? "npm.cmd" : "npm";
    run(folder, Stream.concat(Stream.of(npm), Stream.of(arguments)).toArray(String[]::new));
  }

  private static void run(Path folder, String... command) throws Exception {
    Path log = Files.createTempFile("wasm-build", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s", String.join(" ", command), output)
        .isTrue();
  }
}
