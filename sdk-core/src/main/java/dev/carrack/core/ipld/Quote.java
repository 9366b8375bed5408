package dev.carrack.core.ipld;

/** Text of a document inside an error: in quotes and cut, so that the error stays one line. */
final class Quote {

  private static final int LONGEST = 64;

  private Quote() {}

  static String of(String text) {
    if (text.length() <= LONGEST) {
      return "'" + text + "'";
    }
    // Not between the halves of a pair: the error must itself be printable.
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return "'" + text.substring(0, end) + "…'";
  }
}
