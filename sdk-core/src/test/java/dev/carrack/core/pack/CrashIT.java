package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

  private static final int POINTS = 210;

  @TempDir Path directory;

  @Test
  void keepsWhatWasAcknowledgedWhereverTheProcessIsKilled() throws Exception {
    int operations = countOperations();
    assertThat(operations).isGreaterThanOrEqualTo(POINTS);
    List<Integer> points =
        IntStream.range(0, POINTS)
            .map(i -> (int) ((long) i * operations / POINTS))
            .boxed()
            .toList();
    assertThat(points).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(200);

    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int point : points) {
        running.add(two.submit(() -> crash(point)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      two.shutdownNow();
    }
  }

  private int countOperations() throws Exception {
    Path output = directory.resolve("output");
    Process child = run("whole", Integer.MAX_VALUE, output);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(child.exitValue()).as(text).isZero();
    return Integer.parseInt(text.substring(text.indexOf("operations ") + 11).strip());
  }

  private Process run(String name, int fatal, Path output) throws Exception {
    return ChildJvm.start(
        CrashChild.class,
        List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"),
        List.of(
            directory.resolve(name).toString(),
            directory.resolve(name + ".notes").toString(),
            String.valueOf(fatal)),
        output);
  }

  private Void crash(int point) throws Exception {
    String name = "at" + point;
    Path output = directory.resolve(name + ".output");
    Process child = run(name, point, output);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(output)).isEqualTo(CrashChild.KILLED);
    int acknowledged = (int) Files.size(directory.resolve(name + ".notes"));
    Workload.check(new FileDisk(), directory.resolve(name), acknowledged, name);
    return null;
  }
}
