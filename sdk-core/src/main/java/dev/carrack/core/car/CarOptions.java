package dev.carrack.core.car;

import java.util.Optional;

/**
 * How a CAR file is written. Immutable; start from {@link #v1()} or {@link #v2()}. What does not
 * belong to the version chosen has no effect.
 */
public final class CarOptions {

  private static final CarOptions V1 =
      new CarOptions(1, Optional.empty(), false, 0, 0, 0, Long.MAX_VALUE);
  private static final CarOptions V2 =
      new CarOptions(
          2, Optional.of(CarIndex.Form.MULTIHASH_SORTED), false, 0, 0, 0, Long.MAX_VALUE);

  private final int version;
  private final Optional<CarIndex.Form> index;
  private final boolean fullyIndexed;
  private final long dataPadding;
  private final long indexPadding;
  private final long length;
  private final long limit;

  private CarOptions(
      int version,
      Optional<CarIndex.Form> index,
      boolean fullyIndexed,
      long dataPadding,
      long indexPadding,
      long length,
      long limit) {
    this.version = version;
    this.index = index;
    this.fullyIndexed = fullyIndexed;
    this.dataPadding = dataPadding;
    this.indexPadding = indexPadding;
    this.length = length;
    this.limit = limit;
  }

  /** Version 1, without padding. */
  public static CarOptions v1() {
    return V1;
  }

  /** Version 2 as go-car writes it by default: multihash index, no padding, not fully indexed. */
  public static CarOptions v2() {
    return V2;
  }

  /** With an index of this form. */
  public CarOptions withIndex(CarIndex.Form form) {
    return new CarOptions(
        version, Optional.of(form), fullyIndexed, dataPadding, indexPadding, length, limit);
  }

  /** Without an index. */
  public CarOptions withoutIndex() {
    return new CarOptions(
        version, Optional.empty(), false, dataPadding, indexPadding, length, limit);
  }

  /** With every section in the index, those of identity CIDs too, and the flag that says so. */
  public CarOptions withFullIndex() {
    return new CarOptions(version, index, true, dataPadding, indexPadding, length, limit);
  }

  /**
   * With zeros before the payload and before the index of a version 2.
   *
   * @param data bytes before the payload, 0 or more
   * @param beforeIndex bytes before the index, 0 or more
   */
  public CarOptions withPadding(long data, long beforeIndex) {
    if (data < 0 || beforeIndex < 0) {
      throw new IllegalArgumentException("padding must not be negative");
    }
    return new CarOptions(version, index, fullyIndexed, data, beforeIndex, length, limit);
  }

  /**
   * With zeros behind the last section of a version 1, so that the file is at least so long.
   * Readers refuse them unless they are told of {@link Padding#ZEROS}.
   *
   * @param bytes of the file
   */
  public CarOptions paddedTo(long bytes) {
    return new CarOptions(version, index, fullyIndexed, dataPadding, indexPadding, bytes, limit);
  }

  /**
   * With a bound for the payload, so that a graph of few blocks with many paths between them cannot
   * fill the disk where repeats are kept. Without one there is no bound.
   *
   * @param bytes of the payload
   */
  public CarOptions withLimit(long bytes) {
    return new CarOptions(version, index, fullyIndexed, dataPadding, indexPadding, length, bytes);
  }

  int version() {
    return version;
  }

  Optional<CarIndex.Form> index() {
    return index;
  }

  boolean fullyIndexed() {
    return fullyIndexed;
  }

  long dataPadding() {
    return dataPadding;
  }

  long indexPadding() {
    return indexPadding;
  }

  long length() {
    return length;
  }

  long limit() {
    return limit;
  }
}
