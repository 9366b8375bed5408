package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Progress;
import dev.carrack.core.pack.PackStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the jar that the build made, as processes of their own. */
@Timeout(120)
class LauncherIT {

  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
  private static final Path LAUNCHER =
      Path.of(WINDOWS ? "carrack.cmd" : "carrack").toAbsolutePath();

  @TempDir Path dir;
  private byte[] content;
  private Path source;

  @BeforeEach
  void makeFile() throws IOException {
    content = new byte[3_000_000];
    new Random(5).nextBytes(content);
    source = Files.write(dir.resolve("source"), content);
  }

  private Process start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    // The JDK of this test, whatever JAVA_HOME says.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("CARRACK_"));
    builder.environment().putAll(environment);
    return builder.redirectError(dir.resolve("err").toFile()).start();
  }

  private Ran run(Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, List.of(command));
    process.getOutputStream().close();
    byte[] out;
    try (InputStream in = process.getInputStream()) {
      out = in.readAllBytes();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, Files.readString(dir.resolve("err")));
  }

  private Ran carrack(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(Arrays.asList(args));
    return run(Map.of(), command.toArray(String[]::new));
  }

  private Ran shell(String script) throws Exception {
    return run(Map.of("C", LAUNCHER.toString()), "sh", "-c", script);
  }

  @Test
  void addsCatsAndVerifiesAndNamesTheFlippedByte() throws Exception {
    String cid = carrack("add", "source").ok().line();
    Files.delete(source);

    assertThat(carrack("cat", cid).ok().out()).isEqualTo(content);
    assertThat(carrack("verify").ok().line()).startsWith("1 packs, 4 blocks, ");
    assertThat(carrack("piece", "missing").code()).isEqualTo(1);
    assertThat(carrack("piece").code()).isEqualTo(2);

    flip(dir.resolve(".carrack/packs/00000001.car"), 1_500_000);
    Ran pack = carrack("verify");
    assertThat(pack.code()).isEqualTo(1);
    assertThat(pack.err()).contains("carrack: ", "00000001.car at byte 1", "bafkrei");
    flip(dir.resolve(".carrack/packs/00000001.car"), 1_500_000);
    flip(dir.resolve(".carrack/log"), 60);
    carrack("verify").failsSaying("log");
    flip(dir.resolve(".carrack/log"), 60);
    carrack("verify").ok();
  }

  @Test
  void aSecondProcessMayReadButNotWrite() throws Exception {
    String cid = carrack("add", "source").ok().line();
    try (PackStore writer = PackStore.open(dir.resolve(".carrack"))) {
      writer.begin(Progress.none()).close();

      carrack("add", "source").failsSaying(".carrack");
      assertThat(carrack("cat", cid).ok().out()).isEqualTo(content);
    }
    carrack("add", "source").ok();
  }

  @Test
  void addsMoreThanItsHeapHolds() throws Exception {
    byte[] large = new byte[48 << 20];
    new Random(6).nextBytes(large);
    Files.write(source, large);

    Ran added = run(Map.of("JAVA_OPTS", "-Xmx24m"), LAUNCHER.toString(), "add", "source").ok();

    assertThat(carrack("cat", added.line()).ok().out()).isEqualTo(large);
  }

  /** The file size limit stands for a disk that is full: the write fails in its middle. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskLeavesTheStoreAsItWas() throws Exception {
    Path small = Files.writeString(dir.resolve("small"), "small");
    String cid = carrack("add", small.toString()).ok().line();

    shell("ulimit -f 2048; exec \"$C\" add source").failsSaying(".carrack");
    shell("exec \"$C\" cat " + cid + " > /dev/full").failsSaying("standard output");

    assertThat(carrack("cat", cid).ok().text()).isEqualTo("small");
    carrack("verify").ok();
    String now = carrack("add", "source").ok().line();
    assertThat(carrack("cat", now).ok().out()).isEqualTo(content);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isQuietInAPipeAndReadsAnyName() throws Exception {
    Ran ran =
        shell(
            "unset LANG LC_ALL LC_CTYPE; n=$(printf 'sch\\303\\266n'); mkdir t; cp source t/$n;"
                + " r=$(\"$C\" add t); \"$C\" ls $r; \"$C\" cat \"$r/$n\" | head -c 10 >/dev/null");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.text()).endsWith(" 3000000 sch\u00f6n\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNodeEndsOnASignalAndReleasesTheStore() throws Exception {
    Process node = start(Map.of(), List.of(LAUNCHER.toString(), "node", "--port", "0"));
    try (BufferedReader out = node.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).startsWith("listening http://127.0.0.1:");

      node.destroy();

      assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      node.destroyForcibly();
    }
    assertThat(Files.readString(dir.resolve("err"))).isEmpty();
    carrack("add", "source").ok();
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
