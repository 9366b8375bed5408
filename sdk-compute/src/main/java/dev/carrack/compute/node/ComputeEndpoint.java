package dev.carrack.compute.node;

import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Cid;
import dev.carrack.core.RejectedException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.storage.node.Extension;
import dev.carrack.storage.node.NodeReply;
import dev.carrack.storage.node.NodeRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets others run functions over what this node holds. Plugs into the embedded node:
 *
 * <pre>
 * GET  /v1/info              {@link NodeInfo}
 * POST /v1/functions         a module, at most 2 MiB; {"function": cid}
 * GET  /v1/functions/{cid}   whether tasks may name it
 * POST /v1/tasks             a {@link Task} as DAG-JSON, at most 64 KiB
 * GET  /v1/tasks/{cid}       200 {"state": "done", "task": cid, "receipt": envelope}
 *                            202 {"state": "running", "task": cid}, 404, or why it failed
 * </pre>
 *
 * <p>A task may ask for no more than {@link NodeInfo#limits()}; no more tasks run at once than was
 * said, one more is answered 429. A request waits one second at most: ask again with GET. Everybody
 * who can reach the node may ask. Thread-safe; {@link #close()} cancels what runs and ends the
 * threads.
 */
public final class ComputeEndpoint implements Extension, AutoCloseable {

  private static final String SPACE = "/v1/";
  private static final int MAX_TASK_BYTES = 64 << 10;

  private final NearData nearData;
  private final NodeInfo info;
  private final TaskQueue queue;

  private ComputeEndpoint(NearData nearData, NodeInfo info, int concurrency) {
    this.nearData = nearData;
    this.info = info;
    this.queue = new TaskQueue(nearData, concurrency);
  }

  /** Two tasks at once. */
  public static ComputeEndpoint of(NearData nearData, NodeInfo info) {
    return new ComputeEndpoint(nearData, info, 2);
  }

  /**
   * So many tasks at once.
   *
   * @param concurrency at least 1
   */
  public static ComputeEndpoint of(NearData nearData, NodeInfo info, int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + "; at least 1");
    }
    return new ComputeEndpoint(nearData, info, concurrency);
  }

  /** What it says about itself. */
  public NodeInfo info() {
    return info;
  }

  @Override
  public Optional<NodeReply> handle(NodeRequest request) throws IOException {
    String path = request.path();
    if (!path.startsWith(SPACE)) {
      return Optional.empty();
    }
    String route = request.method() + " " + path.substring(SPACE.length());
    if (route.equals("GET info")) {
      return Optional.of(json(200, info.toNode()));
    } else if (route.equals("POST functions")) {
      return Optional.of(function(request));
    } else if (route.equals("POST tasks")) {
      return Optional.of(task(request));
    } else if (route.startsWith("GET functions/")) {
      return Optional.of(knows(Cid.parse(after(route))));
    } else if (route.startsWith("GET tasks/")) {
      return Optional.of(reply(queue.ask(Cid.parse(after(route)))));
    }
    return Optional.empty();
  }

  private NodeReply function(NodeRequest request) throws IOException {
    byte[] module = request.body().readNBytes(WasmFunction.MAX_SIZE + 1);
    if (module.length > WasmFunction.MAX_SIZE) {
      return NodeReply.text(413, "a module has at most " + WasmFunction.MAX_SIZE + " bytes");
    }
    WasmFunction function = WasmFunction.of(module);
    nearData.hold(function);
    return json(200, Node.map().put("function", function.cid().toString()).build());
  }

  private NodeReply knows(Cid function) {
    return nearData.knows(function)
        ? json(200, Node.map().put("function", function.toString()).build())
        : NodeReply.text(404, "function " + function + " is not here; send its module first");
  }

  private NodeReply task(NodeRequest request) throws IOException {
    byte[] body = request.body().readNBytes(MAX_TASK_BYTES + 1);
    if (body.length > MAX_TASK_BYTES) {
      return NodeReply.text(413, "a task has at most " + MAX_TASK_BYTES + " bytes");
    }
    Task task = Task.from(DagJson.decodeLenient(body));
    if (!task.limits().fits(info.limits())) {
      throw new RejectedException(
          "task %s asks for %s; this node allows %s"
              .formatted(task.cid(), task.limits(), info.limits()),
          "ask for less");
    }
    return reply(queue.submit(task));
  }

  private static NodeReply reply(TaskQueue.Answer answer) {
    Node.MapBuilder body = Node.map().put("task", answer.task().toString());
    if (answer.result().isEmpty()) {
      return json(202, body.put("state", "running").build());
    }
    TaskResult result = answer.result().get();
    return json(
        200,
        body.put("state", "done")
            .put("receipt", DagJson.decode(result.envelope().bytes()))
            .build());
  }

  private static String after(String route) {
    return route.substring(route.indexOf('/') + 1);
  }

  private static NodeReply json(int status, Node node) {
    return NodeReply.json(status, DagJson.encode(node));
  }

  @Override
  public void close() {
    queue.close();
  }
}
