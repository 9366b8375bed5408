package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command that has run in this process, and what it left. */
final class Ran {

  private final int code;
  private final byte[] out;
  private final String err;

  Ran(int code, byte[] out, String err) {
    this.code = code;
    this.out = out;
    this.err = err;
  }

  static Ran carrack(Object... args) {
    return with(Map.of(), args);
  }

  static Ran with(Map<String, String> environment, Object... args) {
    return given(new byte[0], environment, args);
  }

  static Ran given(byte[] input, Map<String, String> environment, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    Surroundings process =
        new Surroundings(
            new ByteArrayInputStream(input),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            false);
    int code = Cli.run(process, words);
    return new Ran(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  int code() {
    return code;
  }

  byte[] out() {
    return out;
  }

  String err() {
    return err;
  }

  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return text().lines().toList();
  }

  /** The only line it printed. */
  String line() {
    assertThat(lines()).hasSize(1);
    return lines().get(0);
  }

  /** Asserts that it went well, silently but for its results. */
  Ran ok() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /** Asserts exit code 1 and one line on standard error that has each of these. */
  void failsSaying(String... parts) {
    assertThat(code).as(err).isEqualTo(1);
    assertThat(err.lines()).as(err).hasSize(1);
    assertThat(err).startsWith("carrack: ").contains(parts).doesNotContain("carrack: unexpected");
  }

  /** Asserts exit code 2, a line that has each of these, and where to read on. */
  void refusedSaying(String... parts) {
    assertThat(code).as(err).isEqualTo(2);
    assertThat(err).contains(parts).contains("--help");
    assertThat(out).isEmpty();
  }
}
