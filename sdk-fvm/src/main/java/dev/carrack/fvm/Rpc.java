package dev.carrack.fvm;

import dev.carrack.core.CancelledException;
import dev.carrack.core.RemoteException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;

/**
 * Questions to one JSON-RPC endpoint, each bounded in time and length. Thread-safe; owns
 * connections but no threads, which is why web3j's own client object, with its executor and
 * shutdown hook, is not used.
 */
final class Rpc implements AutoCloseable {

  private static final long MAX_REPLY_BYTES = 4L << 20;
  private static final int MAX_IDLE = 2;

  private final Network network;
  private final OkHttpClient client;
  private final HttpService service;

  Rpc(Network network, Duration deadline) {
    this.network = network;
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(deadline)
            .connectTimeout(deadline)
            .readTimeout(deadline)
            .writeTimeout(deadline)
            .followRedirects(false)
            .connectionPool(new ConnectionPool(MAX_IDLE, 30, TimeUnit.SECONDS))
            .addInterceptor(Rpc::bounded)
            .build();
    this.service = new HttpService(network.rpc().toString(), client);
  }

  Network network() {
    return network;
  }

  /**
   * Asks and returns the result, which is null where the node has no such thing.
   *
   * @throws RpcError if the node refused
   * @throws RemoteException if there was no proper answer
   */
  <T, R extends org.web3j.protocol.core.Response<T>> @Nullable T ask(
      Class<R> type, String method, Object... parameters) throws RpcError {
    return ask(service, type, method, parameters);
  }

  /** The same where a refusal is as bad as no answer: for questions that every node must answer. */
  <T, R extends org.web3j.protocol.core.Response<T>> @Nullable T require(
      Class<R> type, String method, Object... parameters) {
    try {
      return ask(type, method, parameters);
    } catch (RpcError e) {
      throw new RemoteException(
          network + " refused " + method + ": " + e.text() + " (code " + e.code() + ")",
          "check that the RPC URL is an Ethereum JSON-RPC endpoint, or try another",
          e);
    }
  }

  /**
   * Hands over a signed transaction, once: no retry, no connection that may have gone stale.
   *
   * @param begun set as soon as a byte of the request may have left this machine
   */
  void send(String signed, AtomicBoolean begun) throws RpcError {
    ConnectionPool fresh = new ConnectionPool(0, 1, TimeUnit.SECONDS);
    OkHttpClient once =
        client
            .newBuilder()
            .retryOnConnectionFailure(false)
            .connectionPool(fresh)
            .eventListener(
                new EventListener() {
                  @Override
                  public void requestHeadersStart(Call call) {
                    begun.set(true);
                  }
                })
            .build();
    try {
      ask(
          new HttpService(network.rpc().toString(), once),
          EthSendTransaction.class,
          "eth_sendRawTransaction",
          signed);
    } finally {
      fresh.evictAll();
    }
  }

  private <T, R extends org.web3j.protocol.core.Response<T>> @Nullable T ask(
      HttpService through, Class<R> type, String method, Object... parameters) throws RpcError {
    R reply;
    try {
      reply = through.send(new Request<>(method, List.of(parameters), through, type), type);
    } catch (UnknownHostException e) {
      throw new RemoteException(
          "the host of the RPC URL is not known: " + network,
          "check the RPC URL's spelling and the network",
          e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException(method + " to " + network + " was interrupted", "", e);
      }
      throw new RemoteException(
          "no proper answer to "
              + method
              + " from "
              + network
              + ": "
              + RpcError.oneLine(e.getMessage()),
          "check that the RPC URL is right and its node is running",
          e);
    } catch (ClientConnectionException e) {
      throw notJsonRpc(method, "HTTP " + status(e), e);
    }
    if (reply == null) {
      throw notJsonRpc(method, "an empty reply", null);
    }
    if (reply.hasError()) {
      throw new RpcError(
          reply.getError().getCode(), reply.getError().getMessage(), reply.getError().getData());
    }
    return reply.getResult();
  }

  private RemoteException notJsonRpc(String method, String answer, @Nullable Throwable cause) {
    String what = network + " answered " + method + " with " + answer;
    String remedy = "check that the RPC URL, with its path, is a JSON-RPC endpoint";
    return cause == null
        ? new RemoteException(what, remedy)
        : new RemoteException(what, remedy, cause);
  }

  /** web3j puts status and body into one text; the body may be a whole web page. */
  private static String status(ClientConnectionException e) {
    String text = String.valueOf(e.getMessage()).replaceAll("[^0-9]*([0-9]{3}).*", "$1").strip();
    return text.length() == 3 ? text : "an error status";
  }

  /**
   * Refuses replies that are too long, or that cannot be JSON objects, before anything parses them.
   */
  private static Response bounded(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody start = response.peekBody(MAX_REPLY_BYTES + 1);
    if (start.contentLength() > MAX_REPLY_BYTES) {
      response.close();
      throw new IOException("the reply is longer than " + MAX_REPLY_BYTES + " bytes");
    }
    if (response.isSuccessful() && !start.string().stripLeading().startsWith("{")) {
      response.close();
      throw new IOException("the reply is not JSON-RPC");
    }
    return response;
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
  }
}
