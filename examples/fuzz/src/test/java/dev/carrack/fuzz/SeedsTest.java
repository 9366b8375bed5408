package dev.carrack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeedsTest {
  static List<Target> targets() {
    return Target.all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyTargetPassesItsSeedsAndAcceptsOneAtLeast(Target target) throws Exception {
    List<byte[]> seeds = Seeds.of(target);

    long accepted = seeds.stream().filter(target.accepts()).count(); // a claim that fails throws

    assertThat(accepted).as(seeds.size() + " seeds").isPositive();
  }
}
