package dev.carrack.storage;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;

/**
 * A version that the store lists but cannot tell about.
 *
 * @param ref {@code name@3}
 * @param manifest the CID that its manifest should have
 * @param error why its manifest cannot be read: lost, damaged, or of a newer format
 */
public record UnreadableVersion(String ref, Cid manifest, CarrackException error) {

  /** The reference and why it cannot be read. */
  @Override
  public String toString() {
    return ref + ": " + error.getMessage();
  }
}
