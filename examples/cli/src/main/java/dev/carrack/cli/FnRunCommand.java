package dev.carrack.cli;

import dev.carrack.compute.Limits;
import dev.carrack.compute.http.NearNode;
import dev.carrack.compute.node.NearData;
import dev.carrack.compute.node.Task;
import dev.carrack.compute.node.TaskResult;
import dev.carrack.compute.node.TaskStore;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.storage.Artifacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carrack fn run}: a function over data, here or at a node that holds the data. */
@Command(
    name = "run",
    description = "Run a function over data; print the receipt's CID, then the output's.")
final class FnRunCommand implements Runnable {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int PAGES_PER_MIB = (1 << 20) / Limits.PAGE_BYTES;

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FUNCTION", description = "A CID, or clean-csv.")
  private String functionText = "";

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description = "CID[/PATH] or NAME[@VERSION][/PATH].")
  private String inputText = "";

  @Option(
      names = "--param",
      paramLabel = "KEY=TEXT|KEY:=JSON",
      description = "A parameter of the function.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Run it there, where the input is; only function and receipt move.")
  private @Nullable String node;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "The function's own time; default: 60.")
  private int seconds = (int) Limits.defaults().time().toSeconds();

  @Option(names = "--memory", paramLabel = "MIB", description = "Its memory; default: 32.")
  private int memory = Limits.defaults().memoryPages() / PAGES_PER_MIB;

  @Mixin private KeyOptions keys = new KeyOptions();

  FnRunCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Limits limits = limits();
    TaskResult result;
    try (Artifacts artifacts = cli.open()) {
      Cid input = Target.parse(inputText).resolve(artifacts);
      Optional<WasmFunction> function = function(artifacts);
      Cid cid = function.map(WasmFunction::cid).orElseGet(() -> Cid.parse(functionText));
      Task task = new Task(cid, input, parameters(), limits);
      result = node == null ? here(artifacts, function, task) : there(node, function, task);
      keep(artifacts, result);
    }
    Cid receipt = result.envelope().cid();
    Results results = cli.results();
    results.text(receipt.toString());
    results.text(result.output().toString());
    results.jsonOnly(
        Node.map()
            .put("receipt", receipt.toString())
            .put("output", result.output().toString())
            .put("executor", result.receipt().executor())
            .build());
    results.flush();
  }

  private TaskResult here(Artifacts artifacts, Optional<WasmFunction> function, Task task) {
    NearData near = NearData.over(TaskStore.of(artifacts), keys.signer(cli));
    function.ifPresent(near::hold);
    return near.run(task);
  }

  private TaskResult there(String url, Optional<WasmFunction> function, Task task) {
    cli.requireNetwork("running a function at a node");
    try (NearNode near = NearNode.at(Urls.parse("--node", url))) {
      function.ifPresent(near::send);
      return near.run(task, task.limits().time().plus(WAIT));
    }
  }

  /** Keeps the receipt, so that a statement can name it wherever the function ran. */
  private static void keep(Artifacts artifacts, TaskResult result) {
    Block receipt = Block.of(Codec.RAW, result.envelope().bytes());
    artifacts.add(
        sink -> {
          sink.put(receipt);
          return receipt.cid();
        },
        Progress.none());
  }

  private Optional<WasmFunction> function(Artifacts artifacts) {
    Optional<WasmFunction> builtin = Functions.builtin(functionText);
    return builtin.isPresent()
        ? builtin
        : artifacts.blocks().get(Cid.parse(functionText)).map(WasmFunction::from);
  }

  private Limits limits() {
    if (seconds < 1 || seconds > 86_400 || memory < 1 || memory > 1024) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is 1 to 86400, --memory 1 to 1024");
    }
    return Limits.defaults()
        .withTime(Duration.ofSeconds(seconds))
        .withMemoryPages(memory * PAGES_PER_MIB);
  }

  private Node parameters() {
    Node.MapBuilder out = Node.map();
    parameters.forEach(
        (key, value) -> {
          if (key.endsWith(":")) {
            byte[] json = value.getBytes(StandardCharsets.UTF_8);
            out.put(key.substring(0, key.length() - 1), DagJson.decodeLenient(json));
          } else {
            out.put(key, value);
          }
        });
    return out.build();
  }
}
