package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import dev.carrack.storage.Artifact;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Input;
import dev.carrack.storage.Kind;
import dev.carrack.storage.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack put}: the next version of an artifact. */
@Command(
    name = "put",
    description =
        "Store the next version of an artifact, and print its reference and root; with --json also"
            + " how many of its bytes were new.")
final class PutCommand implements Runnable {

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "A file or directory.")
  private @Nullable Path path;

  @Option(names = "--name", paramLabel = "N", required = true, description = "The artifact's name.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "K",
      required = true,
      description = "dataset, model, checkpoint, log, output, agent, or a word of yours.")
  private String kind = "";

  @Option(names = "--tag", paramLabel = "T", description = "A tag to put on the version.")
  private List<String> tags = List.of();

  @Option(
      names = "--split",
      paramLabel = "NAME=PATH",
      description = "A named part, in place of PATH.")
  private Map<String, Path> splits = new LinkedHashMap<>();

  @Option(
      names = "--input",
      paramLabel = "REF",
      description = "A version that this one was made from.")
  private List<String> inputs = List.of();

  @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "A note in the manifest.")
  private Map<String, String> meta = new LinkedHashMap<>();

  @Option(
      names = "--cid",
      paramLabel = "CID",
      description = "What the store has already, such as a function's output, in place of PATH.")
  private @Nullable String cid;

  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Option(
      names = "--canonical",
      description = "Note in the manifest also the CID that every IPFS tool gives the content.")
  private boolean canonical;

  PutCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Version version;
    try (Artifacts artifacts = cli.open();
        LateProgress progress = cli.progress()) {
      Artifact artifact =
          content(Artifact.of(new Kind(kind), name))
              .profile(layout.profile())
              .preserving(layout.preserved());
      if (canonical) {
        artifact = artifact.canonical();
      }
      for (String tag : tags) {
        artifact = artifact.tagged(tag);
      }
      for (String input : inputs) {
        artifact = artifact.input(Input.of(Input.PLAIN, artifacts.version(input)));
      }
      for (Map.Entry<String, String> entry : meta.entrySet()) {
        artifact = artifact.meta(entry.getKey(), entry.getValue());
      }
      version = artifacts.put(artifact, progress);
    }
    version.notes().forEach(cli::say);
    Results results = cli.results();
    results.add(version.ref() + " " + version.root(), stored(version));
    results.flush();
  }

  private Artifact content(Artifact artifact) {
    int given = (path == null ? 0 : 1) + (splits.isEmpty() ? 0 : 1) + (cid == null ? 0 : 1);
    if (given != 1) {
      throw new ParameterException(
          spec.commandLine(), "give one of PATH, --split NAME=PATH and --cid CID");
    }
    if (cid != null) {
      return artifact.existing(Cid.parse(cid));
    }
    if (path != null) {
      return Files.isDirectory(path) ? artifact.directory(path) : artifact.file(path);
    }
    for (Map.Entry<String, Path> split : splits.entrySet()) {
      artifact = artifact.split(split.getKey(), split.getValue());
    }
    return artifact;
  }

  private static Node stored(Version version) {
    return json(version, Node.map().put("newBytes", version.newBytes()));
  }

  static Node json(Version version) {
    return json(version, Node.map());
  }

  private static Node json(Version version, Node.MapBuilder fields) {
    Node.MapBuilder aliases = Node.map();
    version.document().aliases().forEach((name, cid) -> aliases.put(name, cid.toString()));
    return fields
        .put("aliases", aliases.build())
        .put("profile", version.document().profile().map(Node::of))
        .put("ref", version.ref())
        .put("kind", version.kind().toString())
        .put("root", version.root().toString())
        .put("manifest", version.manifest().toString())
        .put("bytes", version.totalBytes())
        .put("created", version.createdAt().toString())
        .put("tags", Node.list(version.tags().stream().map(Node::of).toList()))
        .build();
  }
}
