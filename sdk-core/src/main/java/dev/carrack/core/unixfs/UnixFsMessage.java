package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import dev.carrack.core.Varint;
import dev.carrack.core.internal.ProtoReader;
import dev.carrack.core.internal.ProtoWriter;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The message in the data of a UnixFS node. Spec: ipfs/specs UnixFS, {@code message Data}. */
final class UnixFsMessage {

  static final int RAW = 0;
  static final int DIRECTORY = 1;
  static final int FILE = 2;
  static final int SYMLINK = 4;
  static final int SHARD = 5;
  private static final int METADATA = 3;

  private static final int MODE_MASK = 07777;
  private static final long MURMUR3_X64_64 = 0x22;

  private long type = -1;
  private ByteBuffer data = ByteBuffer.allocate(0);
  private long filesize = -1;
  private final LongStream.Builder sizes = LongStream.builder();
  private long[] blocksizes = {};
  private long hashType = -1;
  private long fanout = -1;
  private long mode = -1;
  private @Nullable Instant mtime;

  private UnixFsMessage() {}

  static UnixFsMessage decode(ByteBuffer bytes) {
    ProtoReader in = new ProtoReader(bytes, "UnixFS data");
    UnixFsMessage message = new UnixFsMessage();
    int seen = 0;
    while (in.next()) {
      int field = in.field();
      if (field < 32 && field != 4 && (seen & 1 << field) != 0) {
        throw in.malformed("has field " + field + " twice");
      }
      seen |= field < 32 ? 1 << field : 0;
      message.read(in);
    }
    if (message.type < 0 || message.type > SHARD || message.type == METADATA) {
      throw in.malformed("has " + (message.type < 0 ? "no type" : "the type " + message.type));
    }
    message.blocksizes = message.sizes.build().toArray();
    return message;
  }

  private void read(ProtoReader in) {
    switch (in.field()) {
      case 1 -> type = in.unsigned();
      case 2 -> data = in.bytes();
      case 3 -> filesize = in.unsigned();
      case 4 -> readBlocksizes(in);
      case 5 -> hashType = in.unsigned();
      case 6 -> fanout = in.unsigned();
      case 7 -> mode = in.varint() & 0xffffffffL;
      case 8 -> mtime = readMtime(in.bytes());
      default -> in.skip(); // the specification wants unknown fields passed over
    }
  }

  private void readBlocksizes(ProtoReader in) {
    if (in.wireType() == ProtoReader.VARINT) {
      sizes.add(in.unsigned());
      return;
    }
    ByteBuffer packed = in.bytes(); // nobody writes this form, but protobuf readers must take it
    while (packed.hasRemaining()) {
      sizes.add(Varint.read(packed));
    }
  }

  private static Instant readMtime(ByteBuffer bytes) {
    ProtoReader in = new ProtoReader(bytes, "UnixFS mtime");
    OptionalLong seconds = OptionalLong.empty();
    int nanos = 0;
    while (in.next()) {
      if (in.field() == 1) {
        seconds = OptionalLong.of(in.varint());
      } else if (in.field() == 2) {
        nanos = in.fixed32();
        if (nanos < 1 || nanos > 999_999_999) {
          throw in.malformed("has " + Integer.toUnsignedString(nanos) + " nanoseconds");
        }
      } else {
        in.skip();
      }
    }
    try {
      return Instant.ofEpochSecond(
          seconds.orElseThrow(() -> in.malformed("has no seconds")), nanos);
    } catch (DateTimeException e) {
      throw in.malformed("is beyond the calendar");
    }
  }

  int type() {
    return (int) type;
  }

  EntryKind kind() {
    return switch (type()) {
      case DIRECTORY, SHARD -> EntryKind.DIRECTORY;
      case SYMLINK -> EntryKind.SYMLINK;
      default -> EntryKind.FILE;
    };
  }

  /** A view of the inline bytes, empty where there are none. */
  ByteBuffer data() {
    return data.duplicate();
  }

  OptionalLong filesize() {
    return filesize < 0 ? OptionalLong.empty() : OptionalLong.of(filesize);
  }

  long[] blocksizes() {
    return blocksizes;
  }

  /**
   * The number of buckets of a shard.
   *
   * @throws MalformedException unless it is a power of two from 8 to 1024 (CVE-2023-23625) and the
   *     hash is the one UnixFS uses
   */
  int fanout() {
    if (hashType != MURMUR3_X64_64) {
      throw new MalformedException(
          "UnixFS shard has the hash type " + hashType + " instead of murmur3-x64-64",
          "re-import the directory");
    }
    if (fanout < 8 || fanout > 1024 || Long.bitCount(fanout) != 1) {
      throw new MalformedException(
          "UnixFS shard has the fanout " + fanout, "it must be a power of two from 8 to 1024");
    }
    return (int) fanout;
  }

  OptionalInt mode() {
    return mode < 0 ? OptionalInt.empty() : OptionalInt.of((int) mode & MODE_MASK);
  }

  Optional<Instant> mtime() {
    return Optional.ofNullable(mtime);
  }

  static byte[] file(long filesize, long[] blocksizes) {
    return file(filesize, blocksizes, NodeFacts.NONE);
  }

  static byte[] leaf(byte[] chunk) {
    return leaf(chunk, NodeFacts.NONE);
  }

  static byte[] directory() {
    return directory(NodeFacts.NONE);
  }

  static byte[] symlink(byte[] target) {
    return symlink(target, NodeFacts.NONE);
  }

  static byte[] shard(byte[] bitfield, int fanout) {
    return shard(bitfield, fanout, NodeFacts.NONE);
  }

  /** An inner node of a file. */
  static byte[] file(long filesize, long[] blocksizes, NodeFacts facts) {
    ProtoWriter out = new ProtoWriter(16 + 4 * blocksizes.length);
    out.varint(1, FILE).varint(3, filesize);
    for (long size : blocksizes) {
      out.varint(4, size); // one by one, not packed: so do the vectors of IPIP-499
    }
    return with(out, facts);
  }

  /** A wrapped leaf, of the profile that wraps them or of a file with facts. */
  static byte[] leaf(byte[] chunk, NodeFacts facts) {
    ProtoWriter out = new ProtoWriter(chunk.length + 32).varint(1, FILE);
    if (chunk.length > 0) {
      out.bytes(2, chunk);
    }
    return with(out.varint(3, chunk.length), facts);
  }

  static byte[] directory(NodeFacts facts) {
    return with(new ProtoWriter(2).varint(1, DIRECTORY), facts);
  }

  static byte[] symlink(byte[] target, NodeFacts facts) {
    return with(new ProtoWriter(target.length + 8).varint(1, SYMLINK).bytes(2, target), facts);
  }

  static byte[] shard(byte[] bitfield, int fanout, NodeFacts facts) {
    ProtoWriter out = new ProtoWriter(bitfield.length + 16).varint(1, SHARD).bytes(2, bitfield);
    return with(out.varint(5, MURMUR3_X64_64).varint(6, fanout), facts);
  }

  // Zero nanoseconds must be left out, and seconds before 1970 take ten bytes.
  private static byte[] with(ProtoWriter out, NodeFacts facts) {
    facts.mode().ifPresent(mode -> out.varint(7, mode));
    facts
        .mtime()
        .ifPresent(
            time -> {
              ProtoWriter mtime = new ProtoWriter(16).varint(1, time.getEpochSecond());
              if (time.getNano() != 0) {
                mtime.fixed32(2, time.getNano());
              }
              out.bytes(8, mtime.toBytes());
            });
    return out.toBytes();
  }
}
