package dev.carrack.core.car;

import dev.carrack.core.LimitException;
import dev.carrack.core.Multihash;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where the sections of a CAR begin, by digest: the index of a CARv2, or one in a file of its own.
 * Held in memory, about 40 bytes a block. What it says is a claim: {@link CarFile} believes it only
 * where the section found has the CID asked for. Immutable and thread-safe.
 *
 * <p>Both forms are read and written as go-car writes them, which is not what the text of the CARv2
 * specification says; see docs/car.md.
 */
public final class CarIndex {

  /** How an index is encoded. */
  public enum Form {
    /** Multicodec 0x0400: by digest alone, in one bucket for each digest length. */
    SORTED(0x0400),
    /** Multicodec 0x0401: by hash function, then digest length. What go-car writes by default. */
    MULTIHASH_SORTED(0x0401);

    private final long code;

    Form(long code) {
      this.code = code;
    }

    /** The multicodec code that an encoded index begins with. */
    public long code() {
      return code;
    }

    static Form of(long code, String origin) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new UnsupportedVersionException(
          "%s has an index of form 0x%x".formatted(origin, code),
          "0x0400 and 0x0401 can be read; open the CAR by a scan instead");
    }
  }

  private final Form form;
  private final List<IndexBucket> buckets;

  /**
   * Takes the buckets over.
   *
   * @param buckets by code, then width, both ascending
   */
  CarIndex(Form form, List<IndexBucket> buckets) {
    this.form = form;
    this.buckets = List.copyOf(buckets);
  }

  /**
   * Reads an index from a file of its own.
   *
   * @throws dev.carrack.core.MalformedException if it breaks a rule, naming the offset
   * @throws UnsupportedVersionException if it is of another form
   * @throws LimitException if it needs more than a quarter of the heap
   * @throws dev.carrack.core.NotFoundException if there is no such file
   */
  public static CarIndex read(Path file) {
    try (CarBytes bytes = CarBytes.open(file)) {
      return new CarIndexReader(bytes, 0, Long.MAX_VALUE).read();
    }
  }

  /** How it is encoded. */
  public Form form() {
    return form;
  }

  /** The number of entries. */
  public long count() {
    return buckets.stream().mapToLong(IndexBucket::count).sum();
  }

  /**
   * Where sections with this multihash are said to begin, counted from the start of the CARv1
   * payload; none if it lists none. An index of the form {@link Form#SORTED} knows digests only, so
   * some may be of another hash function.
   */
  public LongStream find(Multihash hash) {
    LongStream.Builder found = LongStream.builder();
    byte[] digest = hash.digest();
    for (IndexBucket bucket : buckets) {
      if (bucket.digestLength() == digest.length
          && (form == Form.SORTED || bucket.code() == hash.code())) {
        for (int i = bucket.first(digest); bucket.isAt(i, digest); i++) {
          found.add(bucket.offset(i));
        }
      }
    }
    return found.build();
  }

  /** The encoded length in bytes. */
  public long size() {
    long size = Varint.size(form.code()) + Integer.BYTES;
    for (int i = 0; i < buckets.size(); i++) {
      size += startsGroup(i) ? Long.BYTES + Integer.BYTES : 0;
      size += Integer.BYTES + Long.BYTES + buckets.get(i).bytes();
    }
    return size;
  }

  /**
   * Writes it as go-car does: the form, then the buckets. The stream is neither flushed nor closed.
   *
   * @throws dev.carrack.core.StorageException if the stream fails
   */
  public void writeTo(OutputStream out) {
    try {
      out.write(Varint.encode(form.code()));
      out.write(int32(form == Form.SORTED ? buckets.size() : groups()));
      for (int i = 0; i < buckets.size(); i++) {
        IndexBucket bucket = buckets.get(i);
        if (startsGroup(i)) {
          out.write(int64(bucket.code()));
          out.write(int32((int) buckets.stream().filter(b -> b.code() == bucket.code()).count()));
        }
        out.write(int32(bucket.width()));
        out.write(int64(bucket.bytes()));
        bucket.writeTo(out);
      }
    } catch (IOException e) {
      throw CarFailure.of(e, "write the index");
    }
  }

  List<IndexBucket> buckets() {
    return buckets;
  }

  private int groups() {
    int groups = 0;
    for (int i = 0; i < buckets.size(); i++) {
      groups += startsGroup(i) ? 1 : 0;
    }
    return groups;
  }

  private boolean startsGroup(int i) {
    return form == Form.MULTIHASH_SORTED
        && (i == 0 || buckets.get(i - 1).code() != buckets.get(i).code());
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] int64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** The most bytes of entries that may be held: an index must not fill the heap. */
  static long heapShare() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  static LimitException tooLarge(String origin, long bytes, long limit) {
    return new LimitException(
        "index of %s takes more than %d bytes of memory, of %d allowed"
            .formatted(origin, bytes, limit),
        "give the JVM a larger heap, or split the CAR");
  }

  /** Collects the entries of an index. Not thread-safe. */
  static final class Builder {

    private final Form form;
    private final String origin;
    private final long limit;
    private final List<IndexBucket> buckets = new ArrayList<>();
    private long held;

    Builder(Form form, String origin) {
      this(form, origin, heapShare());
    }

    Builder(Form form, String origin, long limit) {
      this.form = form;
      this.origin = origin;
      this.limit = limit;
    }

    void add(Multihash hash, long offset) {
      IndexBucket bucket = bucket(form == Form.SORTED ? -1 : hash.code(), hash.digestLength());
      long growth = bucket.growth();
      held += Math.max(0, growth);
      if (growth < 0 || held > limit) {
        throw tooLarge(origin, held, limit);
      }
      bucket.add(hash.digest(), offset);
    }

    private IndexBucket bucket(long code, int digestLength) {
      for (IndexBucket bucket : buckets) {
        if (bucket.code() == code && bucket.digestLength() == digestLength) {
          return bucket;
        }
      }
      IndexBucket bucket = new IndexBucket(code, digestLength);
      buckets.add(bucket);
      return bucket;
    }

    CarIndex build() {
      buckets.forEach(IndexBucket::sort);
      buckets.sort(
          Comparator.comparingLong(IndexBucket::code).thenComparingInt(IndexBucket::width));
      return new CarIndex(form, buckets);
    }
  }
}
