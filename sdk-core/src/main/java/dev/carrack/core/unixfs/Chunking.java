package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where files are cut into leaves. A version that cuts like the one before shares every leaf that
 * did not change; where a file grows in the middle, leaves of a fixed size share nothing behind
 * that. The cuts decide the CID: a chunking is part of a {@link Profile}. Immutable and
 * thread-safe. The algorithms, to the bit, are in {@code docs/chunking.md}.
 */
public final class Chunking {

  private static final int LEAST_FIXED = 256;
  private static final int MOST_FIXED = 1 << 20;
  private static final int LEAST_AVERAGE = 16 << 10;
  private static final int MOST_AVERAGE = 256 << 10;
  private static final Pattern SIZED = Pattern.compile("(fixed|cdc)-([1-9][0-9]{0,7})(k?)");

  /**
   * For models: the header of a file is cut off, every tensor of 1 KiB or more begins a leaf, and
   * smaller ones between them share leaves. Understands safetensors, GGUF, ONNX with its external
   * data, and zip containers, told apart by content; other files get leaves of the profile's size.
   */
  public static final Chunking TENSORS = new Chunking(Kind.TENSORS, 0, false);

  /** Leaves of 64 KiB, for files of which small parts are read at random. */
  public static final Chunking RANDOM_ACCESS = fixed(64 << 10);

  private enum Kind {
    PROFILE,
    FIXED,
    CDC,
    TENSORS
  }

  /** What a profile does when nothing else is said. */
  static final Chunking OF_PROFILE = new Chunking(Kind.PROFILE, 0, false);

  private final Kind kind;
  private final int size;
  private final boolean strict;

  private Chunking(Kind kind, int size, boolean strict) {
    this.kind = kind;
    this.size = size;
    this.strict = strict;
  }

  /**
   * Leaves of one size.
   *
   * @param size in bytes, 256 to 1,048,576
   */
  public static Chunking fixed(int size) {
    if (size < LEAST_FIXED || size > MOST_FIXED) {
      throw new IllegalArgumentException(
          "leaves of " + size + " bytes: from " + LEAST_FIXED + " to " + MOST_FIXED);
    }
    return new Chunking(Kind.FIXED, size, false);
  }

  /**
   * Cuts that the content itself decides (FastCDC), for tables, text and archives that grow in the
   * middle: leaves of a quarter of the average to four times it.
   *
   * @param average in bytes, a power of two from 16 KiB to 256 KiB
   */
  public static Chunking contentDefined(int average) {
    if (average < LEAST_AVERAGE || average > MOST_AVERAGE || Integer.bitCount(average) != 1) {
      throw new IllegalArgumentException(
          "an average of " + average + " bytes: a power of two from 16 KiB to 256 KiB");
    }
    return new Chunking(Kind.CDC, average, false);
  }

  /**
   * The chunking with that name, as {@link #toString} gives it.
   *
   * @throws MalformedException if there is none
   */
  public static Chunking named(String name) {
    if (name.equals(TENSORS.toString())) {
      return TENSORS;
    }
    Matcher sized = SIZED.matcher(name);
    try {
      if (sized.matches()) {
        int unit = sized.group(3).isEmpty() ? 1 : 1 << 10;
        int size = Math.multiplyExact(Integer.parseInt(sized.group(2)), unit);
        return sized.group(1).equals("cdc") ? contentDefined(size) : fixed(size);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedException(
          "chunking '" + name + "' is out of bounds",
          "fixed-N takes 256 bytes to 1024k, cdc-N a power of two from 16k to 256k",
          e);
    }
    throw new MalformedException(
        "chunking '" + name + "' is unknown", "choose tensors, cdc-256k, fixed-64k or other sizes");
  }

  /**
   * The same, but a model file whose header is broken is an error instead of a note; matters to
   * {@link #TENSORS} only and is no part of the name, for the leaves are the same.
   */
  public Chunking strict() {
    return new Chunking(kind, size, true);
  }

  /** The leaf size, of those that have one. */
  Optional<Integer> fixedSize() {
    return kind == Kind.FIXED ? Optional.of(size) : Optional.empty();
  }

  boolean isProfiles() {
    return kind == Kind.PROFILE;
  }

  /**
   * The cuts of one file.
   *
   * @param leaf the profile's own leaf size
   * @param notes told why a model file is cut like any other
   */
  Cuts open(SourceFile file, int leaf, Consumer<ChunkNote> notes) {
    return switch (kind) {
      case PROFILE -> Cuts.every(leaf);
      case FIXED -> Cuts.every(size);
      case CDC -> new GearCuts(size);
      case TENSORS -> new TensorPlan(file, leaf, strict, notes).cuts();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Chunking that
        && kind == that.kind
        && size == that.size
        && strict == that.strict;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, size, strict);
  }

  /** The name: {@code tensors}, {@code cdc-256k}, {@code fixed-64k}, {@code fixed-1000}. */
  @Override
  public String toString() {
    return switch (kind) {
      case PROFILE -> "profile";
      case TENSORS -> "tensors";
      case FIXED -> "fixed-" + text(size);
      case CDC -> "cdc-" + text(size);
    };
  }

  private static String text(int size) {
    return size % 1024 == 0 ? size / 1024 + "k" : Integer.toString(size);
  }
}
