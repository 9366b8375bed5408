package dev.carrack.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * What depending on a module costs: its own classes and the jars it brings at run time, as the
 * build wrote them to {@code target/runtime.classpath}. Optional libraries are left out.
 *
 * @param module the module's name
 * @param jars how many jars or class folders, the module's own included
 * @param bytes their size; a folder of classes counts as its jar will, deflated
 */
public record Footprint(String module, int jars, long bytes) {
  private static final double MIB = 1024.0 * 1024.0;

  /**
   * Weighs the module in the working directory.
   *
   * @param except parts of jar names that the budget does not count
   */
  public static Footprint of(String module, String... except) {
    Path list = Path.of("target", "runtime.classpath");
    try (Stream<String> entries =
        Stream.concat(
            Stream.of(Path.of("target", "classes").toString()),
            Stream.of(Files.readString(list).strip().split(File.pathSeparator)))) {
      long[] sizes =
          entries
              .filter(entry -> Stream.of(except).noneMatch(entry::contains))
              .mapToLong(entry -> size(Path.of(entry)))
              .toArray();
      return new Footprint(module, sizes.length, LongStream.of(sizes).sum());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + list + "; run the test through Maven once, which writes it", e);
    }
  }

  /** The size in MiB. */
  public double mebibytes() {
    return bytes / MIB;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %.1f MiB in %d runtime jars", module, mebibytes(), jars);
  }

  /** A jar's bytes, or what the jar of a folder of classes will hold. */
  private static long size(Path entry) {
    if (Files.isRegularFile(entry)) {
      return entry.toFile().length();
    }
    try (Stream<Path> files = Files.walk(entry)) {
      return files.filter(Files::isRegularFile).mapToLong(Footprint::deflated).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long deflated(Path file) {
    var deflater = new Deflater();
    try {
      deflater.setInput(Files.readAllBytes(file));
      deflater.finish();
      var sink = new byte[8192];
      while (!deflater.finished()) {
        deflater.deflate(sink);
      }
      return deflater.getBytesWritten();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
  }
}
