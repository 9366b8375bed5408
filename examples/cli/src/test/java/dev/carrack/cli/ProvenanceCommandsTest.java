package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.fvm.Wallet;
import dev.carrack.fvm.dev.DevChain;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attest log prove check}. */
class ProvenanceCommandsTest {

  private static final Map<String, String> PASSPHRASE = Map.of("CARRACK_PASSPHRASE", "open sesame");

  @TempDir Path dir;
  private Path store;
  private Path proof;
  private String modelRoot;

  @BeforeEach
  void putDataAndModel() throws IOException {
    store = dir.resolve("store");
    proof = dir.resolve("p.json");
    Path data = Files.writeString(dir.resolve("data.csv"), "stars\n5\n");
    Path model = Files.writeString(dir.resolve("model.bin"), "weights");
    run("put", data, "--name", "reviews", "--kind", "dataset").ok();
    String line =
        run("put", model, "--name", "m", "--kind", "model", "--input", "reviews@1").ok().line();
    modelRoot = line.split(" ")[1];
  }

  private Ran run(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return Ran.with(PASSPHRASE, all);
  }

  private void prove() {
    run("attest", "m").ok();
    assertThat(run("prove", "m", "-o", proof).ok().line()).isEqualTo(modelRoot + " local");
  }

  @Test
  void aProofIsVerifiedWithoutTheStore() throws IOException {
    Path config = Files.writeString(dir.resolve("c.json"), "{ \"lr\": 0.1, \"epochs\": 3 }");
    run("attest", "reviews@1").ok();
    String statement = run("attest", "m@1", "--config", config).ok().line();
    run("prove", "m", "-o", proof).ok();

    Ran ran = Ran.carrack("check", proof, "--root", modelRoot).ok();

    assertThat(ran.lines()).last().isEqualTo("VERIFIED LOCALLY, NOT ON CHAIN");
    assertThat(ran.text()).contains("2 signed", "m@1");
    assertThat(run("log").ok().lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("1 " + statement + " m@1 did:key:z6Mk\\w+ pending");
    assertThat(run("verify").ok().line()).endsWith("2 statements");
  }

  @Test
  void theStoresOwnKeyIsForItsOwnerOnly() throws IOException {
    prove();

    Path key = store.resolve("keys/ed25519.pem");
    assertThat(key).exists();
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aProofAboutSomethingElseIsNotVerified() {
    prove();
    String other = "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    Ran ran = Ran.carrack("check", proof, "--root", other);

    ran.failsSaying("not verified", "statement", other);
    assertThat(ran.lines()).last().isEqualTo("NOT VERIFIED");
  }

  @Test
  void aTamperedProofIsNotVerified() throws IOException {
    prove();
    String json = Files.readString(proof);
    int signature = json.indexOf("\"sig\":\"") + 10;
    char flipped = json.charAt(signature) == 'A' ? 'B' : 'A';
    Files.writeString(
        proof, json.substring(0, signature) + flipped + json.substring(signature + 1));

    Ran.carrack("check", proof, "--root", modelRoot)
        .failsSaying("not verified", "signature of did:key");
  }

  @Test
  void saysWhatIsWrongWithItsInput() throws IOException {
    Path junk = Files.writeString(dir.resolve("junk.json"), "[1]");
    Path weak = Files.writeString(dir.resolve("weak.pem"), "no key");

    run("attest", "absent").failsSaying("absent");
    run("attest", "m", "--config", junk).failsSaying("junk.json", "map");
    run("attest", "m", "--config", dir.resolve("none.json")).failsSaying("none.json");
    run("attest", "m", "--input", "absent@3").failsSaying("absent@3");
    run("attest", "m", "--key", dir.resolve("none.pem")).failsSaying("none.pem");
    run("attest", "m", "--key", weak).failsSaying("weak.pem");
    run("attest", "m", "--keystore", dir.resolve("none")).failsSaying("none");
    run("prove", "m", "-o", proof).failsSaying("attest it first");
    run("prove", "m", "-o", proof, "--rpc", "http://127.0.0.1:9").refusedSaying("--contract");
    run("check", dir.resolve("none.json")).failsSaying("none.json");
    run("check", junk).failsSaying("");
    assertThat(run("log").ok().lines()).isEmpty();
  }

  @Test
  void aProofWithoutAnAnchorFailsForWhoeverBringsAChain() {
    prove();

    Ran.carrack("check", proof, "--root", modelRoot).ok();
    Ran.carrack("check", proof, "--root", modelRoot, "--rpc", "http://127.0.0.1:9")
        .failsSaying("claims no anchor", "--rpc");
  }

  @Test
  void saysWhereAChainCannotBeAsked() {
    Path keystore = dir.resolve("wallet.json");
    Wallet.generate().writeKeystore(keystore, "open sesame");
    prove();
    Object[] toNobody = {"prove", "m", "-o", proof, "--deploy", "--keystore", keystore, "--rpc"};

    run(with(toNobody, "http://127.0.0.1:9")).failsSaying("127.0.0.1:9");
    run(with(toNobody, "127.0.0.1:9")).failsSaying("'127.0.0.1:9'", "http://");
    run(with(toNobody, "http://127.0.0.1:9", "--offline")).failsSaying("--offline");
    Ran.with(Map.of(), with(toNobody, "http://127.0.0.1:9", "--store", store))
        .failsSaying("CARRACK_PASSPHRASE");
    Ran.with(
            Map.of("CARRACK_PASSPHRASE", "wrong"),
            with(toNobody, "http://127.0.0.1:9", "--store", store))
        .failsSaying("wallet.json");

    assertThat(Ran.carrack("check", proof, "--root", modelRoot).ok().text()).contains("VERIFIED");
  }

  @Test
  @Needs("anvil")
  void anAnchoredProofIsVerifiedOnChainAndOnlyThere() throws IOException {
    try (DevChain chain = DevChain.start()) {
      Path keystore = dir.resolve("wallet.json");
      chain.wallets().get(0).writeKeystore(keystore, "open sesame");
      run("attest", "reviews").ok();
      run("attest", "m", "--keystore", keystore).ok();

      Ran proved =
          run("prove", "m", "-o", proof, "--rpc", chain.rpc(), "--deploy", "--keystore", keystore);

      assertThat(proved.code()).as(proved.err()).isZero();
      assertThat(proved.line()).startsWith(modelRoot + " eip155:31337:0x");
      Ran checked = Ran.carrack("check", proof, "--root", modelRoot, "--rpc", chain.rpc()).ok();
      assertThat(checked.lines()).last().isEqualTo("VERIFIED");
      assertThat(run("log").ok().text()).contains("did:pkh:eip155", " anchored\n");
      Ran.carrack("check", proof, "--root", modelRoot).failsSaying("not verified", "anchor");
      Ran.carrack("check", proof, "--root", modelRoot, "--rpc", "http://127.0.0.1:9")
          .failsSaying("not verified", "127.0.0.1:9");

      Path moved =
          Files.writeString(proof, elsewhere(Files.readString(proof)), StandardCharsets.UTF_8);
      Ran.carrack("check", moved, "--root", modelRoot, "--rpc", chain.rpc())
          .failsSaying("not verified", "anchor");
    }
  }

  /** The proof, claiming another block of the same chain. */
  private static String elsewhere(String json) {
    String moved = json.replaceFirst("\"height\":(\\d+)", "\"height\":9$1");
    assertThat(moved).isNotEqualTo(json);
    return moved;
  }

  private static Object[] with(Object[] args, Object... more) {
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }
}
