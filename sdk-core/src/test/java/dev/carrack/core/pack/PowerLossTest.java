package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PowerLossTest {

  private static final Path ROOT = Path.of("/store").toAbsolutePath();

  private static int due(List<Integer> acknowledged, int point) {
    return (int) acknowledged.stream().filter(n -> n <= point).count();
  }

  @Test
  void keepsWhatWasAcknowledgedWhereverThePowerFails() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    List<Integer> acknowledged = new ArrayList<>();
    try (Workload work = new Workload(disk, disk, ROOT)) {
      for (int i = 0; i < Workload.STEPS; i++) {
        work.step(i);
        acknowledged.add(disk.ops().size());
      }
    }
    List<MemoryDisk.Op> ops = disk.ops();
    Random random = new Random(20260101);

    int replays = 0;
    for (int point = 0; point <= ops.size(); point++) {
      for (PowerLoss.Fate fate : PowerLoss.Fate.values()) {
        int times = fate == PowerLoss.Fate.TEAR || fate == PowerLoss.Fate.REORDER ? 2 : 1;
        for (int i = 0; i < times; i++) {
          MemoryDisk left = PowerLoss.after(new MemoryDisk(), ops, point, fate, random);
          Workload.check(left, ROOT, due(acknowledged, point), point + " " + fate + " " + i);
          replays++;
        }
      }
    }
    assertThat(ops).hasSizeGreaterThan(200);
    assertThat(replays).isGreaterThan(1000);
  }

  @Test
  void survivesASecondPowerLossDuringRecovery() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    List<Integer> acknowledged = new ArrayList<>();
    try (Workload work = new Workload(disk, disk, ROOT)) {
      for (int i = 0; i < 12; i++) {
        work.step(i);
        acknowledged.add(disk.ops().size());
      }
    }
    Random random = new Random(42);
    for (int point = 0; point < disk.ops().size(); point += 3) {
      MemoryDisk first =
          PowerLoss.after(new MemoryDisk(), disk.ops(), point, PowerLoss.Fate.TEAR, random);
      MemoryDisk start = MemoryDisk.holding(first.content(), first.directories());
      try (PackStore store = PackStore.open(first, ROOT, PackOptions.defaults())) {
        store.begin(Progress.none()).close();
      }
      for (int again = 0; again <= first.ops().size(); again++) {
        MemoryDisk left =
            PowerLoss.after(start, first.ops(), again, PowerLoss.Fate.REORDER, random);
        Workload.check(left, ROOT, due(acknowledged, point), point + " then " + again);
      }
    }
  }
}
