package dev.carrack.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One target in a process of its own: a heap too small for a careless allocation, and a stack of
 * the usual size. Inputs that reached something new stay in a corpus beside the log for next time.
 */
final class FuzzRun {

  /** Any input is done within this, however busy the machine. */
  private static final int SECONDS_PER_INPUT = 20;

  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units:\\s+(\\d+)");
  private static final Pattern EDGES = Pattern.compile("^#\\d+\\s.*\\bcov: (\\d+)");

  /**
   * What a run did.
   *
   * @param executions inputs tried
   * @param edges of control flow reached in sdk-core
   * @param findings reproducers in hexadecimal, or what else went wrong
   */
  record Result(Target target, int seconds, long executions, long edges, List<String> findings) {}

  private FuzzRun() {}

  static Result of(Target target, int seconds, Path folder)
      throws IOException, InterruptedException {
    Path home = folder.resolve(target.name());
    Path corpus = Files.createDirectories(home.resolve("corpus"));
    Path found = Files.createDirectories(home.resolve("found"));
    deleteAll(found); // what an earlier run found has had its turn
    Seeds.write(target, home.resolve("seeds"));
    Path log = home.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(target, seconds, corpus, home.resolve("seeds"), found))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = process.waitFor();
    } finally {
      process.destroy();
    }
    return read(target, seconds, log, found, exit);
  }

  private static List<String> command(
      Target target, int seconds, Path corpus, Path seeds, Path found) {
    String prefix = found.toAbsolutePath() + "/";
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx192m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.type().getName(),
        "--instrumentation_includes=dev.carrack.core.**",
        "--custom_hook_includes=dev.carrack.core.**",
        "--reproducer_path=" + prefix,
        "-artifact_prefix=" + prefix,
        "-max_total_time=" + seconds,
        "-max_len=" + target.longest(),
        "-timeout=" + SECONDS_PER_INPUT,
        "-print_final_stats=1",
        corpus.toString(),
        seeds.toString());
  }

  private static Result read(Target target, int seconds, Path log, Path found, int exit)
      throws IOException {
    long executions = 0;
    long edges = 0;
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher executed = EXECUTIONS.matcher(line);
        Matcher covered = EDGES.matcher(line);
        if (executed.find()) {
          executions = Long.parseLong(executed.group(1));
        } else if (covered.find()) {
          edges = Math.max(edges, Long.parseLong(covered.group(1)));
        }
      }
    }
    return new Result(target, seconds, executions, edges, findings(log, found, exit));
  }

  private static List<String> findings(Path log, Path found, int exit) throws IOException {
    List<String> findings = new ArrayList<>();
    try (Stream<Path> files = Files.list(found)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".java")).sorted().toList()) {
        String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
        findings.add(file.getFileName() + ": " + hex);
      }
    }
    if (exit != 0 && findings.isEmpty()) {
      findings.add("the process ended with " + exit + ", see " + log);
    }
    return findings;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
