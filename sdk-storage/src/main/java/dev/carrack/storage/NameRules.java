package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What artifacts, tags and splits may be called. The rules keep a reference readable in one way
 * only: {@code name@tag} splits at its {@code @}, a CID is never a name, a number is never a tag.
 */
final class NameRules {

  static final int MAX_BYTES = 128;

  private static final int MAX_SEGMENT_BYTES = 255;
  private static final String FORBIDDEN = "/\\@:#?%*\"<>|";
  private static final String PLAIN =
      "use 1 to " + MAX_BYTES + " bytes without any of " + FORBIDDEN;
  private static final String SEGMENT = "use 1 to 255 bytes without slashes";
  private static final Pattern NUMBER = Pattern.compile("v?[0-9]+");
  private static final Set<String> RESERVED = Set.of(".", "..", "latest");

  private NameRules() {}

  /** Checks the name of an artifact and returns it. */
  static String artifact(String name) {
    check("artifact name", name);
    if (isCid(name)) {
      throw wrong("artifact name", name, "reads as a CID");
    }
    return name;
  }

  /** Checks a tag and returns it. */
  static String tag(String tag) {
    check("tag", tag);
    if (NUMBER.matcher(tag).matches()) {
      throw wrong("tag", tag, "reads as a version number");
    }
    return tag;
  }

  /** Checks the name of a file or split: any one path segment that shows as what it is. */
  static String segment(String what, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw wrong(what, name, "names no file", SEGMENT);
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
      throw wrong(what, name.substring(0, 32) + "…", "is longer than 255 bytes", SEGMENT);
    }
    name.codePoints().forEach(point -> checkCharacter(what, name, point, "/\\", SEGMENT));
    return name;
  }

  static boolean isNumber(String selector) {
    return NUMBER.matcher(selector).matches();
  }

  static boolean isCid(String text) {
    // Every CID that could be meant is far longer than a name someone types.
    if (text.length() < 8) {
      return false;
    }
    try {
      Cid.parse(text);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static String check(String what, String name) {
    if (name.isBlank()) {
      throw wrong(what, name, "is empty");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw wrong(what, name.substring(0, 32) + "…", "is longer than " + MAX_BYTES + " bytes");
    }
    if (RESERVED.contains(name)) {
      throw wrong(what, name, "is a reserved word");
    }
    name.codePoints().forEach(point -> checkCharacter(what, name, point, FORBIDDEN, PLAIN));
    if (Character.isWhitespace(name.charAt(0))
        || Character.isWhitespace(name.charAt(name.length() - 1))
        || name.charAt(0) == '-') {
      throw wrong(what, name, "begins or ends with a space or begins with a hyphen");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      throw wrong(what, name, "is not in Unicode normal form C");
    }
    return name;
  }

  private static void checkCharacter(
      String what, String name, int point, String forbidden, String remedy) {
    int type = Character.getType(point);
    boolean unprintable =
        Character.isISOControl(point)
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.UNASSIGNED
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    if (unprintable) {
      throw wrong(
          what,
          name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]", "·"),
          "has the unprintable character U+%04X".formatted(point),
          remedy);
    }
    if (forbidden.indexOf(point) >= 0) {
      throw wrong(what, name, "has the character " + Character.toString(point), remedy);
    }
  }

  private static MalformedException wrong(String what, String name, String why) {
    return wrong(what, name, why, PLAIN);
  }

  private static MalformedException wrong(String what, String name, String why, String remedy) {
    return new MalformedException("'" + name + "' cannot be a " + what + ": it " + why, remedy);
  }
}
