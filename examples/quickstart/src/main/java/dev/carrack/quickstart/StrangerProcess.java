package dev.carrack.quickstart;

import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs {@link Stranger} in a JVM of its own, in an empty directory. */
record StrangerProcess(Cid root, Path proof, Optional<URI> rpc, List<URI> nodes) {

  private static final long DEADLINE_SECONDS = 60;

  /**
   * What it said.
   *
   * @param verified whether it exited with 0
   * @param report its output
   */
  record Report(boolean verified, String report) {

    /** Its last line, which is the verdict. */
    String verdict() {
      List<String> lines = report.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "NOT VERIFIED" : lines.get(lines.size() - 1);
    }
  }

  Report run(Path parent) throws IOException {
    Path empty = Files.createTempDirectory(parent, "stranger");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath(), Stranger.class.getName()));
    command.addAll(List.of(root.toString(), proof.toAbsolutePath().toString()));
    command.add(rpc.map(URI::toString).orElse("-"));
    nodes.forEach(node -> command.add(node.toString()));
    Path output = Files.createTempFile(parent, "stranger", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(empty.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      String report = Files.readString(output, StandardCharsets.UTF_8);
      return ended
          ? new Report(process.exitValue() == 0, report)
          : new Report(false, report + "the stranger gave no verdict in a minute\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for the stranger was cancelled", "run it again", e);
    } finally {
      process.destroyForcibly();
    }
  }

  // The class path may be relative to our directory, the stranger is in another.
  private static String classPath() {
    List<String> out = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      out.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, out);
  }
}
