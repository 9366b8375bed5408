package dev.carrack.core.car;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an encoded index from {@code start} to the end of a file. Every length is held against what
 * is left of the file, and all against the heap, before anything is allocated.
 */
final class CarIndexReader {

  /** Bytes of a bucket before its entries: width and length. */
  private static final int BUCKET = Integer.BYTES + Long.BYTES;

  /**
   * More than all hash functions and digest lengths in use make: each costs memory even where it is
   * empty, and is looked at for every block.
   */
  private static final int MOST_BUCKETS = 1 << 12;

  private final CarBytes file;
  private final CarInput in;
  private final long payloadSize;
  private final List<IndexBucket> buckets = new ArrayList<>();
  private long held;

  /**
   * Prepares to read.
   *
   * @param payloadSize no entry may point behind it
   */
  CarIndexReader(CarBytes file, long start, long payloadSize) {
    this.file = file;
    InputStream stream = new BufferedInputStream(file.stream(start), 64 << 10);
    this.in = new CarInput(stream, file.origin(), start);
    this.payloadSize = payloadSize;
  }

  CarIndex read() {
    long start = in.offset();
    long code = in.varint();
    if (code < 0) {
      throw malformed(start, "has no index");
    }
    CarIndex.Form form = CarIndex.Form.of(code, file.origin());
    if (form == CarIndex.Form.SORTED) {
      buckets(-1);
    } else {
      groups();
    }
    in.checkZeros("its index");
    return new CarIndex(form, buckets);
  }

  private void groups() {
    int groups = count("hash functions", Long.BYTES + Integer.BYTES);
    long before = -1;
    for (int i = 0; i < groups; i++) {
      long at = in.offset();
      long code = number(Long.BYTES);
      if (code <= before) {
        throw malformed(at, "has an index whose hash functions do not ascend");
      }
      before = code;
      buckets(code);
    }
  }

  private void buckets(long code) {
    int count = count("buckets", BUCKET);
    long before = -1;
    for (int i = 0; i < count; i++) {
      long at = in.offset();
      long width = number(Integer.BYTES);
      if (width < IndexBucket.OFFSET || width > IndexBucket.OFFSET + Multihash.MAX_DIGEST) {
        throw malformed(at, "has an index bucket of width " + width);
      } else if (width <= before) {
        throw malformed(at, "has an index whose bucket widths do not ascend");
      }
      before = width;
      if (buckets.size() == MOST_BUCKETS) {
        throw new LimitException(
            "%s at byte %d has an index of more than %d buckets"
                .formatted(file.origin(), at, MOST_BUCKETS),
            "open the CAR by a scan instead");
      }
      buckets.add(bucket(code, (int) width));
    }
  }

  private IndexBucket bucket(long code, int width) {
    long at = in.offset();
    long length = number(Long.BYTES);
    if (length < 0 || length > file.size() - in.offset()) {
      throw malformed(
          at, "has an index bucket of " + Long.toUnsignedString(length) + " bytes, behind the end");
    } else if (length % width != 0) {
      throw malformed(at, "has an index bucket that ends inside an entry");
    }
    held += length;
    if (held > CarIndex.heapShare() || length > IndexBucket.MAX_ARRAY) {
      throw CarIndex.tooLarge(file.origin(), held, CarIndex.heapShare());
    }
    long first = in.offset();
    IndexBucket bucket = new IndexBucket(code, width, in.bytes(first, (int) length, "the index"));
    if (!bucket.ascends()) {
      throw malformed(first, "has an index bucket whose digests do not ascend");
    }
    for (int i = 0; i < bucket.count(); i++) {
      if (bucket.offset(i) <= 0 || bucket.offset(i) >= payloadSize) {
        throw malformed(
            first + (long) i * width,
            "has an index entry that points to byte %s, outside the payload"
                .formatted(Long.toUnsignedString(bucket.offset(i))));
      }
    }
    return bucket;
  }

  private int count(String what, int least) {
    long at = in.offset();
    int count = (int) number(Integer.BYTES);
    if (count < 0 || count > (file.size() - in.offset()) / least) {
      throw malformed(at, "has an index of %d %s, which do not fit".formatted(count, what));
    }
    return count;
  }

  private long number(int bytes) {
    ByteBuffer number =
        ByteBuffer.wrap(in.bytes(in.offset(), bytes, "the index")).order(ByteOrder.LITTLE_ENDIAN);
    return bytes == Integer.BYTES ? number.getInt() : number.getLong();
  }

  private MalformedException malformed(long at, String problem) {
    return in.malformed(at, problem);
  }
}
