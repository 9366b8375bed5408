package dev.carrack.fvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes bytes to a port, and can stop taking connections while those it has go on. */
final class Relay implements AutoCloseable {

  private final ServerSocket front;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Relay(int target) throws IOException {
    this.front = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.target = target;
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + front.getLocalPort());
  }

  void stopListening() {
    try {
      front.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket in = front.accept();
        Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pump(in, out));
        threads.execute(() -> pump(out, in));
      }
    } catch (IOException e) {
      // Stopped.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone, so the other goes.
    }
  }

  @Override
  public void close() {
    stopListening();
    threads.shutdownNow();
  }
}
