package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Names on disk as the UTF-8 text they are. On Unix a JVM started under {@code LANG=C} reads and
 * writes file names as ASCII and turns everything else into '?': a CID made from that would be
 * wrong. There the true bytes are taken from, and handed to, the path's URI form.
 */
final class FileNames {

  private static final char REPLACEMENT = '\ufffd';
  private static final boolean UNIX = File.separatorChar == '/';
  private static final boolean UTF8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));

  private FileNames() {}

  /**
   * The last name of a path.
   *
   * @throws MalformedException if the bytes on disk are not UTF-8
   */
  static String last(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return "";
    }
    String text = name.toString();
    return isExact(text) ? text : trueText(name);
  }

  /** The target of a symbolic link, with forward slashes on every system. */
  static String target(Path target) {
    String text = target.toString();
    if (isExact(text)) {
      return UNIX ? text : text.replace('\\', '/');
    }
    StringBuilder out = new StringBuilder(target.isAbsolute() ? "/" : "");
    for (int i = 0; i < target.getNameCount(); i++) {
      out.append(i == 0 ? "" : "/").append(last(target.getName(i)));
    }
    return out.toString();
  }

  /**
   * The path of {@code name} in a directory; the name must have been checked to be a single name.
   */
  static Path child(Path directory, String name) {
    if (UTF8 || !UNIX || isAscii(name)) {
      return directory.resolve(name);
    }
    return fromRaw(raw(directory) + "/" + percentEncode(name));
  }

  /** A relative path with forward slashes, to be stored in a symbolic link. */
  static Path relative(String text) {
    if (UTF8 || !UNIX || isAscii(text)) {
      return Path.of(text);
    }
    Path root = Path.of("/");
    return root.relativize(fromRaw("/" + percentEncode(text)));
  }

  private static boolean isExact(String text) {
    return !UNIX || isAscii(text) || (UTF8 && text.indexOf(REPLACEMENT) < 0);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String trueText(Path name) {
    String raw = raw(name);
    byte[] bytes = percentDecode(raw.substring(raw.lastIndexOf('/') + 1));
    return Utf8.decode(ByteBuffer.wrap(bytes), "file name '" + name + "'");
  }

  private static String raw(Path path) {
    String raw = path.toUri().getRawPath();
    return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  private static Path fromRaw(String raw) {
    try {
      return Path.of(URI.create("file://" + raw));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(
          "'" + raw + "' cannot be a path here", "start Java in a UTF-8 locale such as C.UTF-8", e);
    }
  }

  private static byte[] percentDecode(String raw) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        out.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(raw.charAt(i));
      }
    }
    return out.toByteArray();
  }

  private static String percentEncode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : Utf8.encode(text, "file name")) {
      if (b == '/') {
        out.append('/');
      } else {
        out.append("%%%02X".formatted(b));
      }
    }
    return out.toString();
  }
}
