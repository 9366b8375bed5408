package dev.carrack.storage.http;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One peer that serves blocks, CARs and pieces: its requests, its answers, its errors. Thread-safe.
 */
final class Holder {

  private static final String RAW = "application/vnd.ipld.raw";
  private static final String CAR = "application/vnd.ipld.car; version=1; order=dfs; dups=n";
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_REDIRECTS = 5;

  private final HttpUrl base;
  private final OkHttpClient client;
  private final OkHttpClient guarded;
  private final InterruptWatch watch;
  private final LongAdder received;

  Holder(HttpUrl base, OkHttpClient client, InterruptWatch watch, LongAdder received) {
    this.base = base;
    this.client = client;
    this.guarded = client.newBuilder().dns(new RedirectGuard(client.dns())).build();
    this.watch = watch;
    this.received = received;
  }

  /** Host and port, for messages. */
  String host() {
    return base.host() + ":" + base.port();
  }

  /** The block, verified, or empty if the peer does not have it. */
  Optional<Block> block(Cid cid, Duration deadline) {
    try (Answer answer = ask("GET", "block " + cid, url("ipfs", cid, "raw"), RAW, deadline)) {
      if (answer.isMissing()) {
        return Optional.empty();
      }
      answer.requireOk();
      return Optional.of(Block.verified(cid, read(answer, cid, deadline), host()));
    }
  }

  private byte[] read(Answer answer, Cid cid, Duration deadline) {
    try {
      return answer.read(Block.MAX_SIZE);
    } catch (IOException e) {
      throw failed("block " + cid, answer.failure().orElse(e), deadline);
    }
  }

  /** Whether the peer says that it has the block. */
  boolean has(Cid cid, Duration deadline) {
    try (Answer answer = ask("HEAD", "block " + cid, url("ipfs", cid, "raw"), RAW, deadline)) {
      if (answer.isMissing()) {
        return false;
      }
      answer.requireOk();
      return true;
    }
  }

  /** Asks for everything below a root as a CAR, depth first, without repeats. */
  Answer car(Cid root, Duration deadline) {
    HttpUrl url =
        url("ipfs", root, "car")
            .newBuilder()
            .addQueryParameter("dag-scope", "all")
            .addQueryParameter("car-version", "1")
            .addQueryParameter("car-order", "dfs")
            .addQueryParameter("car-dups", "n")
            .build();
    return ask("GET", "CAR of " + root, url, CAR, deadline);
  }

  /** Asks for a whole piece. */
  Answer piece(String pieceCid, Duration deadline) {
    HttpUrl url = base.newBuilder().addPathSegment("piece").addPathSegment(pieceCid).build();
    return ask("GET", "piece " + pieceCid, url, "application/octet-stream", deadline);
  }

  private HttpUrl url(String space, Cid cid, String format) {
    return base.newBuilder()
        .addPathSegment(space)
        .addPathSegment(cid.toString())
        .addQueryParameter("format", format)
        .build();
  }

  private Answer ask(String method, String what, HttpUrl url, String accept, Duration deadline) {
    HttpUrl at = url;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Request request =
          new Request.Builder()
              .url(at)
              .method(method, null)
              .header("Accept", accept)
              // Compression would hide how many bytes moved and how many will come.
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "carrack")
              .build();
      boolean home = at.host().equals(base.host());
      Call call = (home ? client : guarded).newCall(request);
      call.timeout().timeout(deadline.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
      Answer answer = execute(call, what, deadline);
      if (!REDIRECTS.contains(answer.status())) {
        return answer;
      }
      try (answer) {
        at = target(answer, at, what);
      }
    }
    throw new RemoteException(
        what + " from " + host() + ": more than " + MAX_REDIRECTS + " redirects",
        "ask another peer");
  }

  private HttpUrl target(Answer answer, HttpUrl from, String what) {
    Optional<HttpUrl> to = answer.location(from);
    String refusal =
        to.map(url -> RedirectGuard.refusal(base, url)).orElse("without a place to go to");
    if (!refusal.isEmpty()) {
      throw new RemoteException(
          what + " from " + host() + ": redirected " + refusal,
          "name the right peer yourself if you trust it");
    }
    return to.orElse(from);
  }

  private Answer execute(Call call, String what, Duration deadline) {
    Future<?> watching = watch.over(call);
    boolean kept = false;
    try {
      Response response = call.execute();
      kept = true;
      return new Answer(what + " from " + host(), response, watching, received);
    } catch (IOException e) {
      throw failed(what, e, deadline);
    } finally {
      if (!kept) {
        watching.cancel(false);
      }
    }
  }

  /** The typed error for a connection that broke, timed out, or was cancelled by an interrupt. */
  CarrackException failed(String what, IOException e, Duration deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return new CancelledException(
          what + " from " + host() + " was cancelled", "start it again", e);
    }
    if (e instanceof InterruptedIOException) {
      return new RemoteException(
          what + " from " + host() + " did not come within " + deadline.toMillis() + " ms",
          "ask another peer or allow more time",
          e);
    }
    return new RemoteException(
        what + " from " + host() + " broke off: " + e.getMessage(),
        "check that it runs and ask again",
        e);
  }
}
