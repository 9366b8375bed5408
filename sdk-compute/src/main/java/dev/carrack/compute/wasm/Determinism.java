package dev.carrack.compute.wasm;

/** What can be promised about running a module again. Spec: docs/buffer-abi.md, "Determinism". */
public enum Determinism {
  /**
   * No floating-point instruction: the same input and parameters give the same bytes everywhere.
   */
  STRICT("strict"),
  /**
   * Uses floating point: the bits of a NaN may differ between machines, and with them the output.
   */
  NONE("none");

  private final String text;

  Determinism(String text) {
    this.text = text;
  }

  /** As written in receipts: {@code strict} or {@code none}. */
  @Override
  public String toString() {
    return text;
  }
}
