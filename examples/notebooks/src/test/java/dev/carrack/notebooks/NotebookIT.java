package dev.carrack.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NotebookIT {

  @TempDir Path dir;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the .cmd launcher is tried by hand")
  void launcherRunsTheTenLineScript() throws IOException, InterruptedException {
    Path launcher = Path.of("carrack-jshell").toAbsolutePath();
    Process process =
        new ProcessBuilder(launcher.toString(), launcher.resolveSibling("ten-lines.jsh").toString())
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    // The CID of the first file, computed with hashlib and base64 of Python 3.11.
    assertThat(output)
        .contains("bafkreieulpn6zpadw33l5wyyha5bntqk6taxrtxxjd7zdwih7xhbrnhraq")
        .contains("bytes were new")
        .contains("stars,text\n5,good\n1,bad\n")
        .doesNotContain("Exception");
  }
}
