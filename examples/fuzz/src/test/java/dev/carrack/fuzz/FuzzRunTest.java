package dev.carrack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzRunTest {
  /** Has the seeds of the DAG-PB target and a bug in what they reach. */
  public static final class Planted {
    public static void fuzzerTestOneInput(byte[] input) {
      if (DagPbTarget.accepts(input) && input.length > 3) {
        throw new IllegalStateException("planted");
      }
    }
  }

  /** Allocates more than the heap of a fuzzed process. */
  public static final class Greedy {
    public static void fuzzerTestOneInput(byte[] input) {
      byte[] much = new byte[input.length > 1 ? 1 << 28 : 1];
      Claim.holds(much.length > 0, "it is there");
    }
  }

  @Test
  void aFindingIsReportedWithItsInput(@TempDir Path folder) throws Exception {
    FuzzRun.Result result = FuzzRun.of(target(Planted.class), 60, folder);

    assertThat(result.findings())
        .singleElement()
        .asString()
        .matches("crash-[0-9a-f]{40}: ([0-9a-f]{2}){4,}");
  }

  @Test
  void anAllocationBeyondTheHeapIsAFinding(@TempDir Path folder) throws Exception {
    assertThat(FuzzRun.of(target(Greedy.class), 60, folder).findings()).isNotEmpty();
  }

  private static Target target(Class<?> type) {
    return new Target("dag-pb", type, input -> true, 64);
  }
}
