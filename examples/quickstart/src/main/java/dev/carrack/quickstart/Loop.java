package dev.carrack.quickstart;

import dev.carrack.compute.Bytes;
import dev.carrack.compute.Job;
import dev.carrack.compute.Placement;
import dev.carrack.compute.Plan;
import dev.carrack.compute.Planner;
import dev.carrack.compute.http.NodeOffers;
import dev.carrack.compute.node.TaskResult;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Receipt;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.storage.Artifact;
import dev.carrack.storage.Kind;
import dev.carrack.storage.Version;
import dev.carrack.storage.http.TrustlessGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loop: store, place, clean, train, write back, attest, anchor, check. */
final class Loop {

  private static final Node DROP_INCOMPLETE_ROWS = Node.map().put("drop", "null").build();

  private final Settings settings;
  private final Story story;
  private final Path directory;

  Loop(Settings settings, Story story, Path directory) {
    this.settings = settings;
    this.story = story;
    this.directory = directory;
  }

  /** Runs it all; whether the stranger verified it. */
  boolean run() throws IOException {
    Path table = settings.table(directory);
    story.step("Start the sites");
    try (RunningSites sites = RunningSites.start(settings.siteFacts(), directory)) {
      sites.all().forEach(site -> story.fact(site.id(), describe(site)));
      Optional<Chain> chain = settings.chain() ? Chain.start(story) : Optional.empty();
      try {
        return run(table, sites, chain);
      } finally {
        chain.ifPresent(Chain::close);
      }
    }
  }

  private static String describe(RunningSite site) {
    return "%s  in %s, %s an hour"
        .formatted(
            site.uri(),
            site.facts().location().country().orElse("?"),
            site.facts().cpuPerHour().map(Object::toString).orElse("?"));
  }

  private boolean run(Path table, RunningSites sites, Optional<Chain> chain) throws IOException {
    RunningSite home = sites.in(settings.home());
    Notary notary = new Notary(directory, chain);

    story.step("Store the data in " + home.id());
    Version data = home.artifacts().put(Artifact.dataset(settings.name()).file(table));
    tell(data);
    notary.attest(data, List.of(), Node.map().build(), List.of());

    story.step("Place the cleaning");
    WasmFunction function = WasmFunction.cleanCsv();
    Plan plan = plan(sites, home, data, function);
    story.block(plan.explain());
    Placement best = plan.best();
    RunningSite site = sites.named(best.site().id());

    story.step(
        (best.nearData() ? "Clean near the data, in " : "Move the data and clean it in ")
            + site.id());
    long before = home.bytesSent();
    if (!best.nearData()) {
      move(home, site, data);
    }
    TaskResult cleaned = site.client().run(function, data.root(), DROP_INCOMPLETE_ROWS);
    Receipt receipt = cleaned.receipt();
    story.fact("function", function.cid());
    story.fact("output", receipt.output() + "  " + size(receipt.outputBytes()));
    story.fact("receipt", cleaned.envelope().cid());
    story.fact("signed by", receipt.executor());
    String left = "%,d bytes left %s".formatted(home.bytesSent() - before, home.id());
    story.fact(
        "data moved",
        (best.nearData() ? "0" : number(data)) + " of " + number(data) + " bytes; in all " + left);
    Version clean =
        site.artifacts()
            .put(Artifact.dataset(settings.name() + "-clean").existing(receipt.output()));
    notary.attest(clean, List.of(data), Node.map().build(), List.of(cleaned.envelope().cid()));

    story.step("Train");
    Version model = train(site, clean, notary);

    story.step("Sign and anchor");
    Path proof = notary.prove(model.root(), site.artifacts().blocks(), story);

    return check(sites, chain, data, model, proof);
  }

  private Plan plan(RunningSites sites, RunningSite home, Version data, WasmFunction function) {
    Job job =
        Job.function(function.cid())
            .input(data.root(), Bytes.of(data.totalBytes()))
            .heldBy(home.id())
            .reading(Bytes.mib(40))
            .outputRatio(1);
    return Planner.over(NodeOffers.of(sites.clients())).place(job);
  }

