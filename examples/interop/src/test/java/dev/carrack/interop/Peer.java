package dev.carrack.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Another implementation in a process of its own, asked over its standard streams: a line {@code op
 * -base64 -base64 …} is answered by {@code ok -base64 …} or {@code err text}.
 */
final class Peer implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Writer to;
  private final BufferedReader from;
  private int cases;

  Peer(String name, List<String> command) {
    this.name = name;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the peer " + name, e);
    }
    to = process.outputWriter(StandardCharsets.US_ASCII);
    from = new BufferedReader(new InputStreamReader(process.getInputStream()), 1 << 20);
  }

  /** What the peer answers; its refusal is an error. */
  List<byte[]> ask(String op, byte[]... args) {
    try {
      to.write(op);
      for (byte[] arg : args) {
        to.write(" -" + Base64.getEncoder().encodeToString(arg));
      }
      to.write('\n');
      to.flush();
      String answer = from.readLine();
      if (answer == null || !answer.startsWith("ok")) {
        throw new AssertionError(name + " " + op + ": " + answer);
      }
      return Stream.of(answer.split(" "))
          .skip(1)
          .map(part -> Base64.getDecoder().decode(part.substring(1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the peer " + name + " is gone", e);
    }
  }

  /** The only part of the answer. */
  byte[] bytes(String op, byte[]... args) {
    List<byte[]> answer = ask(op, args);
    if (answer.size() != 1) {
      throw new AssertionError(name + " " + op + " answered in " + answer.size() + " parts");
    }
    return answer.get(0);
  }

  /** The only part of the answer, as text. */
  String text(String op, byte[]... args) {
    return new String(bytes(op, args), StandardCharsets.UTF_8);
  }

  /** Counts one thing on which both sides agreed. */
  void agreed() {
    cases++;
  }

  /** Prints what was compared; nothing compared is a failure. */
  void report(String suite) {
    Report.cases(text("version"), suite, cases);
    cases = 0;
  }

  @Override
  public void close() {
    process.destroy();
  }

  static byte[] arg(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
