package dev.carrack.compute.http;

import dev.carrack.core.CancelledException;
import dev.carrack.core.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Calls to one node: bounded in time and length, no redirects, and an interrupt of the caller ends
 * the call at once, because it runs on the client's thread and the caller only waits.
 */
final class Calls implements AutoCloseable {

  private static final int MAX_ANSWER_BYTES = 8 << 20;

  private final HttpUrl base;
  private final OkHttpClient client;
  private final Duration deadline;
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  /** What came back. */
  record Answer(int status, okio.ByteString body) {
    String line() {
      String text = body.utf8().replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
      return text.length() <= 1000 ? text : text.substring(0, 1000) + "…";
    }
  }

  Calls(HttpUrl base, Duration deadline) {
    this.base = base;
    this.deadline = deadline;
    this.client =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .callTimeout(deadline)
            .readTimeout(deadline)
            .build();
  }

  HttpUrl url(String path) {
    return base.newBuilder().addPathSegments(path).build();
  }

  Answer get(HttpUrl url) {
    return execute(request(url).build());
  }

  boolean head(HttpUrl url) {
    return execute(request(url).head().build()).status == 200;
  }

  Answer post(HttpUrl url, byte[] body) {
    sent.add(body.length);
    return execute(request(url).post(RequestBody.create(body)).build());
  }

  private static Request.Builder request(HttpUrl url) {
    return new Request.Builder().url(url).header("Accept-Encoding", "identity");
  }

  /** Body bytes sent so far. */
  long bytesSent() {
    return sent.sum();
  }

  /** Body bytes received so far. */
  long bytesReceived() {
    return received.sum();
  }

  private Answer execute(Request request) {
    String what = request.method() + " " + request.url();
    Call call = client.newCall(request);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call done, Response response) {
            try (response) {
              answer.complete(read(response));
            } catch (IOException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          }
        });
    try {
      return answer.get(deadline.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new CancelledException(what + " was cancelled", "ask again", e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      call.cancel();
      Throwable cause = e instanceof ExecutionException failed ? failed.getCause() : e;
      if (cause instanceof RemoteException known) {
        throw known;
      }
      throw new RemoteException(
          what + " failed: " + (cause == null ? e : cause).getMessage(),
          "check that a node listens there",
          e);
    }
  }

  private Answer read(Response response) throws IOException {
    try (InputStream in = response.body().byteStream()) {
      byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
      received.add(body.length);
      if (body.length > MAX_ANSWER_BYTES) {
        throw new RemoteException(
            response.request().url() + " answered more than " + MAX_ANSWER_BYTES + " bytes",
            "it is no node of this kind");
      }
      return new Answer(response.code(), okio.ByteString.of(body));
    }
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
