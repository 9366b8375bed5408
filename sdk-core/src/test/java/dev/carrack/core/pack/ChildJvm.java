package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.bouncycastle.crypto.Digest;
import org.slf4j.Logger;

/** Starts a class of the test tree in a small JVM of its own. */
final class ChildJvm {

  private ChildJvm() {}

  static Process start(Class<?> main, List<String> options, List<String> arguments, Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(main), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Only what the store needs: a short class path starts faster. */
  private static String classPath(Class<?> main) {
    return Stream.of(Cid.class, main, Logger.class, Digest.class, Assertions.class)
        .map(ChildJvm::place)
        .distinct()
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
