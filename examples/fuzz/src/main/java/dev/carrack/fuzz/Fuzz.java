package dev.carrack.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs targets one after the other and prints what each did; exit 1 if one found something. */
final class Fuzz {

  private Fuzz() {}

  /**
   * Begins.
   *
   * @param args a folder for corpora and logs, the seconds for each target, the targets' names; no
   *     name stands for all
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    List<Target> targets =
        args.length == 2
            ? Target.all()
            : Arrays.stream(args, 2, args.length).map(Target::named).toList();
    boolean clean = true;
    System.out.println("| target | seconds | executions | edges | findings |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    for (Target target : targets) {
      FuzzRun.Result result = FuzzRun.of(target, seconds, folder);
      System.out.printf(
          "| %s | %d | %,d | %,d | %d |%n",
          target, seconds, result.executions(), result.edges(), result.findings().size());
      result.findings().forEach(finding -> System.out.println(target + ": " + finding));
      if (result.executions() == 0) {
        System.out.println(target + ": tried nothing, which proves nothing");
      }
      clean &= result.findings().isEmpty() && result.executions() > 0;
    }
    if (!clean) {
      System.exit(1);
    }
  }
}
