package dev.carrack.storage;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.ipld.Node;
import java.time.Instant;
import java.util.Optional;

/** Turns the facts of a new version into the document of {@code docs/manifest-v1.md}. */
final class ManifestFields {

  private ManifestFields() {}

  static Manifest manifest(
      Artifact artifact, Stored stored, int number, Instant created, Optional<Cid> previous) {
    Node.MapBuilder out =
        Node.map()
            .put("v", Manifest.FORMAT)
            .put("kind", artifact.kind().name())
            .put("name", artifact.name())
            .put("version", number)
            .put("root", stored.root())
            .put("bytes", stored.bytes())
            .put("created", created.toEpochMilli());
    out.put("profile", stored.profile().map(Node::of));
    out.put("file", stored.fileName().map(Node::of));
    out.put("previous", previous.map(cid -> Node.of(cid.toString())));
    if (!stored.aliases().isEmpty()) {
      Node.MapBuilder aliases = Node.map();
      stored.aliases().forEach((profile, cid) -> aliases.put(profile, cid.toString()));
      out.put("aliases", aliases.build());
    }
    if (!stored.splits().isEmpty()) {
      Node.MapBuilder splits = Node.map();
      stored.splits().forEach((name, split) -> splits.put(name, split(split)));
      out.put("splits", splits.build());
    }
    if (!artifact.inputs().isEmpty()) {
      out.put("inputs", Node.list(artifact.inputs().stream().map(ManifestFields::input).toList()));
    }
    if (!artifact.meta().isEmpty()) {
      Node.MapBuilder meta = Node.map();
      artifact.meta().forEach(meta::put);
      out.put("meta", meta.build());
    }
    Manifest manifest = Manifest.from(out.build());
    int size = manifest.encode().length;
    if (size > Block.MAX_SIZE) { // nobody could read it, nor list what stands beside it
      throw new LimitException(
          "the manifest of %s@%d would have %d bytes".formatted(artifact.name(), number, size),
          "at most " + Block.MAX_SIZE + ": put long metadata into a file of its own");
    }
    return manifest;
  }

  private static Node split(Split split) {
    return Node.map().put("root", split.root()).put("bytes", split.bytes()).build();
  }

  private static Node input(Input input) {
    return Node.map()
        .put("role", input.role())
        .put("cid", input.cid().toString())
        .put("ref", input.ref().map(Node::of))
        .build();
  }
}
