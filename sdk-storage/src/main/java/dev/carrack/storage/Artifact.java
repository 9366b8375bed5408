package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.unixfs.Chunking;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to store under a name, before it is stored: {@code Artifact.dataset("reviews").file(path)}.
 * Immutable; each method gives a new value. Content is one of a file, a directory, named splits, a
 * stream, or a root whose blocks the store already has; naming a second one replaces the first,
 * except that splits add up.
 */
public final class Artifact {

  /** The most metadata entries, inputs, splits or tags that one version may carry. */
  public static final int MAX_ENTRIES = 1024;

  private final Kind kind;
  private final String name;
  private final Content content;
  private final List<Input> inputs;
  private final Map<String, String> meta;
  private final List<String> tags;
  private final Layout layout;

  private Artifact(
      Kind kind,
      String name,
      Content content,
      List<Input> inputs,
      Map<String, String> meta,
      List<String> tags,
      Layout layout) {
    this.layout = layout;
    this.kind = kind;
    this.name = name;
    this.content = content;
    this.inputs = bounded("inputs", inputs);
    this.meta = meta;
    this.tags = bounded("tags", tags);
  }

  /**
   * An artifact of any kind, without content yet.
   *
   * @throws MalformedException if the name breaks a rule: empty, over 128 bytes, reads as a CID,
   *     has a slash, an {@code @} or a control character, or is a reserved word
   */
  public static Artifact of(Kind kind, String name) {
    return new Artifact(
        kind,
        NameRules.artifact(name),
        new Content.None(),
        List.of(),
        Map.of(),
        List.of(),
        Layout.DEFAULT);
  }

  /** A dataset. */
  public static Artifact dataset(String name) {
    return of(Kind.DATASET, name);
  }

  /** A model. */
  public static Artifact model(String name) {
    return of(Kind.MODEL, name);
  }

  /** A checkpoint. */
  public static Artifact checkpoint(String name) {
    return of(Kind.CHECKPOINT, name);
  }

  /** A log. */
  public static Artifact log(String name) {
    return of(Kind.LOG, name);
  }

  /** An output. */
  public static Artifact output(String name) {
    return of(Kind.OUTPUT, name);
  }

  /** An agent. */
  public static Artifact agent(String name) {
    return of(Kind.AGENT, name);
  }

  /** One file; the version's root is the file itself, not a directory around it. */
  public Artifact file(Path file) {
    return with(new Content.OneFile(file));
  }

  /** A directory with all that is below it, hidden files left out. */
  public Artifact directory(Path directory) {
    return with(new Content.Tree(directory));
  }

  /**
   * A named part, a file or a directory. The root is a directory with one entry for each split; the
   * manifest lists them.
   */
  public Artifact split(String split, Path path) {
    Map<String, Path> all = new LinkedHashMap<>();
    if (content instanceof Content.Splits splits) {
      all.putAll(splits.paths());
    }
    all.put(NameRules.segment("split", split), path);
    return with(new Content.Splits(all));
  }

  /** One file from memory, for small things; the array is copied. */
  public Artifact bytes(String fileName, byte[] data) {
    byte[] copy = data.clone();
    return stream(fileName, () -> new ByteArrayInputStream(copy));
  }

  /** One file from a stream, opened and closed by the store, read once. */
  public Artifact stream(String fileName, StreamSource source) {
    return with(new Content.Stream(NameRules.segment("file name", fileName), source));
  }

  /** Content whose blocks are in the store already, such as what a function produced there. */
  public Artifact existing(Cid root) {
    return with(new Content.Existing(root, Optional.empty()));
  }

  /** As {@link #existing(Cid)}, for a root that is a file, with a name to open and export it by. */
  public Artifact existing(Cid root, String fileName) {
    return with(new Content.Existing(root, Optional.of(NameRules.segment("file name", fileName))));
  }

  /**
   * Content that a program writes as blocks: what a CAR holds, what a gateway sends, what a
   * function made. Every block below the root must be among them or in the store.
   */
  public Artifact dag(DagSource source) {
    return with(new Content.Dag(source, Optional.empty()));
  }

