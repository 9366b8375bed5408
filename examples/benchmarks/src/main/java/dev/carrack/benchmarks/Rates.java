package dev.carrack.benchmarks;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.CachedBlocks;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.car.CarWriter;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The hot paths of the formats over 64 MiB of random bytes, each checked before it is timed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(java.util.concurrent.TimeUnit.SECONDS)
public class Rates {

  // 2,000,000 zero bytes, by filecoin-project/go-fil-commp-hashhash at commit 4dd194bf1660.
  private static final String KNOWN_PIECE =
      "d0b530dbb0b4f25c5d2f2a28dfee808b53412a02931f18c499f5a254086b1326";

  // 1 MiB and one byte of zeros, by ipfs-unixfs-importer 17.1.1 under unixfs-v1-2025.
  private static final String KNOWN_FILE =
      "bafybeihd4yzq7n5umhjngdum4r6k2to7egxfkf2jz6thvwzf6djus22cmq";

  private static final int READ = 64 << 10;

  private final Sha256Stream memory = new Sha256Stream();
  private final List<Block> blocks = new ArrayList<>();
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final ByteBuffer out = ByteBuffer.allocate(READ);
  private final ByteArrayOutputStream car =
      new ByteArrayOutputStream(Sha256Stream.BYTES + (1 << 20));
  private final Random random = new Random(3);
  private final SeekableByteChannel channel;

  /** Cuts the bytes into blocks and imports them as a file to read. */
  public Rates() {
    for (int at = 0; at < Sha256Stream.BYTES; at += Sha256Stream.CHUNK) {
      byte[] chunk = Arrays.copyOfRange(memory.data, at, at + Sha256Stream.CHUNK);
      blocks.add(Block.adopt(Codec.RAW, chunk));
    }
    Cid file = UnixFsImporter.into(store).file(new ByteArrayInputStream(memory.data)).cid();
    channel = UnixFs.channel(CachedBlocks.over(store, Sha256Stream.BYTES), file);
  }

  /** Refuses to time what is wrong. */
  @Setup
  public void check() throws IOException {
    PieceHasher zeros = new PieceHasher();
    zeros.update(new byte[2_000_000], 0, 2_000_000);
    require(HexFormat.of().formatHex(zeros.finish().root()).equals(KNOWN_PIECE), "commP");
    byte[] known = new byte[(1 << 20) + 1];
    Cid file = UnixFsImporter.into(BlockSink.none()).file(new ByteArrayInputStream(known)).cid();
    require(file.toString().equals(KNOWN_FILE), "unixfs");
    car.reset();
    frame(car);
    try (CarReader in = CarReader.read(new ByteArrayInputStream(car.toByteArray()), "memory")) {
      for (Block block : blocks) {
        require(in.next().equals(Optional.of(block)), "CAR framing");
      }
    }
    readAt(12_345_678);
    require(
        Arrays.equals(out.array(), Arrays.copyOfRange(memory.data, 12_345_678, 12_345_678 + READ)),
        "random reads");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what + " is wrong, so it has no speed");
    }
  }

  /** S: the JDK's own SHA-256. */
  @Benchmark
  public byte[] sha256Stream(CpuTime cpu) {
    cpu.did(Sha256Stream.BYTES);
    return memory.run(1);
  }

  /** A piece commitment. */
  @Benchmark
  public PieceCid commP(CpuTime cpu) {
    PieceHasher hasher = new PieceHasher();
    for (int at = 0; at < Sha256Stream.BYTES; at += Sha256Stream.CHUNK) {
      hasher.update(memory.data, at, Sha256Stream.CHUNK);
    }
    cpu.did(Sha256Stream.BYTES);
    return hasher.finish();
  }

  /** A file's CID under unixfs-v1-2025. */
  @Benchmark
  public Cid unixfs(CpuTime cpu) {
    cpu.did(Sha256Stream.BYTES);
    return UnixFsImporter.into(BlockSink.none()).file(new ByteArrayInputStream(memory.data)).cid();
  }

  /** Frames of a CAR around blocks whose CIDs are known, copied to memory. */
  @Benchmark
  public long carFraming(CpuTime cpu) throws IOException {
    cpu.did(Sha256Stream.BYTES);
    car.reset();
    return frame(car);
  }

  private long frame(OutputStream to) throws IOException {
    CarWriter writer = CarWriter.write(to, List.of(blocks.get(0).cid()));
    blocks.forEach(writer::put);
    return writer.position();
  }

  /** Verified reads of 64 KiB at random places of a file whose blocks are in the cache. */
  @Benchmark
  public ByteBuffer randomReads(CpuTime cpu) throws IOException {
    for (int i = 0; i < 100; i++) {
      readAt(random.nextInt(Sha256Stream.BYTES - READ));
    }
    cpu.did(100L * READ);
    return out;
  }

  private void readAt(int position) throws IOException {
    out.clear();
    channel.position(position);
    while (out.hasRemaining()) {
      channel.read(out);
    }
  }
}
