package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.core.provenance.Batch;
import dev.carrack.core.provenance.Proof;
import dev.carrack.core.provenance.ProvenanceLog;
import dev.carrack.fvm.EvmAddress;
import dev.carrack.fvm.EvmLedger;
import dev.carrack.fvm.Network;
import dev.carrack.fvm.Wallet;
import dev.carrack.storage.Artifacts;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack prove}: everything a stranger needs to check a version, in one file. */
@Command(
    name = "prove",
    description =
        "Write the proof of a version, anchored on a chain if --rpc names one; print ROOT LEDGER.")
final class ProveCommand implements Runnable {

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "REF", description = "NAME[@VERSION], or a CID that was attested.")
  private String ref = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PROOF.json",
      required = true,
      description = "Appears whole or not at all, in the place of an older one.")
  private Path output = Path.of("");

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "Anchor the log first, at the chain behind this JSON-RPC endpoint.")
  private @Nullable String rpc;

  @ArgGroup(exclusive = true, heading = "With --rpc, one of:%n")
  private @Nullable Where where;

  @Mixin private KeyOptions keys = new KeyOptions();

  /** Where to anchor. */
  static final class Where {
    @Option(names = "--contract", paramLabel = "0x...", description = "A ledger contract.")
    private @Nullable String contract;

    @Option(names = "--deploy", description = "A new ledger contract, paid by the keystore.")
    private boolean deploy;
  }

  ProveCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    if ((rpc == null) != (where == null)) {
      throw new ParameterException(
          spec.commandLine(), "--rpc and one of --contract or --deploy go together");
    }
    Cid root;
    Proof proof;
    try (Artifacts artifacts = cli.openExisting()) {
      root = Target.parse(ref).resolve(artifacts);
      if (rpc != null && where != null) {
        anchor(artifacts, rpc, where);
      }
      try (ProvenanceLog log = ProvenanceLog.read(cli.store())) {
        proof = Proof.of(log, root, artifacts.blocks(), keys.signer(cli));
      }
      proof.write(output);
    }
    String ledger = proof.anchor().map(Anchor::ledger).orElse("local");
    Results results = cli.results();
    results.add(
        root + " " + ledger, Node.map().put("root", root.toString()).put("ledger", ledger).build());
    results.flush();
  }

  private void anchor(Artifacts artifacts, String endpoint, Where place) {
    cli.requireNetwork("anchoring a proof");
    URI uri = Urls.parse("--rpc", endpoint);
    Wallet wallet = keys.wallet(cli);
    try (ProvenanceLog log = ProvenanceLog.open(cli.store());
        EvmLedger ledger = ledger(Network.of(uri), wallet, place)) {
      for (Optional<Batch> next; (next = log.pending()).isPresent(); ) {
        Batch batch = next.get();
        // Kept before it is anchored: the chain then never names a batch that nobody has.
        artifacts.add(
            sink -> {
              sink.put(batch.block());
              return batch.cid();
            },
            Progress.none());
        log.anchored(batch, ledger.anchor(batch.root(), batch.cid()));
      }
    }
  }

  private EvmLedger ledger(Network network, Wallet wallet, Where place) {
    if (place.contract != null) {
      return EvmLedger.at(network, EvmAddress.parse(place.contract), wallet);
    }
    EvmLedger ledger = EvmLedger.deploy(network, wallet);
    cli.say("ledger contract: " + ledger.contract());
    return ledger;
  }
}