  /**
   * As {@link #dag(DagSource)}, for a root that is a file, with a name to open and export it by.
   */
  public Artifact dag(DagSource source, String fileName) {
    return with(new Content.Dag(source, Optional.of(NameRules.segment("file name", fileName))));
  }

  /**
   * Remembers the version that this one was made from, as an input in the role {@link Input#BASE}.
   */
  public Artifact derivedFrom(Version base) {
    return input(Input.of(Input.BASE, base));
  }

  /** Remembers a version as an input. */
  public Artifact input(Version version) {
    return input(Input.of(Input.PLAIN, version));
  }

  /** Remembers an input. */
  public Artifact input(Input input) {
    List<Input> more = new ArrayList<>(inputs);
    more.add(input);
    return new Artifact(kind, name, content, more, meta, tags, layout);
  }

  /** Adds or replaces a metadata entry; it is part of the manifest and thereby of its CID. */
  public Artifact meta(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(meta);
    more.put(key, value);
    bounded("metadata entries", List.copyOf(more.keySet()));
    return new Artifact(kind, name, content, inputs, more, tags, layout);
  }

  /** Puts a tag on the version in the same step that publishes it; see {@link Artifacts#tag}. */
  public Artifact tagged(String tag) {
    List<String> more = new ArrayList<>(tags);
    more.add(NameRules.tag(tag));
    return new Artifact(kind, name, content, inputs, meta, more, layout);
  }

  /**
   * Cuts files otherwise than every IPFS tool does, so that the next version shares more with this
   * one: {@link Chunking#TENSORS} for models, {@link Chunking#contentDefined} for tables and text,
   * {@link Chunking#RANDOM_ACCESS} for small reads. The root is another CID then; {@link
   * #canonical} tells the usual one beside it. Content whose blocks exist already stays as it is.
   */
  public Artifact chunking(Chunking chunking) {
    return profile(layout.profile().withChunking(chunking));
  }

  /** Imports under another profile; {@link Profile#UNIXFS_V1_2025} if nothing is said. */
  public Artifact profile(Profile profile) {
    return with(new Layout(profile, layout.canonical(), layout.preserved()));
  }

  /**
   * Remembers in the manifest also what the content is called under {@link Profile#UNIXFS_V1_2025},
   * from the same read and at the price of a second hash of every byte. It is a name only: the
   * store does not hold the blocks below it unless it holds them for another reason, and neither
   * serves nor announces it.
   */
  public Artifact canonical() {
    return with(
        new Layout(layout.profile(), Optional.of(Profile.UNIXFS_V1_2025), layout.preserved()));
  }

  /**
   * Keeps permissions or times of the files and directories that are read from the disk. The root
   * is another CID then: what is kept stands in the nodes, also of the {@link #canonical} one, and
   * {@link Artifacts#export(String, java.nio.file.Path, Set, dev.carrack.core.Progress)} restores
   * it.
   */
  public Artifact preserving(Set<Preserve> facts) {
    return with(new Layout(layout.profile(), layout.canonical(), facts));
  }

  private Artifact with(Layout other) {
    return new Artifact(kind, name, content, inputs, meta, tags, other);
  }

  Layout layout() {
    return layout;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }

  /** The name, without version. */
  public String name() {
    return name;
  }

  Content content() {
    return content;
  }

  List<Input> inputs() {
    return inputs;
  }

  Map<String, String> meta() {
    return meta;
  }

  List<String> tags() {
    return tags;
  }

  Artifact with(Content other) {
    return new Artifact(kind, name, other, inputs, meta, tags, layout);
  }

  private static <T> List<T> bounded(String what, List<T> list) {
    if (list.size() > MAX_ENTRIES) {
      throw new MalformedException(
          "an artifact has " + list.size() + " " + what,
          "put what exceeds " + MAX_ENTRIES + " into a file of its own");
    }
    return List.copyOf(list);
  }

  /** Kind, name and where the content comes from. */
  @Override
  public String toString() {
    return kind + " " + name + " of " + content;
  }
}
