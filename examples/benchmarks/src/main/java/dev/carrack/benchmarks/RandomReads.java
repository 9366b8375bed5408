package dev.carrack.benchmarks;

import dev.carrack.core.CachedBlocks;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import dev.carrack.core.pack.PackOptions;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.PutSession;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;

/**
 * Prints how fast verified reads of 64 KiB at random places of a stored file are, in MB (10^6
 * bytes) per CPU second of the whole process, one JSON object a round: S, reads uniform over the
 * whole file (the store's files are in the page cache, its own cache is as good as cold), the same
 * at odd places, reads that stay within the cache of 32 MiB, and the same through a plain
 * FileChannel over the source.
 *
 * <p>First every kind of read is compared with the source, and a flipped byte in the store must be
 * caught.
 */
public final class RandomReads {

  private static final int READ = 64 << 10;
  private static final int CACHE = 32 << 20;
  private static final int WITHIN = 30 << 20;
  private static final int COLD = 2_000;
  private static final int WARM = 40_000;

  private final Sha256Stream memory = new Sha256Stream();
  private final ByteBuffer out = ByteBuffer.allocate(READ);
  private final Path file;
  private final long size;

  private RandomReads(Path file) throws IOException {
    this.file = file;
    this.size = Files.size(file);
  }

  /** Arguments: FILE, a folder for scratch, how many rounds, and the UnixFS profile. */
  public static void main(String[] args) throws IOException {
    new RandomReads(Path.of(args[0]))
        .run(Path.of(args[1]).resolve("reads"), Integer.parseInt(args[2]), Profile.named(args[3]));
  }

  private void run(Path directory, int rounds, Profile profile) throws IOException {
    PackOptions options = PackOptions.defaults().withCommitments(PackOptions.Commitments.SKIP);
    try (PackStore store = PackStore.open(directory, options);
        FileChannel plain = FileChannel.open(file)) {
      Cid cid;
      try (PutSession session = store.begin(Progress.none())) {
        cid = UnixFsImporter.into(session).withProfile(profile).file(file).cid();
        session.commit(cid, RefChanges.none().set("file", cid));
      }
      checkSame(channel(store, cid), plain);
      checkFlip(store, cid);
      SeekableByteChannel channel = channel(store, cid);
      for (int round = -1; round <= rounds; round++) { // two to warm up
        String line = round(channel, plain, round);
        if (round > 0) {
          System.out.println(line);
        }
      }
    } finally {
      Scratch.delete(directory);
    }
  }

  private static SeekableByteChannel channel(PackStore store, Cid cid) {
    return UnixFs.channel(CachedBlocks.over(store, CACHE), cid);
  }

  private String round(SeekableByteChannel channel, FileChannel plain, int round)
      throws IOException {
    double before = sha256();
    double cold = rate(channel, COLD, size, READ, round);
    double odd = rate(channel, COLD, size, 1, round);
    reads(channel, 500, WITHIN, READ, new Random(0)); // into the cache
    double cached = rate(channel, WARM, WITHIN, READ, round);
    double direct = rate(plain, WARM, WITHIN, READ, round);
    return String.format(
        Locale.ROOT,
        "{\"S\": %.1f, \"cold\": %.2f, \"odd\": %.2f, \"cached\": %.1f, \"plain\": %.1f}",
        2 / (1 / before + 1 / sha256()),
        cold,
        odd,
        cached,
        direct);
  }

  private double sha256() throws IOException {
    return ProcessCpu.rate(4L * Sha256Stream.BYTES, () -> memory.run(4));
  }

  private double rate(SeekableByteChannel from, int count, long span, int align, int seed)
      throws IOException {
    Random random = new Random(seed);
    return ProcessCpu.rate((long) count * READ, () -> reads(from, count, span, align, random));
  }

  private void reads(SeekableByteChannel from, int count, long span, int align, Random random)
      throws IOException {
    for (int i = 0; i < count; i++) {
      readAt(from, random.nextLong((span - READ) / align + 1) * align);
    }
  }

  private void readAt(SeekableByteChannel from, long position) throws IOException {
    out.clear();
    from.position(position);
    while (out.hasRemaining()) {
      if (from.read(out) < 0) {
        throw new IllegalStateException("the file ends at " + from.position());
      }
    }
  }

  private void checkSame(SeekableByteChannel channel, FileChannel plain) throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      long position = random.nextLong(size - READ);
      readAt(plain, position);
      byte[] expected = out.array().clone();
      readAt(channel, position);
      if (!java.util.Arrays.equals(expected, out.array())) {
        throw new IllegalStateException("other bytes at " + position + " than in the source");
      }
    }
  }

  /** Bytes of the store are changed on the disk: a read near them must fail, and only that. */
  private void checkFlip(PackStore store, Cid cid) throws IOException {
    Path pack = store.file(store.packs().get(0));
    long at = Files.size(pack) / 2;
    flip(pack, at);
    boolean caught = false;
    SeekableByteChannel channel = channel(store, cid);
    // The file's bytes lie in order in the pack, 0.1 % later for the frames and nodes before them.
    for (long near = at - (8 << 20); near < at + (8 << 20) && !caught; near += READ) {
      try {
        readAt(channel, near);
      } catch (IntegrityException e) {
        caught = true;
      }
    }
    flip(pack, at);
    if (!caught) {
      throw new IllegalStateException("a flipped byte in " + pack + " was not caught");
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel open =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      open.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      open.write(one, at);
    }
  }
}
