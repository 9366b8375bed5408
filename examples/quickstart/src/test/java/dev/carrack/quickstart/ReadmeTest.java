package dev.carrack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  private static final Path README = Path.of("..", "..", "README.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path dir;

  @Test
  void theTenLinesCompileAndRun() throws IOException, InterruptedException {
    Matcher block = JAVA.matcher(Files.readString(README));
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).lines()).hasSizeLessThanOrEqualTo(11);
    Path source =
        Files.writeString(
            dir.resolve("Ten.java"),
            """
            import dev.carrack.storage.*;
            import java.nio.file.Path;
            class Ten {
              public static void main(String[] args) throws Exception {
            %s
              }
            }
            """
                .formatted(block.group(1)));
    Files.writeString(dir.resolve("reviews.csv"), "stars,text\n5,good\n1,bad\n");
    Files.writeString(dir.resolve("reviews2.csv"), "stars,text\n5,good\n1,bad\n4,fine\n");
    String classPath = System.getProperty("java.class.path");

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", dir.toString(), source.toString());
    assertThat(compiled).isZero();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                dir + java.io.File.pathSeparator + classPath,
                "Ten")
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    // The CID of the first file, computed with hashlib and base64 of Python 3.11.
    assertThat(output)
        .contains("bafkreieulpn6zpadw33l5wyyha5bntqk6taxrtxxjd7zdwih7xhbrnhraq")
        .contains("bytes were new")
        .endsWith("stars,text\n5,good\n1,bad\n");
  }

  @Test
  void isShortEnoughForANewcomer() throws IOException {
    assertThat(Files.readString(README).split("\\s+")).hasSizeLessThanOrEqualTo(600);
  }
}
