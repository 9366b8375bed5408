package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarFlatHeapIT {

  @TempDir Path directory;

  @Test
  void carsAndRecipesTakeFarLessHeapThanTheyHold() throws Exception {
    Path output = directory.resolve("output");
    Process child =
        ChildJvm.start(
            CarFlatHeapChild.class,
            List.of("-Xmx20m"),
            List.of(directory.toString(), "100"),
            output);

    assertThat(child.waitFor(180, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(child.exitValue()).as(text).isZero();
    assertThat(text).contains("101 blocks, 4 parts, 4 pieces");
  }
}
