package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Every choice that decides which CID a file or directory gets: the same content under the same
 * profile has the same CID in every tool. Immutable and thread-safe. Spec: IPIP-499.
 */
public final class Profile {

  /**
   * Chunks of 1 MiB, raw leaves, 1024 links a node, balanced, version 1 CIDs; a directory is
   * sharded once its block would exceed 256 KiB.
   */
  public static final Profile UNIXFS_V1_2025 =
      new Profile("unixfs-v1-2025", 1, 1 << 20, 1024, Threshold.BLOCK_BYTES);

  /**
   * Chunks of 256 KiB, leaves wrapped in DAG-PB, 174 links a node, balanced, version 0 CIDs; a
   * directory is sharded once its names and CIDs exceed 256 KiB. What Kubo did by default for ten
   * years.
   */
  public static final Profile UNIXFS_V0_2015 =
      new Profile("unixfs-v0-2015", 0, 256 << 10, 174, Threshold.LINK_BYTES);

  /** What Kubo's profile {@code test-cid-v1} did: chunks of 1 MiB, raw leaves, 174 links a node. */
  public static final Profile TEST_CID_V1 =
      new Profile("test-cid-v1", 1, 1 << 20, 174, Threshold.LINK_BYTES);

  /**
   * What {@code ipfs add --cid-version=1 --raw-leaves} of Kubo did before 0.40: chunks of 256 KiB,
   * raw leaves, 174 links a node.
   */
  public static final Profile KUBO_CID_V1 =
      new Profile("kubo-cid-v1", 1, 256 << 10, 174, Threshold.LINK_BYTES);

  /**
   * What Helia and storacha do where no profile is named: as {@link #UNIXFS_V1_2025}, but a
   * directory is sharded once its names and CIDs exceed 256 KiB.
   */
  public static final Profile HELIA_CID_V1 =
      new Profile("helia-cid-v1", 1, 1 << 20, 1024, Threshold.LINK_BYTES);

  /** How the size of a directory is measured against {@link #SHARD_ABOVE}. */
  enum Threshold {
    BLOCK_BYTES,
    LINK_BYTES
  }

  static final int SHARD_ABOVE = 256 << 10;
  static final int FANOUT = 256;

  private final String name;
  private final int cidVersion;
  private final int chunkSize;
  private final int width;
  private final Threshold threshold;
  private final Chunking chunking;

  private Profile(String name, int cidVersion, int chunkSize, int width, Threshold threshold) {
    this(name, cidVersion, chunkSize, width, threshold, Chunking.OF_PROFILE);
  }

  private Profile(
      String name,
      int cidVersion,
      int chunkSize,
      int width,
      Threshold threshold,
      Chunking chunking) {
    this.chunking = chunking;
    this.name = name;
    this.cidVersion = cidVersion;
    this.chunkSize = chunkSize;
    this.width = width;
    this.threshold = threshold;
  }

  /** The profiles that other tools know, each with leaves of its own size. */
  public static List<Profile> all() {
    return List.of(UNIXFS_V1_2025, UNIXFS_V0_2015, TEST_CID_V1, KUBO_CID_V1, HELIA_CID_V1);
  }

  /**
   * The profile with that name: one of {@link #all()}, alone or with {@code +} and the name of a
   * {@link Chunking}, as in {@code unixfs-v1-2025+tensors}.
   *
   * @throws MalformedException if there is none
   */
  public static Profile named(String name) {
    int plus = name.indexOf('+');
    String base = plus < 0 ? name : name.substring(0, plus);
    Profile profile =
        all().stream()
            .filter(known -> known.name.equals(base))
            .findFirst()
            .orElseThrow(
                () ->
                    new MalformedException(
                        "UnixFS profile '" + name + "' is unknown", "choose one of " + all()));
    return plus < 0 ? profile : profile.withChunking(Chunking.named(name.substring(plus + 1)));
  }

  /**
   * The same profile with files cut otherwise: their content and all else stay as they are, their
   * CIDs are others than other tools give.
   */
  public Profile withChunking(Chunking other) {
    boolean same = other.fixedSize().map(size -> size == chunkSize).orElse(other.isProfiles());
    return new Profile(
        name, cidVersion, chunkSize, width, threshold, same ? Chunking.OF_PROFILE : other);
  }

  /** The same profile with leaves of its own size: the one that other tools know. */
  public Profile canonical() {
    return withChunking(Chunking.OF_PROFILE);
  }

  /** Where files are cut. */
  public Chunking chunking() {
    return chunking.isProfiles() ? Chunking.fixed(chunkSize) : chunking;
  }

  /** The version of the CIDs, 0 or 1; version 1 has raw leaves, version 0 wraps them in DAG-PB. */
  public int cidVersion() {
    return cidVersion;
  }

  /**
   * The size in bytes of every leaf but a file's last, where no chunking says otherwise, and the
   * most that one of {@link Chunking#TENSORS} has.
   */
  public int chunkSize() {
    return chunkSize;
  }

  /** The most links that a node of a file has. */
  public int width() {
    return width;
  }

  Threshold threshold() {
    return threshold;
  }

  Cuts cuts(SourceFile file, Consumer<ChunkNote> notes) {
    return chunking.open(file, chunkSize, notes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Profile that
        && name.equals(that.name)
        && chunking.equals(that.chunking);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, chunking);
  }

  /** The name, such as {@code unixfs-v1-2025} or {@code unixfs-v1-2025+tensors}. */
  @Override
  public String toString() {
    return chunking.isProfiles() ? name : name + "+" + chunking;
  }
}
