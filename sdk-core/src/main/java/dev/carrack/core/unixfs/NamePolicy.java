package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import java.io.File;
import java.util.Locale;
import java.util.Set;

/**
 * Which names an export may create. Always refused: empty, {@code .}, {@code ..}, and names with a
 * slash or NUL.
 */
public enum NamePolicy {
  /**
   * Also refuses what Windows cannot hold, on every system: {@code < > : " | ? * \}, control
   * characters, a trailing dot or space, and device names such as CON, NUL or COM1 with or without
   * an extension. The default: what one machine exports every machine can.
   */
  PORTABLE,
  /** Takes all that this system can hold; on Windows the same as {@link #PORTABLE}. */
  NATIVE;

  private static final String REMEDY = "read it by its CID instead";
  private static final String PORTABLE_REMEDY =
      REMEDY + ", or export with native names where only this system must hold it";
  private static final String FORBIDDEN = "<>:\"|?*\\";
  private static final Set<String> DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$");
  private static final String DIGITS = "0123456789\u00b9\u00b2\u00b3";

  /**
   * Checks one name.
   *
   * @param where the path the name would have in the export, for the error
   * @throws MalformedException naming the entry and the rule
   */
  void check(String name, String where) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw refused(where, "'" + name + "' is no file name", REMEDY);
    } else if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw refused(where, "a file name holds neither '/' nor NUL", REMEDY);
    }
    if (this == PORTABLE || File.separatorChar == '\\') {
      checkPortable(name, where);
    }
  }

  private static void checkPortable(String name, String where) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < 0x20 || FORBIDDEN.indexOf(c) >= 0) {
        throw refused(
            where,
            c < 0x20 ? "it holds a control character" : "Windows forbids '" + c + "'",
            PORTABLE_REMEDY);
      }
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      throw refused(where, "Windows drops a dot or space at the end", PORTABLE_REMEDY);
    }
    if (isDevice(name)) {
      throw refused(where, "Windows reserves the name", PORTABLE_REMEDY);
    }
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String base =
        (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
    return DEVICES.contains(base)
        || (base.length() == 4
            && (base.startsWith("COM") || base.startsWith("LPT"))
            && DIGITS.indexOf(base.charAt(3)) >= 0);
  }

  private static MalformedException refused(String where, String why, String remedy) {
    return new MalformedException(
        "entry '" + printable(where) + "' cannot be written to disk: " + why, remedy);
  }

  // A hostile name must not draw on the reader's terminal.
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(200)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
