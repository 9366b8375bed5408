package dev.carrack.compute.wasm;

/**
 * Counts the local variables that a module declares, before the module is parsed: a few bytes can
 * declare tens of thousands for each of thousands of functions, and the parser writes every one
 * out. Spec: WebAssembly core, binary format, code section. Anything malformed ends the count; the
 * parser then says what is wrong.
 */
final class LocalsScan {

  private static final int HEADER_BYTES = 8;
  private static final int CODE_SECTION = 10;

  private final byte[] module;
  private int at = HEADER_BYTES;
  private long locals;

  private LocalsScan(byte[] module) {
    this.module = module;
  }

  /** How many locals all functions declare together, as far as the module can be read. */
  static long count(byte[] module) {
    LocalsScan scan = new LocalsScan(module);
    try {
      scan.sections();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      // What stands before the fault counts: the parser would have come as far.
    }
    return scan.locals;
  }

  private void sections() {
    while (at < module.length) {
      int id = module[at++];
      int length = size();
      int end = Math.addExact(at, length);
      if (id == CODE_SECTION) {
        bodies();
      }
      at = forward(end);
    }
  }

  private void bodies() {
    for (int left = size(); left > 0; left--) {
      int length = size();
      int end = Math.addExact(at, length);
      for (int groups = size(); groups > 0; groups--) {
        locals += Integer.toUnsignedLong(size());
        type();
      }
      at = forward(end);
    }
  }

  // A length of 2^31 or more would lead backwards.
  private int forward(int end) {
    if (end < at) {
      throw new ArithmeticException("a length leads backwards");
    }
    return end;
  }

  // One byte, but for the references of later proposals, which have a heap type after it.
  private void type() {
    int type = module[at++];
    if (type == 0x63 || type == 0x64) {
      size();
    }
  }

  /** An unsigned LEB128 of at most 5 bytes. */
  private int size() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = module[at++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new ArithmeticException("LEB128 is too long");
  }
}