  private static void move(RunningSite from, RunningSite to, Version data) {
    try (TrustlessGateway gateway = TrustlessGateway.of(from.uri())) {
      to.artifacts()
          .add(
              sink -> {
                gateway.fetch(data.root(), sink);
                return data.root();
              },
              Progress.none());
    }
  }

  private Version train(RunningSite site, Version clean, Notary notary) throws IOException {
    TrainingPlan training = TrainingPlan.forLabel(settings.column());
    Trainer trainer = new Trainer(training);
    List<Trainer.Snapshot> snapshots;
    try (TrustlessGateway gateway = TrustlessGateway.of(site.uri());
        InputStream csv = UnixFs.open(gateway, clean.root())) {
      snapshots = trainer.train(csv);
      story.fact(
          "read", "%,d verified bytes from %s".formatted(gateway.bytesReceived(), site.id()));
    }
    List<Version> checkpoints = new ArrayList<>();
    for (Trainer.Snapshot snapshot : snapshots.subList(0, snapshots.size() - 1)) {
      Version version = store(site, Kind.CHECKPOINT, "-checkpoint", snapshot, clean);
      checkpoints.add(version);
      notary.attest(version, List.of(clean), trainer.configuration(), List.of());
    }
    Trainer.Snapshot last = snapshots.get(snapshots.size() - 1);
    Version model = store(site, Kind.MODEL, "-model", last, clean);
    notary.attest(model, List.of(clean), trainer.configuration(), List.of());
    return model;
  }

  private Version store(
      RunningSite site, Kind kind, String suffix, Trainer.Snapshot snapshot, Version clean) {
    Version version =
        site.artifacts()
            .put(
                Artifact.of(kind, settings.name() + suffix)
                    .bytes("model.tribuo.pb", snapshot.model().toByteArray())
                    .input(clean)
                    .meta("epoch", Integer.toString(snapshot.epoch()))
                    .meta("accuracy", "%.4f".formatted(snapshot.accuracy())));
    story.fact(
        "epoch " + snapshot.epoch(),
        "accuracy %.3f on rows held back; %s".formatted(snapshot.accuracy(), version.ref()));
    tell(version);
    return version;
  }

  private boolean check(
      RunningSites sites, Optional<Chain> chain, Version data, Version model, Path proof)
      throws IOException {
    if (settings.tamper() != Tamper.NOTHING) {
      story.step("Tamper with the " + settings.tamper());
      tamper(sites, data, model, proof);
    }
    story.step("A stranger checks it");
    StrangerProcess stranger =
        new StrangerProcess(model.root(), proof, chain.map(Chain::rpc), sites.uris());
    StrangerProcess.Report report = stranger.run(directory);
    story.block(report.report());
    story.end();
    story.verdict(report.verdict());
    return report.verified();
  }

  private void tamper(RunningSites sites, Version data, Version model, Path proof)
      throws IOException {
    List<Path> lakes =
        sites.all().stream().map(RunningSite::lake).filter(Files::isDirectory).toList();
    if (settings.tamper() == Tamper.DATA) {
      Tamper.flipStored(lakes, start(sites, data.root()));
    } else if (settings.tamper() == Tamper.MODEL) {
      Tamper.flipStored(lakes, start(sites, model.root()));
    } else {
      settings.tamper().edit(proof);
    }
  }

  private static byte[] start(RunningSites sites, Cid root) throws IOException {
    for (RunningSite site : sites.all()) {
      if (site.artifacts().blocks().has(root)) {
        try (InputStream in = UnixFs.open(site.artifacts().blocks(), root)) {
          return in.readNBytes(64);
        }
      }
    }
    throw new IllegalStateException("no site has " + root);
  }

  private void tell(Version version) {
    story.fact("stored", version.ref() + "  " + size(version.totalBytes()));
    story.fact("root", version.root());
    story.fact("manifest", version.manifest());
    version.pieces().forEach(piece -> story.fact("piece", piece));
  }

  private static String number(Version version) {
    return "%,d".formatted(version.totalBytes());
  }

  private static String size(long bytes) {
    return "%,d bytes".formatted(bytes);
  }
}
