package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.provenance.ArtifactVersion;
import dev.carrack.core.provenance.Attestation;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.core.provenance.Signer;
import dev.carrack.core.provenance.Statement;
import dev.carrack.storage.Artifacts;
import dev.carrack.storage.Ref;
import dev.carrack.storage.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack attest}: a signed statement about a version. */
@Command(
    name = "attest",
    description =
        "Sign who made a version, when, from what and how; log it, and print the statement's CID.")
final class AttestCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "REF", description = "NAME[@VERSION], or the CID of a version.")
  private String ref = "";

  @Option(
      names = "--input",
      paramLabel = "REF",
      description = "What it was made from, besides what its manifest says: a version or a CID.")
  private List<String> inputs = List.of();

  @Option(
      names = "--receipt",
      paramLabel = "CID",
      description = "The receipt of a function run on the way to it.")
  private List<String> receipts = List.of();

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "How it was made, a JSON map.")
  private @Nullable Path config;

  @Mixin private KeyOptions keys = new KeyOptions();

  AttestCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Envelope envelope;
    try (Artifacts artifacts = cli.openExisting()) {
      Version version = artifacts.version(Target.parse(ref).ref());
      Signer signer = keys.signer(cli);
      envelope = Envelope.sign(attestation(artifacts, version, signer.keyId()), signer);
    }
    try (ProvenanceLog log = ProvenanceLog.open(cli.store())) {
      log.append(envelope);
    }
    Results results = cli.results();
    results.add("statement", envelope.cid());
    results.flush();
  }

  private Statement attestation(Artifacts artifacts, Version version, String who) {
    ArtifactVersion artifact =
        new ArtifactVersion(
            version.name(),
            version.kind().toString(),
            version.number(),
            version.root(),
            version.manifest());
    Attestation attestation = Attestation.of(artifact, who, version.createdAt());
    for (Map.Entry<Cid, String> input : inputs(artifacts, version).entrySet()) {
      attestation = attestation.withInput(input.getValue(), input.getKey());
    }
    for (String receipt : receipts) {
      attestation = attestation.withReceipt(Cid.parse(receipt));
    }
    if (config != null) {
      attestation = attestation.withConfiguration(JsonFile.readMap(config));
    }
    return attestation.statement();
  }

  private Map<Cid, String> inputs(Artifacts artifacts, Version version) {
    Map<Cid, String> out = new LinkedHashMap<>();
    version
        .document()
        .inputs()
        .forEach(input -> input.ref().ifPresent(name -> put(out, artifacts, name)));
    inputs.forEach(input -> put(out, artifacts, Target.parse(input).ref()));
    return out;
  }

  private static void put(Map<Cid, String> out, Artifacts artifacts, String ref) {
    if (Ref.parse(ref) instanceof Ref.Content content) {
      out.put(content.cid(), ref);
    } else {
      Version version = artifacts.version(ref);
      out.put(version.root(), version.ref());
    }
  }
}
