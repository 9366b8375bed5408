package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatHeapIT {

  @TempDir Path directory;

  @Test
  void putsReadsAndVerifiesManyTimesItsHeap() throws Exception {
    Path output = directory.resolve("output");
    Process child =
        ChildJvm.start(
            FlatHeapChild.class,
            List.of("-Xmx24m"),
            List.of(directory.resolve("store").toString(), "200"),
            output);

    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(child.exitValue()).as(text).isZero();
    Matcher peak = Pattern.compile("VmHWM:\\s+([0-9]+) kB").matcher(text);
    if (peak.find()) { // Linux tells the peak of the whole process
      assertThat(Long.parseLong(peak.group(1))).as(text).isLessThan(160 << 10);
    }
  }
}
