package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a version says about itself: one DAG-CBOR block, immutable, whose CID names the version. The
 * format is {@code docs/manifest-v1.md}. Reading is strict: every known field is checked; fields
 * that are not known are kept, so that re-encoding gives the same bytes. Thread-safe.
 */
public final class Manifest {

  /** The format that this SDK writes and the newest it reads. */
  public static final int FORMAT = 1;

  private final Node node;
  private final Kind kind;
  private final String name;
  private final int version;
  private final Cid root;
  private final long bytes;
  private final Instant created;
  private final Map<String, Split> splits;
  private final List<Input> inputs;
  private final Map<String, String> meta;
  private final Optional<Cid> previous;
  private final Map<String, Cid> aliases;

  private Manifest(Node node) {
    this.node = node;
    this.kind = new Kind(node.at("kind").text());
    this.name = NameRules.artifact(node.at("name").text());
    long number = node.at("version").int64();
    this.version =
        new Ref.Numbered(name, (int) Math.max(0, Math.min(number, 1_000_000_000))).number();
    this.root = node.at("root").link();
    this.bytes = size(node.at("bytes"));
    this.created = Instant.ofEpochMilli(node.at("created").int64());
    this.splits = splits(node);
    this.inputs =
        node.find("inputs").map(Node::items).orElse(List.of()).stream()
            .map(Manifest::input)
            .toList();
    this.meta = meta(node);
    this.aliases = aliases(node);
    this.previous = node.find("previous").map(cid -> Cid.parse(cid.text()));
    profile();
    fileName();
  }

  /**
   * Reads a manifest.
   *
   * @throws UnsupportedVersionException if it has a newer format
   * @throws MalformedException if it is no manifest, naming the field
   */
  public static Manifest decode(byte[] dagCbor) {
    if (dagCbor.length > Block.MAX_SIZE) {
      throw new MalformedException(
          "a manifest has " + dagCbor.length + " bytes", "at most " + Block.MAX_SIZE + " are read");
    }
    return from(DagCbor.decode(dagCbor));
  }

  static Manifest from(Node node) {
    try {
      long format = node.at("v").int64();
      if (format != FORMAT) {
        throw new UnsupportedVersionException(
            "the manifest has format " + format + ", this version reads format " + FORMAT,
            "read it with a newer version of Carrack");
      }
      return new Manifest(node);
    } catch (MalformedException e) {
      throw new MalformedException("not a manifest: " + e.problem(), e.remedy(), e);
    }
  }

  /** The bytes that the CID is of. */
  public byte[] encode() {
    return DagCbor.encode(node);
  }

  /** The CID that names the version. */
  public Cid cid() {
    return Cid.of(Codec.DAG_CBOR, encode());
  }

  /** What the artifact is for. */
  public Kind kind() {
    return kind;
  }

  /** The artifact's name. */
  public String name() {
    return name;
  }

  /** The version number, 1 or more. */
  public int version() {
    return version;
  }

  /** The UnixFS CID of the content: a file unwrapped, a directory as it is. */
  public Cid root() {
    return root;
  }

  /** The content's size in bytes, directories and metadata not counted. */
  public long bytes() {
    return bytes;
  }

  /** When the version was made, by the clock of the machine that made it, in whole milliseconds. */
  public Instant created() {
    return created;
  }

  /** The import profile's name, or empty if the root was made elsewhere. */
  public Optional<String> profile() {
    return node.find("profile").map(Node::text);
  }

  /**
   * What the content is called under other profiles, by their names: names only, whose blocks the
   * store need not hold. Empty unless the put was asked for it.
   */
  public Map<String, Cid> aliases() {
    return aliases;
  }

  /** The file's name where the root is a file. */
  public Optional<String> fileName() {
    return node.find("file").map(name -> NameRules.segment("file name", name.text()));
  }

  /** The named parts of a dataset, in the order of their names; empty if there are none. */
  public Map<String, Split> splits() {
    return splits;
  }

  /** The manifest of the version before this one, or empty for the first. */
  public Optional<Cid> previous() {
    return previous;
  }

  /** What the version was made from. */
  public List<Input> inputs() {
    return inputs;
  }

  /** The user's own notes. */
  public Map<String, String> meta() {
    return meta;
  }

  /** The whole document, with the fields this version does not know. */
  public Node node() {
    return node;
  }

  /** Throws where the content is encrypted, which this version cannot read. */
  void requirePlain() {
    if (node.find("encryption").isPresent()) {
      throw new UnsupportedVersionException(
          name + "@" + version + " is encrypted", "open it with a version that has its key scheme");
    }
  }

  private static long size(Node node) {
    long size = node.int64();
    if (size < 0) {
      throw new MalformedException("field 'bytes' is negative: " + size, "");
    }
    return size;
  }

  private static Map<String, Split> splits(Node node) {
    Map<String, Split> out = new LinkedHashMap<>();
    node.find("splits")
        .ifPresent(
            map ->
                map.entries()
                    .forEach(
                        (split, value) ->
                            out.put(
                                NameRules.segment("split", split),
                                new Split(value.at("root").link(), size(value.at("bytes"))))));
    return Collections.unmodifiableMap(out);
  }

  private static Input input(Node node) {
    return new Input(
        node.at("role").text(), Cid.parse(node.at("cid").text()), node.find("ref").map(Node::text));
  }

  private static Map<String, Cid> aliases(Node node) {
    Map<String, Cid> out = new LinkedHashMap<>();
    node.find("aliases")
        .ifPresent(
            map ->
                map.entries().forEach((profile, cid) -> out.put(profile, Cid.parse(cid.text()))));
    return Collections.unmodifiableMap(out);
  }

  private static Map<String, String> meta(Node node) {
    Map<String, String> out = new LinkedHashMap<>();
    node.find("meta")
        .ifPresent(map -> map.entries().forEach((key, value) -> out.put(key, value.text())));
    return Collections.unmodifiableMap(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  /** Name, version and root. */
  @Override
  public String toString() {
    return name + "@" + version + " " + root;
  }
}
