package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {

  @TempDir Path dir;

  @Test
  void listsItsCommandsOnDemand() {
    Ran ran = carrack("--help").ok();

    assertThat(ran.text()).contains("piece", "cid", "Exit code");
    assertThat(carrack("help").ok().text()).isEqualTo(ran.text());
    assertThat(carrack("help", "cat").ok().text()).contains("--offset");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : Commands.names()) {
      assertThat(carrack(command, "--help").ok().text()).startsWith("Usage: carrack " + command);
    }
  }

  @Test
  void exitsWithTwoOnWrongUsage() {
    carrack().refusedSaying("subcommand");
    carrack("peice").refusedSaying("'peice'", "did you mean");
    carrack("piece", "--nope", "x").refusedSaying("'--nope'");
    carrack("cid").refusedSaying("subcommand");
    carrack("add", "", "--store", dir).refusedSaying("empty");
  }

  @Test
  void sayShowsTheStackTraceOnlyOnDemand() {
    Path absent = dir.resolve("absent");

    assertThat(carrack("piece", absent, "--verbose").err()).contains("\tat dev.carrack");
    assertThat(Ran.with(Map.of("CARRACK_DEBUG", "1"), "piece", absent).err()).contains("\tat ");
    carrack("piece", absent).failsSaying("absent");
  }

  @Test
  void keepsMessagesOnOneLineAndOutOfTheTerminal() {
    carrack("piece", dir.resolve("a\nb\u001b[2Jc")).failsSaying("b\\u001b[2Jc");
  }

  @Test
  void showsProgressOnDemandAndWipesIt() throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[3_000_000]);

    Ran ran = carrack("piece", file, "--progress");

    assertThat(ran.err()).contains("piece file", "MiB/s").doesNotContain("\n").endsWith(" \r");
    assertThat(ran.lines()).hasSize(1);
  }

  @Test
  void isQuietWhenItsReaderIsGone() throws IOException {
    Ran ran = writingTo("Broken pipe");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void saysWhenItsOutputIsFull() throws IOException {
    writingTo("No space left on device").failsSaying("No space left on device");
  }

  private Ran writingTo(String failure) throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path file = Files.write(dir.resolve("file"), new byte[10]);
    Surroundings process =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            broken,
            new PrintStream(err, true),
            Map.of(),
            false);
    int code = Cli.run(process, "piece", file.toString());
    return new Ran(code, new byte[0], err.toString());
  }
}
