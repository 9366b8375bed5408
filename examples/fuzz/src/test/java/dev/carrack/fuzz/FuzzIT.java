package dev.carrack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target for {@code -Dfuzz.seconds}, 120 by default. */
class FuzzIT {
  static List<Target> targets() {
    return Target.all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void findsNothing(Target target) throws Exception {
    int seconds = Integer.getInteger("fuzz.seconds", 120);

    FuzzRun.Result result = FuzzRun.of(target, seconds, Path.of("target", "fuzz"));

    System.out.println(result);
    assertThat(result.findings()).isEmpty();
    assertThat(result.executions()).isPositive();
    assertThat(result.edges()).isPositive();
  }
}
