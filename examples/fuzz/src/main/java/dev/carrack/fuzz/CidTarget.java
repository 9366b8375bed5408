package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Multibase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Binary CIDs, CIDs as text, and multibase text of any length. */
final class CidTarget {

  private CidTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a CID, as bytes or as text; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    multibase(text);
    return binary(input) | text(text);
  }

  private static boolean binary(byte[] input) {
    Cid cid;
    try {
      cid = Cid.decode(input);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(cid.bytes(), input, "a decoded CID is the bytes it came from");
    Claim.equal(cid.size(), input.length, "its size is theirs");
    Claim.equal(Cid.parse(cid.toString()), cid, "its text names it");
    return true;
  }

  private static boolean text(String text) {
    Cid cid;
    try {
      cid = Cid.parse(text);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(Cid.parse(cid.toString()), cid, "a parsed CID's text names it");
    Claim.equal(Cid.decode(cid.bytes()), cid, "a parsed CID's bytes are it");
    if (cid.version() == 1) {
      for (Multibase base : Multibase.all()) {
        Claim.equal(Cid.parse(cid.toString(base)), cid, "any base can carry it");
      }
    }
    return true;
  }

  private static void multibase(String text) {
    byte[] data;
    try {
      data = Multibase.decode(text);
    } catch (CarrackException e) {
      return;
    }
    Multibase base = Multibase.of(text);
    String again = base.encode(data);
    Claim.equal(Multibase.decode(again), data, "multibase text can be read again");
    Claim.equal(
        again.toLowerCase(Locale.ROOT),
        text.toLowerCase(Locale.ROOT),
        "each text of a base stands for its own bytes, save for case");
  }
}
