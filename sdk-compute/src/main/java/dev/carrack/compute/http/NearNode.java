package dev.carrack.compute.http;

import dev.carrack.compute.Limits;
import dev.carrack.compute.node.NodeInfo;
import dev.carrack.compute.node.Task;
import dev.carrack.compute.node.TaskResult;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Cid;
import dev.carrack.core.FunctionException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.SignatureScheme;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * A node that runs functions beside its data. What it answers is checked: the receipt's signature,
 * and that it is for the very task that was asked. Whether the node told the truth about the output
 * only running it again shows. Thread-safe; blocking, interruptible; {@link #close()} ends the
 * connections.
 */
public final class NearNode implements AutoCloseable {

  private static final Duration CALL = Duration.ofSeconds(30);

  private final URI uri;
  private final Calls calls;
  private final List<SignatureScheme> schemes;

  private NearNode(URI uri, Calls calls, List<SignatureScheme> schemes) {
    this.uri = uri;
    this.calls = calls;
    this.schemes = List.copyOf(schemes);
  }

  /** The node at this URL, whose receipts are signed with Ed25519 keys. */
  public static NearNode at(URI uri) {
    return at(uri, List.of(new Ed25519Scheme()));
  }

  /** The node at this URL, whose receipts are signed in one of these schemes. */
  public static NearNode at(URI uri, List<SignatureScheme> schemes) {
    HttpUrl base = HttpUrl.parse(uri.toString());
    if (base == null) {
      throw new IllegalArgumentException("not the URL of a node: " + uri);
    }
    return new NearNode(uri, new Calls(base, CALL), schemes);
  }

  /** Where it is. */
  public URI uri() {
    return uri;
  }

  /**
   * What it says about itself.
   *
   * @throws RemoteException if it cannot be reached or is no such node
   * @throws MalformedException if what it says cannot be read
   */
  public NodeInfo info() {
    return NodeInfo.from(json(calls.get(calls.url("v1/info")), "v1/info"));
  }

  /** Whether it serves this block. */
  public boolean has(Cid cid) {
    return calls.head(
        calls.url("ipfs/" + cid).newBuilder().addQueryParameter("format", "raw").build());
  }

  /**
   * Runs a function over data that the node holds, within the node's limits and the default ones;
   * sends the module if the node does not have it.
   *
   * @param parameters a map
   */
  public TaskResult run(WasmFunction function, Cid input, Node parameters) {
    send(function);
    Limits limits = Limits.defaults().cappedBy(info().limits());
    return run(new Task(function.cid(), input, parameters, limits), limits.time().plus(CALL));
  }

  /** As {@link #run(WasmFunction, Cid, Node)}, with parameters that are all text. */
  public TaskResult run(WasmFunction function, Cid input, Map<String, String> parameters) {
    return run(function, input, Task.texts(parameters));
  }

  /** Sends a module unless the node has it. */
  public void send(WasmFunction function) {
    String path = "v1/functions/" + function.cid();
    if (calls.get(calls.url(path)).status() == 404) {
      Node answer =
          json(calls.post(calls.url("v1/functions"), function.block().bytes()), "v1/functions");
      if (!answer.at("function").text().equals(function.cid().toString())) {
        throw new RemoteException(
            uri + " knows the function under another CID", "it is broken: ask another node");
      }
    }
  }

  /**
   * Runs a task whose function the node has, and waits for its end.
   *
   * @param deadline how long to wait; the task then still runs, and asking again finds it
   * @throws FunctionException if the function failed
   * @throws NotFoundException if the node does not hold the function or the input
   * @throws RejectedException if the task asks for more than the node allows
   * @throws LimitException if the node is busy
   * @throws IntegrityException if the receipt is not valid or not for this task
   * @throws RemoteException if the node cannot be reached, or is not done by the deadline
   */
  public TaskResult run(Task task, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    Cid cid = task.cid();
    Calls.Answer answer = calls.post(calls.url("v1/tasks"), DagJson.encode(task.toNode()));
    while (answer.status() == 202) {
      if (System.nanoTime() > end) {
        throw new RemoteException(
            "task " + cid + " was not done within " + deadline.toSeconds() + " s at " + uri,
            "ask again later: it still runs");
      }
      answer = calls.get(calls.url("v1/tasks/" + cid));
    }
    Node body = json(answer, "task " + cid);
    Envelope envelope = Envelope.decode(DagJson.encode(body.at("receipt")));
    return TaskResult.verified(task, envelope, schemes);
  }

  /** Body bytes sent so far. */
  public long bytesSent() {
    return calls.bytesSent();
  }

  /** Body bytes received so far. */
  public long bytesReceived() {
    return calls.bytesReceived();
  }

  private Node json(Calls.Answer answer, String what) {
    String text = uri + " on " + what + ": " + answer.line();
    switch (answer.status()) {
      case 200:
        return DagJson.decodeLenient(answer.body().toByteArray());
      case 404:
        throw new NotFoundException(text, "");
      case 403, 413:
        throw new RejectedException(text, "");
      case 400:
        throw new MalformedException(text, "");
      case 422:
        throw new FunctionException(text, "");
      case 429:
        throw new LimitException(text, "");
      default:
        throw new RemoteException(
            "%s answered %d on %s".formatted(uri, answer.status(), what),
            "check that a compute node listens there");
    }
  }

  /** Ends the connections; running calls are cancelled. */
  @Override
  public void close() {
    calls.close();
  }
}
