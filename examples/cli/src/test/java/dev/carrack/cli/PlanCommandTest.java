package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  private static final String CID = "bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am";

  @TempDir Path dir;
  private Path job;

  @BeforeEach
  void writeJob() throws IOException {
    job =
        Files.writeString(
            dir.resolve("job.json"),
            """
            {"function": "CID", "input": "CID", "inputBytes": 1000000000,
             "holders": ["lisbon"], "bytesPerSecond": 50000000}
            """
                .replace("CID", CID));
  }

  private Path offers(String lisbon, String oslo) throws IOException {
    return Files.writeString(
        dir.resolve("offers.json"),
        """
        {"v": 1, "sites": [
          {"id": "lisbon", "location": "PT", "engines": ["wasm"], "cpuPerHour": "%s",
           "egressPerGb": "0.01 USD", "ingressPerGb": "0 USD"},
          {"id": "oslo", "location": "NO", "engines": ["wasm"], "cpuPerHour": "%s",
           "egressPerGb": "0.01 USD", "ingressPerGb": "0 USD"}]}
        """
            .formatted(lisbon, oslo));
  }

  @Test
  void explainsEveryCandidateAndFollowsThePrices() throws IOException {
    String near = carrack("plan", job, "--offers", offers("0.05 USD", "0.05 USD")).ok().text();
    String far = carrack("plan", job, "--offers", offers("90 USD", "0.05 USD")).ok().text();

    assertThat(near).contains("lisbon", "oslo");
    assertThat(far).isNotEqualTo(near);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path offers = offers("0.05 USD", "0.05 USD");
    Path junk = Files.writeString(dir.resolve("junk.json"), "{\"nope\": 1}");

    carrack("plan", job).refusedSaying("--offers");
    carrack("plan", job, "--offers", offers, "--objective", "x").refusedSaying("'x'");
    carrack("plan", dir.resolve("none.json"), "--offers", offers).failsSaying("none.json");
    carrack("plan", junk, "--offers", offers).failsSaying("nope");
    carrack("plan", job, "--offers", junk).failsSaying("");
    carrack("plan", job, "--node", "http://127.0.0.1:9").failsSaying("127.0.0.1:9");
  }
}
