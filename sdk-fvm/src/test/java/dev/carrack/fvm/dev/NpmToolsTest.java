package dev.carrack.fvm.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With an npm that is a shell script of ours, so that no network is asked. */
@DisabledOnOs(OS.WINDOWS)
class NpmToolsTest {

  @TempDir Path folder;

  @Test
  void installsOnceAndLeavesNoDraft() throws IOException {
    NpmTools tools = tools("mkdir node_modules; echo x >> \"" + folder + "/calls\"");

    Path installed = tools.install();

    assertThat(tools.install()).isEqualTo(installed);
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
    assertThat(installed.resolve("node_modules")).isDirectory();
    assertThat(entries(installed.getParent())).containsExactly(installed);
  }

  @Test
  void givesTwoInstallersAtOnceTheSameWholeFolder() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Path>> results = new ArrayList<>();
    try {
      NpmTools tools = tools("mkdir node_modules; echo whole > node_modules/file");
      for (int i = 0; i < 4; i++) {
        results.add(
            threads.submit(
                () -> {
                  together.await();
                  return tools.install();
                }));
      }
      for (Future<Path> result : results) {
        assertThat(result.get()).isEqualTo(tools.install());
      }
      assertThat(tools.install().resolve("node_modules/file")).hasContent("whole");
      assertThat(entries(tools.install().getParent())).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhyNpmFailedAndLeavesNothingHalfDone() throws IOException {
    NpmTools tools =
        tools(
            "mkdir node_modules; echo 'npm error code ENOTFOUND'; echo 'npm error syscall connect'; echo 'npm error network down'; exit 1");

    assertThatThrownBy(tools::install)
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("network down")
        .hasMessageContaining("connection to the npm registry");

    assertThat(entries(folder.resolve("cache/npm"))).isEmpty();
  }

  @Test
  void saysThatNpmIsMissing() {
    NpmTools tools = new NpmTools(Map.of("PATH", folder.toString()), folder.resolve("cache"));

    assertThat(tools.npm()).isEmpty();
    assertThatThrownBy(tools::install)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("npm is not on the PATH")
        .hasMessageContaining("Node.js");
  }

  @Test
  void saysThatAnvilIsMissingForThePlatform() throws IOException {
    assertThatThrownBy(tools("mkdir node_modules")::anvil)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no anvil for");
  }

  @Test
  void saysThatTheCacheCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    NpmTools tools = new NpmTools(environment("true"), file);

    assertThatThrownBy(tools::install)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("CARRACK_CACHE");
  }

  @Test
  void pinsEveryPackageAndNamesNoRegistry() throws IOException {
    String lock;
    try (var in = NpmTools.class.getResourceAsStream("package-lock.json")) {
      lock = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(lock).doesNotContain("resolved").doesNotContain("registry").doesNotContain(".tgz");
    assertThat(lock).contains("@foundry-rs/anvil-win32-amd64", "@foundry-rs/anvil-darwin-arm64");
    assertThat(lock.split("\"integrity\": \"sha512-")).hasSizeGreaterThan(9);
  }

  private NpmTools tools(String script) throws IOException {
    return new NpmTools(environment(script), folder.resolve("cache"));
  }

  private Map<String, String> environment(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path npm = Files.writeString(bin.resolve("npm"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
    return Map.of("PATH", bin + ":/nowhere");
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
