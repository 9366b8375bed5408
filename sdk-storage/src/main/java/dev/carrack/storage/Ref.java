package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;

/**
 * How somebody points at a version or at content: {@code reviews@3}, {@code reviews@prod}, {@code
 * reviews@latest}, {@code reviews} (the latest), or a CID. Immutable; {@code toString()} is the
 * canonical text and parses to an equal value.
 */
public sealed interface Ref {

  /**
   * The newest version of a name.
   *
   * @param name the artifact's name
   */
  record Latest(String name) implements Ref {
    /** Checks the name. */
    public Latest {
      NameRules.artifact(name);
    }

    @Override
    public String toString() {
      return name + "@latest";
    }
  }

  /**
   * One version of a name.
   *
   * @param name the artifact's name
   * @param number 1 to 999999999
   */
  record Numbered(String name, int number) implements Ref {
    /** Checks name and number. */
    public Numbered {
      NameRules.artifact(name);
      if (number < 1 || number > 999_999_999) {
        throw new MalformedException(
            "'" + name + "@" + number + "' is no version", "versions count from 1 to 999999999");
      }
    }

    @Override
    public String toString() {
      return name + "@" + number;
    }
  }

  /**
   * The version that a tag stands on now.
   *
   * @param name the artifact's name
   * @param tag the tag
   */
  record Tagged(String name, String tag) implements Ref {
    /** Checks name and tag. */
    public Tagged {
      NameRules.artifact(name);
      NameRules.tag(tag);
    }

    @Override
    public String toString() {
      return name + "@" + tag;
    }
  }

  /**
   * Content by its address: a UnixFS root, or the manifest of a version.
   *
   * @param cid the address
   */
  record Content(Cid cid) implements Ref {
    @Override
    public String toString() {
      return cid.toString();
    }
  }

  /**
   * Reads the text form. {@code name@v3} is read as {@code name@3}.
   *
   * @throws MalformedException naming the rule broken
   */
  static Ref parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return NameRules.isCid(text) ? new Content(Cid.parse(text)) : new Latest(text);
    }
    String name = text.substring(0, at);
    String selector = text.substring(at + 1);
    if (selector.equals("latest")) {
      return new Latest(name);
    }
    return NameRules.isNumber(selector)
        ? new Numbered(name, number(text, selector))
        : new Tagged(name, selector);
  }

  private static int number(String text, String selector) {
    String digits = selector.startsWith("v") ? selector.substring(1) : selector;
    if (digits.startsWith("0") || digits.length() > 9) {
      throw new MalformedException(
          "'" + text + "' is no version",
          "versions count from 1, without leading zeros, to 999999999");
    }
    return Integer.parseInt(digits);
  }
}
