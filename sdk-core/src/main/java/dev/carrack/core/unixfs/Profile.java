package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import java.util.List;

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

  private Profile(String name, int cidVersion, int chunkSize, int width, Threshold threshold) {
    this.name = name;
    this.cidVersion = cidVersion;
    this.chunkSize = chunkSize;
    this.width = width;
    this.threshold = threshold;
  }

  /** The profiles there are. */
  public static List<Profile> all() {
    return List.of(UNIXFS_V1_2025, UNIXFS_V0_2015);
  }

  /**
   * The profile with that name.
   *
   * @throws MalformedException if there is none
   */
  public static Profile named(String name) {
    return all().stream()
        .filter(profile -> profile.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedException(
                    "UnixFS profile '" + name + "' is unknown", "choose one of " + all()));
  }

  /** The version of the CIDs, 0 or 1; version 1 has raw leaves, version 0 wraps them in DAG-PB. */
  public int cidVersion() {
    return cidVersion;
  }

  /** The size of every leaf but a file's last, in bytes. */
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

  /** The name, such as {@code unixfs-v1-2025}. */
  @Override
  public String toString() {
    return name;
  }
}
