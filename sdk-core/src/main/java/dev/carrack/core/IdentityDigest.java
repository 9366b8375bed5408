package dev.carrack.core;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/** Collects the data itself, up to a bound. */
final class IdentityDigest extends MessageDigest {

  private final int limit;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  IdentityDigest(int limit) {
    super("identity");
    this.limit = limit;
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    if (length > limit - data.size()) {
      throw new LimitException(
          "an identity hash holds at most " + limit + " bytes", "hash the data with sha2-256");
    }
    data.write(input, offset, length);
  }

  @Override
  protected byte[] engineDigest() {
    byte[] out = data.toByteArray();
    data.reset();
    return out;
  }

  @Override
  protected void engineReset() {
    data.reset();
  }
}
