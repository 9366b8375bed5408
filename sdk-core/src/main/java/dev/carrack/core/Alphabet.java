package dev.carrack.core;

import java.util.Arrays;

/** The ASCII characters of a base in the order of their values. */
final class Alphabet {

  private final String name;
  private final String characters;
  private final byte[] values = new byte[128];

  private Alphabet(String name, String characters) {
    this.name = name;
    this.characters = characters;
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < characters.length(); i++) {
      values[characters.charAt(i)] = (byte) i;
    }
  }

  /** Each character stands for itself only. */
  static Alphabet exact(String name, String characters) {
    return new Alphabet(name, characters);
  }

  /** Letters are read in either case. */
  static Alphabet anyCase(String name, String characters) {
    Alphabet alphabet = new Alphabet(name, characters);
    for (int i = 0; i < characters.length(); i++) {
      alphabet.values[Character.toLowerCase(characters.charAt(i))] = (byte) i;
      alphabet.values[Character.toUpperCase(characters.charAt(i))] = (byte) i;
    }
    return alphabet;
  }

  int size() {
    return characters.length();
  }

  char character(int value) {
    return characters.charAt(value);
  }

  int value(String text, int index) {
    char c = text.charAt(index);
    int value = c < 128 ? values[c] : -1;
    if (value < 0) {
      throw foreign(text, index, name);
    }
    return value;
  }

  static MalformedException foreign(String text, int index, String base) {
    return new MalformedException(
        "character %s at %d is not in %s".formatted(show(text.codePointAt(index)), index, base),
        "check for typing errors and spaces");
  }

  /** A code point for an error's text: itself if it can be seen, else its number. */
  static String show(int codePoint) {
    return codePoint > ' ' && codePoint < 127
        ? "'" + (char) codePoint + "'"
        : "U+%04X".formatted(codePoint);
  }

  @Override
  public String toString() {
    return name;
  }
}
