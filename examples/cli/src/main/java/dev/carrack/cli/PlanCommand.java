package dev.carrack.cli;

import dev.carrack.compute.FileOffers;
import dev.carrack.compute.Job;
import dev.carrack.compute.Objective;
import dev.carrack.compute.OfferSource;
import dev.carrack.compute.Placement;
import dev.carrack.compute.Plan;
import dev.carrack.compute.Planner;
import dev.carrack.compute.http.NearNode;
import dev.carrack.compute.http.NodeOffers;
import dev.carrack.core.Cid;
import dev.carrack.core.ipld.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack plan}: where a job would run, and why there. */
@Command(
    name = "plan",
    description =
        "Print every place where a job could run, best first, with what it costs and why.")
final class PlanCommand implements Runnable {

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "JOB.json", description = "As sdk-compute/docs/offers.md describes it.")
  private Path file = Path.of("");

  @Option(names = "--offers", paramLabel = "FILE.json", description = "Sites and their offers.")
  private List<Path> offers = List.of();

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "A node, which says itself what it offers and holds.")
  private List<String> nodes = List.of();

  @Option(
      names = "--objective",
      paramLabel = "GOAL",
      description = "cheapest or fastest; default: cheapest.")
  private String objective = "cheapest";

  PlanCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Objective goal = goal();
    if (offers.isEmpty() && nodes.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give --offers FILE.json or --node URL");
    }
    Job job = Job.from(JsonFile.readMap(file));
    List<NearNode> clients = new ArrayList<>();
    try {
      connect(clients);
      print(Planner.over(sources(clients)).withObjective(goal).place(held(job, clients)));
    } finally {
      clients.forEach(NearNode::close);
    }
  }

  private Objective goal() {
    return switch (objective) {
      case "cheapest" -> Objective.cheapest();
      case "fastest" -> Objective.fastest();
      default ->
          throw new ParameterException(
              spec.commandLine(), "--objective is cheapest or fastest, not '" + objective + "'");
    };
  }

  private void connect(List<NearNode> clients) {
    if (!nodes.isEmpty()) {
      cli.requireNetwork("asking nodes for their offers");
    }
    nodes.forEach(url -> clients.add(NearNode.at(Urls.parse("--node", url))));
  }

  private OfferSource[] sources(List<NearNode> clients) {
    List<OfferSource> sources = new ArrayList<>();
    offers.forEach(path -> sources.add(FileOffers.of(path)));
    if (!clients.isEmpty()) {
      sources.add(NodeOffers.of(clients));
    }
    return sources.toArray(OfferSource[]::new);
  }

  /** Where the job does not say who holds its input, the nodes are asked. */
  private static Job held(Job job, List<NearNode> clients) {
    Optional<Cid> input = job.input();
    if (input.isEmpty() || clients.isEmpty() || !job.holders().isEmpty()) {
      return job;
    }
    return job.heldBy(NodeOffers.of(clients).holders(input.get()).toArray(String[]::new));
  }

  private void print(Plan plan) {
    Results results = cli.results();
    plan.explain().lines().forEach(results::text);
    results.jsonOnly(
        Node.map()
            .put("job", plan.job().toNode())
            .put("candidates", plan.placements().size())
            .put("accepted", plan.placements().stream().filter(Placement::accepted).count())
            .put("explain", plan.explain())
            .build());
    results.flush();
    plan.best(); // exit 1 where there is none
  }
}
