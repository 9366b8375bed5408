package dev.carrack.core.provenance;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that a stranger needs to check where an artifact comes from, in one file: the signed
 * statements from the artifact back to its sources, the receipts they name, the log's signed
 * checkpoint with a path to it for each statement, and where the log was anchored. The artifact
 * itself, and the ledger, are asked for elsewhere.
 *
 * <p>Reading checks the form only, {@link #check} everything else. The file is canonical JSON of at
 * most {@link #MAX_BYTES}, format version 1. Immutable and thread-safe.
 */
public final class Proof {

  /** The longest file read or written, in bytes (16 MiB). */
  public static final int MAX_BYTES = 16 << 20;

  private static final String FORMAT = "carrack-proof";
  private static final long VERSION = 1;

  private final List<Entry> entries;
  private final List<Attachment> receipts;
  private final Envelope checkpoint;
  private final Optional<Anchor> anchor;

  Proof(
      List<Entry> entries,
      List<Attachment> receipts,
      Envelope checkpoint,
      Optional<Anchor> anchor) {
    this.entries = List.copyOf(entries);
    this.receipts = List.copyOf(receipts);
    this.checkpoint = checkpoint;
    this.anchor = anchor;
  }

  /**
   * Gathers the proof for a root from a log: its newest statement, those about its inputs and so
   * on, and their receipts. If the statement about the root is anchored the proof says so, else it
   * is a proof of the local log only.
   *
   * @param receipts holds the receipts' envelopes under the CIDs that the statements name
   * @param keeper signs the checkpoint
   * @throws NotFoundException if the log has no statement about the root, or a receipt is missing
   */
  public static Proof of(ProvenanceLog log, Cid root, BlockSource receipts, Signer keeper) {
    return new ProofGathering(log, receipts).gather(root, keeper);
  }

  /**
   * Reads a proof's file.
   *
   * @throws NotFoundException if there is no such file
   * @throws MalformedException naming the field that is wrong
   * @throws UnsupportedVersionException if it is of a newer format
   * @throws LimitException if it has more than {@link #MAX_BYTES}
   * @throws StorageException if it cannot be read
   */
  public static Proof read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in.readNBytes(MAX_BYTES + 1));
    } catch (MalformedException e) {
      throw new MalformedException("proof file " + file + ": " + e.problem(), e.remedy(), e);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no proof file " + file, "check the path", e);
    } catch (IOException e) {
      throw new StorageException("cannot read proof file " + file, "check its permissions", e);
    }
  }

  /**
   * Reads the JSON form.
   *
   * @throws MalformedException naming the field that is wrong
   * @throws UnsupportedVersionException if it is of a newer format
   * @throws LimitException if there are more than {@link #MAX_BYTES}
   */
  public static Proof decode(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw tooLong();
    }
    Fields fields = Fields.of(DagJson.decode(json), "");
    fields.constant("format", FORMAT);
    long version = fields.count("version");
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "proof has format version " + version + ", this software reads version " + VERSION,
          "check it with newer software");
    }
    Proof proof =
        new Proof(
            fields.list("entries", item -> Entry.from(item.fields())),
            fields.list("receipts", item -> Attachment.from(item.fields())),
            Envelope.from(fields.fields("checkpoint")),
            fields.optional("anchor", Anchored::from));
    fields.end();
    if (proof.entries.isEmpty()) {
      throw fields.malformed("entries");
    }
    return proof;
  }

  /**
   * Writes the file; it appears whole or not at all, and replaces an older one.
   *
   * @throws LimitException if it would have more than {@link #MAX_BYTES}
   * @throws StorageException if it cannot be written
   */
  public void write(Path file) {
    WholeFile.write(file, bytes());
  }

  /**
   * The canonical JSON form.
   *
   * @throws LimitException if it would have more than {@link #MAX_BYTES}
   */
  public byte[] bytes() {
    Node node =
        Node.map()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("entries", Node.list(entries.stream().map(Entry::toNode).toList()))
            .put("receipts", Node.list(receipts.stream().map(Attachment::toNode).toList()))
            .put("checkpoint", checkpoint.toNode())
            .put("anchor", anchor.map(Anchored::toNode))
            .build();
    byte[] json = DagJson.encode(node);
    if (json.length > MAX_BYTES) {
      throw tooLong();
    }
    return json;
  }

  private static LimitException tooLong() {
    return new LimitException(
        "proof has more than " + MAX_BYTES + " bytes", "prove fewer steps at a time");
  }

  /**
   * Checks everything the proof claims about the content of {@code root}. What is wrong is in the
   * verdict, not thrown.
   *
   * @throws dev.carrack.core.CancelledException if the thread is interrupted meanwhile
   */
  public Verdict check(Cid root, Verifier verifier) {
    return new ProofCheck(this, root, verifier).run();
  }

  /** Where the proof says that the log is anchored: a claim until it is checked. */
  public Optional<Anchor> anchor() {
    return anchor;
  }

  /** The signed statements, that about the artifact first; nothing is known about them yet. */
  public List<Envelope> statements() {
    return entries.stream().map(Entry::envelope).toList();
  }

  List<Entry> entries() {
    return entries;
  }

  List<Attachment> receipts() {
    return receipts;
  }

  Envelope checkpoint() {
    return checkpoint;
  }

  /** The number of statements and receipts. */
  @Override
  public String toString() {
    return "proof of %s and %s%s"
        .formatted(
            count(entries.size(), "statement"),
            count(receipts.size(), "receipt"),
            anchor.isPresent() ? ", anchored" : "");
  }

  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** A statement and its way to the checkpoint's root. */
  record Entry(Envelope envelope, long index, List<Digest> path) {

    Node toNode() {
      return Node.map()
          .put("envelope", envelope.toNode())
          .put("index", index)
          .put("path", Node.list(path.stream().map(hash -> Node.of(hash.toString())).toList()))
          .build();
    }

    static Entry from(Fields fields) {
      Entry entry =
          new Entry(
              Envelope.from(fields.fields("envelope")),
              fields.count("index"),
              fields.list("path", Fields.Item::digest));
      fields.end();
      return entry;
    }
  }

  /** Some bytes and the CID they claim to have. */
  static final class Attachment {
    private final Cid cid;
    private final byte[] bytes;

    Attachment(Cid cid, byte[] bytes) {
      this.cid = cid;
      this.bytes = bytes;
    }

    Cid cid() {
      return cid;
    }

    byte[] bytes() {
      return bytes.clone();
    }

    Node toNode() {
      return Node.map().put("cid", cid.toString()).put("bytes", Base64Text.encode(bytes)).build();
    }

    static Attachment from(Fields fields) {
      Attachment attachment = new Attachment(fields.cid("cid"), fields.base64("bytes"));
      fields.end();
      return attachment;
    }
  }
}
