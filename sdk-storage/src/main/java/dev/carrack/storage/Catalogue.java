package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.pack.PackInfo;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.RefChanges;
import dev.carrack.core.piece.PieceCid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the store's references say about names, versions and tags. Keeps nothing; thread-safe. */
final class Catalogue {

  private final PackStore store;

  Catalogue(PackStore store) {
    this.store = store;
  }

  /**
   * What a reference names.
   *
   * @param root the content
   * @param manifest the version's manifest, where it is a version
   */
  record Target(Cid root, Optional<Manifest> manifest) {}

  /** The content behind a reference. */
  Target target(Ref ref) {
    if (ref instanceof Ref.Content content) {
      Cid cid = content.cid();
      if (!cid.codec().equals(Codec.DAG_CBOR)) {
        return new Target(cid, Optional.empty());
      }
      Manifest manifest = manifest(cid);
      return new Target(manifest.root(), Optional.of(manifest));
    }
    Manifest manifest = manifest(manifestCid(ref));
    return new Target(manifest.root(), Optional.of(manifest));
  }

  /**
   * The version behind a reference; of a CID, the version whose manifest or, newest first, root it
   * is.
   */
  Version version(Ref ref) {
    if (ref instanceof Ref.Content content) {
      return byContent(content.cid());
    }
    return read(manifestCid(ref));
  }

  /** A damaged version does not hide the others; only where none is found may it be that one. */
  private Version byContent(Cid cid) {
    List<UnreadableVersion> unreadable = new ArrayList<>();
    Optional<Version> found =
        list(unreadable::add).stream()
            .filter(v -> v.manifest().equals(cid) || v.root().equals(cid))
            .max(Comparator.comparing(Version::createdAt));
    if (found.isEmpty() && !unreadable.isEmpty()) {
      throw unreadable.get(0).error();
    }
    return found.orElseThrow(() -> notFound("no version has manifest or root " + cid));
  }

  /** All versions of a name that are there, oldest first; empty if there are none. */
  List<Version> versions(String name) {
    return versions(name, Catalogue::refuse);
  }

  /** All versions of a name that can be read, oldest first. */
  List<Version> versions(String name, Consumer<UnreadableVersion> unreadable) {
    return read(RefNames.versions(name), unreadable);
  }

  /** All versions there are, by name and number. */
  List<Version> list() {
    return list(Catalogue::refuse);
  }

  /** All versions that can be read, by name and number. */
  List<Version> list(Consumer<UnreadableVersion> unreadable) {
    return read(RefNames.ARTIFACTS, unreadable);
  }

  private static void refuse(UnreadableVersion version) {
    throw version.error();
  }

  private List<Version> read(String prefix, Consumer<UnreadableVersion> unreadable) {
    List<Version> out = new ArrayList<>();
    store
        .refs(prefix)
        .forEach(
            (name, cid) -> {
              try {
                out.add(read(cid));
              } catch (IntegrityException
                  | MalformedException
                  | NotFoundException
                  | UnsupportedVersionException e) {
                unreadable.accept(new UnreadableVersion(RefNames.shown(name), cid, e));
              }
            });
    return List.copyOf(out);
  }

  /** The newest number of a name whose version is there. */
  Optional<Integer> newest(String name) {
    SortedMap<String, Cid> all = store.refs(RefNames.versions(name));
    return all.isEmpty() ? Optional.empty() : Optional.of(RefNames.number(all.lastKey()));
  }

  /** The number for the next version of a name. */
  int next(String name) {
    String counter = RefNames.counter(name);
    int given = store.ref(counter).map(cid -> RefNames.decode(counter, cid)).orElse(0);
    int next = Math.max(given, newest(name).orElse(0)) + 1;
    return new Ref.Numbered(name, next).number();
  }

  /** The tags of a name and the manifests they stand on. */
  Map<String, Cid> tags(String name) {
    Map<String, Cid> out = new TreeMap<>();
    store.refs(RefNames.tags(name)).forEach((ref, cid) -> out.put(RefNames.last(ref), cid));
    return out;
  }

  /** The manifest that a name's reference points to. */
  Cid manifestCid(Ref ref) {
    if (ref instanceof Ref.Latest latest) {
      int number =
          newest(latest.name())
              .orElseThrow(() -> notFound("no artifact is called '" + latest.name() + "'"));
      return require(RefNames.version(latest.name(), number), ref);
    } else if (ref instanceof Ref.Numbered numbered) {
      return require(RefNames.version(numbered.name(), numbered.number()), ref);
    } else if (ref instanceof Ref.Tagged tagged) {
      return require(RefNames.tag(tagged.name(), tagged.tag()), ref);
    }
    throw new MalformedException(
        "'" + ref + "' is a CID where a name is needed", "write name@version or name@tag");
  }

  private Cid require(String name, Ref ref) {
    return store.ref(name).orElseThrow(() -> notFound("there is no " + ref));
  }

  private static NotFoundException notFound(String what) {
    return new NotFoundException(what, "list the artifacts to see what is there");
  }

  /** A manifest out of the store. */
  Manifest manifest(Cid cid) {
    Block block = store.require(cid);
    try {
      return Manifest.decode(block.bytes());
    } catch (MalformedException e) {
      throw new MalformedException(
          "block " + cid + " is " + e.getMessage(), "give the CID of a version or of a file", e);
    }
  }

  /** A version as it is now, by its manifest. */
  private Version read(Cid cid) {
    Manifest manifest = manifest(cid);
    return version(manifest, cid, -1);
  }

  Version version(Manifest manifest, Cid cid, long newBytes) {
    List<String> tags = new ArrayList<>();
    tags(manifest.name())
        .forEach(
            (tag, target) -> {
              if (target.equals(cid)) {
                tags.add(tag);
              }
            });
    List<PieceCid> pieces =
        store.packs().stream()
            .filter(pack -> pack.root().equals(cid) || pack.root().equals(manifest.root()))
            .map(PackInfo::piece)
            .flatMap(Optional::stream)
            .toList();
    return new Version(manifest, cid, tags, newBytes, pieces);
  }

  /** The changes that make the store forget a version, also one whose manifest is damaged. */
  RefChanges without(Ref ref) {
    Cid manifest = ref instanceof Ref.Content content ? held(content) : manifestCid(ref);
    RefChanges changes = RefChanges.none();
    for (String prefix : List.of(RefNames.ARTIFACTS, RefNames.TAGS)) {
      for (Map.Entry<String, Cid> each : store.refs(prefix).entrySet()) {
        if (each.getValue().equals(manifest)) { // it holds its name: no other name stands on it
          changes = changes.remove(each.getKey());
        }
      }
    }
    return changes;
  }

  /** The manifest of the version that a CID names. */
  private Cid held(Ref.Content content) {
    return store.refs(RefNames.ARTIFACTS).containsValue(content.cid())
        ? content.cid()
        : version(content).manifest();
  }

  /** Throws unless a version's manifest is the one that its reference promises. */
  static void requireMatch(String versionRef, Manifest manifest) {
    String promised = RefNames.version(manifest.name(), manifest.version());
    if (!promised.equals(versionRef)) {
      throw new IntegrityException(
          "reference '" + versionRef + "' points to the manifest of " + manifest,
          "restore the log from a backup");
    }
  }
}
