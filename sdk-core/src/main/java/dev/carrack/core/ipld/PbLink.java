package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A link of a DAG-PB node. An absent name is not the same as an empty one: they encode differently.
 * Immutable and thread-safe. Spec: ipld DAG-PB, PBLink.
 */
public final class PbLink {

  private final Cid cid;
  private final @Nullable String name;
  private final long tsize;

  PbLink(Cid cid, @Nullable String name, long tsize) {
    this.cid = cid;
    this.name = name;
    this.tsize = tsize;
  }

  /** A link with neither name nor size. */
  public static PbLink of(Cid cid) {
    return new PbLink(cid, null, -1);
  }

  /**
   * A link as UnixFS writes it.
   *
   * @param name possibly empty
   * @param tsize bytes of the linked block and all below it, 0 or more
   */
  public static PbLink of(Cid cid, String name, long tsize) {
    if (tsize < 0) {
      throw new IllegalArgumentException("Tsize must not be negative: " + tsize);
    }
    return new PbLink(cid, Objects.requireNonNull(name), tsize);
  }

  /** What is linked. */
  public Cid cid() {
    return cid;
  }

  /** The link's name, if it has one. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The name, empty where absent: what links are sorted by. */
  public String nameOrEmpty() {
    return name == null ? "" : name;
  }

  /** The bytes of all blocks below, if stated: a hint nobody checked. */
  public OptionalLong tsize() {
    return tsize < 0 ? OptionalLong.empty() : OptionalLong.of(tsize);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PbLink that
        && tsize == that.tsize
        && cid.equals(that.cid)
        && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cid, name, tsize);
  }

  @Override
  public String toString() {
    return (name == null ? "" : name + " -> ") + cid;
  }
}
