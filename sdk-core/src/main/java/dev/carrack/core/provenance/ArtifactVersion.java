package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;

/**
 * One version of a named artifact, as an {@link Attestation} speaks of it.
 *
 * @param name the artifact's name, not empty
 * @param kind dataset, model, checkpoint, log, output, agent or another word; not empty
 * @param version its version number, from 1
 * @param root the root CID of the content
 * @param manifest the CID of the version's manifest
 */
public record ArtifactVersion(String name, String kind, long version, Cid root, Cid manifest) {

  /**
   * Checks what the types do not.
   *
   * @throws IllegalArgumentException if name or kind is empty or the version below 1
   */
  public ArtifactVersion {
    if (name.isEmpty() || kind.isEmpty() || version < 1) {
      throw new IllegalArgumentException(
          "an artifact version needs a name, a kind and a number from 1: '%s' '%s' %d"
              .formatted(name, kind, version));
    }
  }

  /** Whether this is something trained, to be called a model rather than data. */
  boolean isModel() {
    return kind.equals("model") || kind.equals("checkpoint") || kind.equals("agent");
  }

  Node toNode() {
    return Node.map()
        .put("name", name)
        .put("kind", kind)
        .put("version", version)
        .put("root", root.toString())
        .put("manifest", manifest.toString())
        .build();
  }

  static ArtifactVersion from(Fields fields) {
    ArtifactVersion artifact =
        new ArtifactVersion(
            fields.text("name"),
            fields.text("kind"),
            fields.count("version"),
            fields.cid("root"),
            fields.cid("manifest"));
    fields.end();
    return artifact;
  }

  /** Name and version, such as {@code llm-7b@3}. */
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
