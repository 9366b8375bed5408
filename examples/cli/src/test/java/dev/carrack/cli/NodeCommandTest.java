package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {

  @TempDir Path dir;

  @Test
  @Timeout(60)
  void servesBlocksAndFunctionsUntilItIsToldToStop() throws Exception {
    Path store = dir.resolve("store");
    Path csv = Files.writeString(dir.resolve("in.csv"), "a\n1\n?\n");
    String input = Ran.carrack("add", csv, "--store", store).ok().line();
    PipedInputStream printed = new PipedInputStream();
    PipedOutputStream out = new PipedOutputStream(printed);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings process =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(err, true),
            Map.of(),
            false);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> code =
          threads.submit(
              () -> Cli.run(process, "node", "--port", "0", "--store", store.toString()));
      String line = new Scanner(printed).nextLine();
      assertThat(line).matches("listening http://127\\.0\\.0\\.1:\\d+");
      String url = line.substring("listening ".length());

      assertThat(get(url + "/ipfs/" + input + "?format=raw")).isEqualTo("a\n1\n?\n");
      assertThat(get(url + "/v1/info")).contains("\"engines\":[\"wasm\"]");
      List<String> done =
          Ran.carrack("fn", "run", "clean-csv", input, "--node", url, "--store", dir.resolve("far"))
              .ok()
              .lines();
      assertThat(get(url + "/ipfs/" + done.get(1) + "?format=raw")).isEqualTo("a\n1\n");
      // The node writes only while it keeps a result: its own store stays free for others.
      Ran.carrack("put", csv, "--name", "n", "--kind", "dataset", "--store", store).ok();
      Ran.carrack("fn", "run", "clean-csv", "n", "--node", url, "--store", store).ok();

      threads.shutdownNow();
      assertThat(code.get(30, TimeUnit.SECONDS)).as(err.toString()).isZero();
      Ran.carrack("add", csv, "--store", store).ok();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhereItCannotListen() {
    Ran.carrack("node", "--port", 70000, "--store", dir.resolve("s")).refusedSaying("70000");
    Ran.carrack("node", "--store", dir.resolve("s")).refusedSaying("--port");
    Ran.carrack("node", "--port", 0, "--host", "192.0.2.1", "--store", dir.resolve("s"))
        .failsSaying("192.0.2.1");
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
