package dev.carrack.interop;

/** The lines that say what was compared. */
final class Report {
  private Report() {}

  static void cases(String peer, String suite, int cases) {
    System.out.printf("peer %s: %s, %d cases%n", peer, suite, cases);
    if (cases == 0) {
      throw new AssertionError("nothing was compared with " + peer + " in " + suite);
    }
  }
}
