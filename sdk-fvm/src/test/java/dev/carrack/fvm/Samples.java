package dev.carrack.fvm;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.provenance.Digest;
import java.nio.charset.StandardCharsets;

/** Roots and CIDs that differ by a word. */
final class Samples {

  private Samples() {}

  static Digest root(String word) {
    return Digest.of(org.web3j.crypto.Hash.sha3(word.getBytes(StandardCharsets.UTF_8)));
  }

  static Cid cid(String word) {
    return Cid.of(Codec.RAW, word.getBytes(StandardCharsets.UTF_8));
  }
}
