package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CidCommandTest {

  // The pair that the CID specification uses as its example of a conversion.
  private static final String V0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWP4S5w";

  @Test
  void inspectPrintsEveryPartAsJson() {
    Node json =
        DagJson.decode(carrack("cid", "inspect", V0).ok().line().getBytes(StandardCharsets.UTF_8));

    assertThat(json.at("version").int64()).isZero();
    assertThat(json.at("codec").text()).isEqualTo("dag-pb");
    assertThat(json.at("base").text()).isEqualTo("base58btc");
    assertThat(json.at("multihash").at("name").text()).isEqualTo("sha2-256");
    assertThat(json.at("multihash").at("length").int64()).isEqualTo(32);
    assertThat(json.at("v0").text()).isEqualTo(V0);
  }

  @Test
  void convertsThereAndBack() {
    String v1 = carrack("cid", "convert", V0, "--version", 1).ok().line();
    assertThat(v1).startsWith("bafybei");

    String base36 = carrack("cid", "convert", v1, "--base", "base36").ok().line();
    assertThat(base36).startsWith("k");

    assertThat(carrack("cid", "convert", base36, "--version", 0).ok().line()).isEqualTo(V0);
  }

  @Test
  void namesWhatIsWrongWithACid() {
    carrack("cid", "inspect", "bafybroken!").failsSaying("bafybroken!", "not a CID");
    carrack("cid", "inspect", "").failsSaying("not a CID");
    carrack("cid", "convert", V0 + "x").failsSaying("not a CID");
    // version varint of eleven bytes, all with the continuation bit
    carrack("cid", "inspect", "f" + "ff".repeat(11) + "01").failsSaying("not a CID");
  }

  @Test
  void refusesImpossibleConversions() {
    String raw = "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    carrack("cid", "convert", raw, "--version", 0).failsSaying("dag-pb");
    carrack("cid", "convert", V0, "--base", "base32").failsSaying("base58btc");
    carrack("cid", "convert", V0, "--base", "base99").refusedSaying("base99");
    carrack("cid", "convert", V0, "--version", 2).refusedSaying("--version 2");
  }
}
