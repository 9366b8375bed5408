package dev.carrack.cli;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Ref;
import java.util.regex.Pattern;

/**
 * What a command is pointed at: {@code CID}, {@code name@version} or {@code name@tag}, and a path
 * below it. {@code ipfs://CID/path} and {@code /ipfs/CID/path} are understood.
 *
 * @param ref the reference, as {@link Ref} reads it
 * @param path below it, may be empty
 */
record Target(String ref, String path) {

  private static final Pattern CID_LIKE = Pattern.compile("(Qm|baf|bag)[^@]{32,}");

  static Target parse(String text) {
    String rest = text;
    for (String prefix : new String[] {"ipfs://", "/ipfs/"}) {
      if (rest.startsWith(prefix)) {
        rest = rest.substring(prefix.length());
      }
    }
    int slash = rest.indexOf('/');
    String ref = slash < 0 ? rest : rest.substring(0, slash);
    if (CID_LIKE.matcher(ref).matches()) {
      Cid.parse(ref); // a mistyped CID must not be looked for as a name
    }
    return new Target(ref, slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** The CID of what stands at the path. */
  Cid resolve(Artifacts artifacts) {
    Cid root = root(artifacts);
    return path.isEmpty() ? root : entry(artifacts.blocks(), root).cid();
  }

  /** The name of what stands at the path, empty without a path. */
  String name() {
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private Entry entry(BlockSource blocks, Cid root) {
    return UnixFs.resolve(blocks, root, path);
  }

  /** The CID that the path starts from. */
  Cid root(Artifacts artifacts) {
    Ref parsed = Ref.parse(ref);
    return parsed instanceof Ref.Content content ? content.cid() : artifacts.version(ref).root();
  }

  @Override
  public String toString() {
    return path.isEmpty() ? ref : ref + "/" + path;
  }
}
