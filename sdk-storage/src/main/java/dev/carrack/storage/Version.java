package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.piece.PieceCid;
import java.time.Instant;
import java.util.List;

/**
 * One stored version of an artifact, as the store's catalogue showed it at that moment. Immutable;
 * tags that move later do not change a value already handed out.
 */
public final class Version {

  private final Manifest document;
  private final Cid manifest;
  private final List<String> tags;
  private final long newBytes;
  private final List<PieceCid> pieces;
  private final List<String> notes;

  Version(
      Manifest document, Cid manifest, List<String> tags, long newBytes, List<PieceCid> pieces) {
    this(document, manifest, tags, newBytes, pieces, List.of());
  }

  private Version(
      Manifest document,
      Cid manifest,
      List<String> tags,
      long newBytes,
      List<PieceCid> pieces,
      List<String> notes) {
    this.notes = List.copyOf(notes);
    this.document = document;
    this.manifest = manifest;
    this.tags = List.copyOf(tags);
    this.newBytes = newBytes;
    this.pieces = List.copyOf(pieces);
  }

  /** The artifact's name. */
  public String name() {
    return document.name();
  }

  /** The version number: 1 for a name's first version, never reused. */
  public int number() {
    return document.version();
  }

  /** Name and number, such as {@code reviews@3}: what {@link Artifacts#open(String)} reads. */
  public String ref() {
    return name() + "@" + number();
  }

  /** What the artifact is for. */
  public Kind kind() {
    return document.kind();
  }

  /**
   * The UnixFS CID of the content, as every IPFS tool prints it: a file unwrapped, a directory as
   * is.
   */
  public Cid root() {
    return document.root();
  }

  /**
   * The CID of the version's manifest: the name of this version, with its history and its inputs.
   */
  public Cid manifest() {
    return manifest;
  }

  /** The manifest itself. */
  public Manifest document() {
    return document;
  }

  /** The content's size in bytes. */
  public long totalBytes() {
    return document.bytes();
  }

  /**
   * Bytes of blocks of the content that the put added because the store did not have them; -1 for a
   * version that was looked up, not put.
   */
  public long newBytes() {
    return newBytes;
  }

  /** When the version was made, in whole milliseconds. */
  public Instant createdAt() {
    return document.created();
  }

  /** The tags that stood on this version, sorted. */
  public List<String> tags() {
    return tags;
  }

  /**
   * The pieces that the put of this version wrote, as a node serves them: together with older
   * pieces they hold all of it. Empty where commitments are off, nothing new was written, or gc has
   * moved the blocks into other packs since.
   */
  public List<PieceCid> pieces() {
    return pieces;
  }

  /**
   * What the put has to say of files that its chunking could not cut, one line each, 100 at most;
   * empty for a version that was looked up, not put.
   */
  public List<String> notes() {
    return notes;
  }

  Version with(List<String> remarks) {
    return new Version(document, manifest, tags, newBytes, pieces, remarks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that && manifest.equals(that.manifest);
  }

  @Override
  public int hashCode() {
    return manifest.hashCode();
  }

  /** Kind, reference and root. */
  @Override
  public String toString() {
    return kind() + " " + ref() + " " + root();
  }
}
