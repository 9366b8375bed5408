package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fn add builtin run}, and the way from an output to a proof. */
class FunctionCommandsTest {

  // The smallest module with the exports of buffer/1; process and its length come between.
  private static final String BEFORE =
      "0061736d01000000"
          + "01100360017f017f60027f7f017e6000017e" // types
          + "030403000102" // alloc, process, finish
          + "0503010020" // 2 MiB of memory
          + "0725"
          + "04066d656d6f72790200"
          + "05616c6c6f630000"
          + "0770726f636573730001"
          + "0666696e6973680002";
  private static final String ALLOC = "05004180080b";
  private static final String FINISH = "0400" + "42000b";

  /** {@code loop br 0 end}. */
  private static final String LOOPS =
      BEFORE + "0a15" + "03" + ALLOC + "080003400c000b000b" + FINISH;

  /** {@code loop (if (memory.grow 1024) == -1 unreachable) br 0 end}. */
  private static final String GROWS =
      BEFORE + "0a21" + "03" + ALLOC + "1400034041800840" + "00417f460440000b0c000b000b" + FINISH;

  @TempDir Path dir;
  private Path store;
  private String input;

  @BeforeEach
  void addInput() throws IOException {
    store = dir.resolve("store");
    Path csv = Files.writeString(dir.resolve("in.csv"), "a,b\r\n1,2\r\n3,NA\r\n 4 ,5\r\n");
    input = run("add", csv).ok().line();
  }

  private Ran run(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return Ran.carrack(all);
  }

  private Path module(String name, String hex) throws IOException {
    return Files.write(dir.resolve(name), HexFormat.of().parseHex(hex));
  }

  @Test
  void runPrintsReceiptAndOutput() {
    String function = run("fn", "builtin", "clean-csv").ok().line();

    List<String> lines = run("fn", "run", function, input, "--param", "drop=null").ok().lines();

    assertThat(lines).hasSize(2);
    assertThat(run("cat", lines.get(1)).ok().text()).isEqualTo("a,b\n1,2\n4,5\n");
    assertThat(run("cat", lines.get(0)).ok().text()).contains("application/vnd.in-toto+json");
    assertThat(run("fn", "run", "clean-csv", input, "--param", "drop=null").ok().lines())
        .isEqualTo(lines);
    assertThat(run("fn", "run", "clean-csv", input, "--param", "columns:=[\"a\"]").ok().lines())
        .doesNotContainAnyElementsOf(lines);
  }

  @Test
  void anOutputCanBeNamedAttestedAndProven() {
    run("put", "--cid", input, "--name", "raw", "--kind", "dataset").ok();
    List<String> done = run("fn", "run", "clean-csv", "raw").ok().lines();
    run("put", "--cid", done.get(1), "--name", "clean", "--kind", "dataset", "--input", "raw").ok();

    run("attest", "clean", "--receipt", done.get(0)).ok();
    run("prove", "clean", "-o", dir.resolve("p.json")).ok();

    assertThat(Ran.carrack("check", dir.resolve("p.json"), "--root", done.get(1)).ok().text())
        .contains("receipt: 1 signed", "VERIFIED LOCALLY");
  }

  @Test
  void stopsAFunctionThatLoops() throws IOException {
    String loops = run("fn", "add", module("loops.wasm", LOOPS)).ok().line();

    run("fn", "run", loops, input, "--seconds", 1).failsSaying(loops, "time");

    assertThat(run("cat", input).ok().text()).startsWith("a,b");
    run("verify").ok();
  }

  @Test
  void stopsAFunctionThatGrowsItsMemory() throws IOException {
    String grows = run("fn", "add", module("grows.wasm", GROWS)).ok().line();

    run("fn", "run", grows, input).failsSaying(grows, "memory");

    assertThat(run("cat", input).ok().text()).startsWith("a,b");
    run("verify").ok();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path text = Files.writeString(dir.resolve("text.wasm"), "no module");

    run("fn", "add", text).failsSaying("WebAssembly");
    run("fn", "add", dir.resolve("absent.wasm")).failsSaying("absent.wasm");
    run("fn", "builtin", "nope").failsSaying("'nope'");
    run("fn", "run", "clean-csv", "absent").failsSaying("absent");
    run("fn", "run", "nope", input).failsSaying("nope");
    run("fn", "run", input, input).failsSaying(input);
    run("fn", "run", "clean-csv", input, "--param", "nope=1").failsSaying("nope");
    run("fn", "run", "clean-csv", input, "--seconds", 0).refusedSaying("--seconds");
    run("fn", "run", "clean-csv", input, "--node", "http://127.0.0.1:9").failsSaying("127.0.0.1:9");
    run("fn", "run", "clean-csv", input, "--node", "nowhere").failsSaying("'nowhere'");
    run("fn", "run", "clean-csv", input, "--node", "http://127.0.0.1:9", "--offline")
        .failsSaying("--offline");
  }
}
