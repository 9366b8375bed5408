package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Attestation;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Proof;
import dev.carrack.core.provenance.Statement;
import dev.carrack.core.provenance.Verdict;
import dev.carrack.core.provenance.Verifier;
import dev.carrack.fvm.EthereumSignatures;
import dev.carrack.fvm.EvmLedger;
import dev.carrack.storage.http.TrustlessGateway;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carrack check}: a proof as a stranger checks it, without any store. */
@Command(
    name = "check",
    description =
        "Check a proof, print every check and the verdict; exit 0 only if it is verified.")
final class CheckCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "PROOF.json", description = "What prove wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--root",
      paramLabel = "CID",
      description = "What the proof must be about; default: what it says itself.")
  private @Nullable String root;

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "Ask this chain endpoint for the anchor; a proof without one then fails.")
  private @Nullable String rpc;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Fetch and check the content as well, from these nodes or gateways.")
  private List<String> nodes = List.of();

  CheckCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Proof proof = Proof.read(file);
    Cid about = root == null ? claimed(proof) : Cid.parse(root);
    Optional<TrustlessGateway> gateway = gateway();
    Verdict verdict;
    try {
      verdict = proof.check(about, verifier(gateway));
    } finally {
      gateway.ifPresent(TrustlessGateway::close);
    }
    Results results = cli.results();
    verdict.explain().lines().forEach(line -> results.text(line));
    results.jsonOnly(json(about, verdict));
    results.flush();
    if (!verdict.verified()) {
      throw new CommandFailure(
          file
              + " is not verified: "
              + verdict.failed().map(c -> c.part() + ": " + c.detail()).orElse(""));
    }
    if (rpc != null && !verdict.onChain()) {
      throw new CommandFailure(
          file + " claims no anchor, so no chain was asked; leave --rpc out if that is enough");
    }
  }

  private Cid claimed(Proof proof) {
    Cid claimed =
        Attestation.from(Statement.decode(proof.statements().get(0).payload())).artifact().root();
    cli.say("the proof says it is about " + claimed + "; give --root to be sure it is about yours");
    return claimed;
  }

  private Optional<TrustlessGateway> gateway() {
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    cli.requireNetwork("fetching the content");
    URI[] uris = nodes.stream().map(node -> Urls.parse("--node", node)).toArray(URI[]::new);
    return Optional.of(TrustlessGateway.of(uris));
  }

  private Verifier verifier(Optional<TrustlessGateway> gateway) {
    Verifier verifier = Verifier.of(new Ed25519Scheme(), new EthereumSignatures());
    if (rpc != null) {
      cli.requireNetwork("asking the chain");
      URI uri = Urls.parse("--rpc", rpc);
      verifier = verifier.withLedgers(id -> EvmLedger.reader(uri, id));
    }
    return gateway.isPresent()
        ? verifier.withContent(cid -> gateway.get().fetch(cid, block -> {}))
        : verifier;
  }

  private static Node json(Cid root, Verdict verdict) {
    return Node.map()
        .put("root", root.toString())
        .put("status", verdict.status().toString())
        .put("verified", Node.of(verdict.verified()))
        .put("onChain", Node.of(verdict.onChain()))
        .put("checks", Node.list(verdict.checks().stream().map(CheckCommand::json).toList()))
        .put("notShown", Node.list(verdict.notShown().stream().map(Node::of).toList()))
        .build();
  }

  private static Node json(Verdict.Check check) {
    return Node.map()
        .put("part", check.part().toString())
        .put("outcome", check.outcome().name().toLowerCase(java.util.Locale.ROOT))
        .put("detail", check.detail())
        .build();
  }
}
