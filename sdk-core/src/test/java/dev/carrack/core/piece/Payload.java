package dev.carrack.core.piece;

import java.nio.ByteBuffer;
import java.util.Random;

/** Payloads for the tests, and what is computed of them in the plain way. */
final class Payload {
  private Payload() {}

  static byte[] random(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    return payload;
  }

  static PieceCid piece(byte[] payload) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(payload, 0, payload.length);
    return hasher.finish();
  }

  static PieceOutboard outboard(byte[] payload) {
    PieceHasher hasher = new PieceHasher().keepOutboard();
    hasher.update(payload, 0, payload.length);
    hasher.finish();
    return hasher.outboard();
  }

  /** The payload as a source that gives at most 100,000 bytes at a time. */
  static PieceSource source(byte[] payload) {
    return (into, position) -> {
      if (position >= payload.length) {
        return -1;
      }
      int n = (int) Math.min(Math.min(into.remaining(), 100_000), payload.length - position);
      into.put(ByteBuffer.wrap(payload, (int) position, n));
      return n;
    };
  }
}
