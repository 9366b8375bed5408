package dev.carrack.fvm.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed ABI and code are what the committed source compiles to. After a change of the
 * source, copy the files that {@code node src/main/solidity/compile.cjs NODE_MODULES OUT} writes
 * into {@code src/main/resources/dev/carrack/fvm}.
 */
@Needs("anvil")
class CompiledContractTest {

  private static final List<String> FILES =
      List.of("CarrackLedger.abi.json", "CarrackLedger.bin", "CarrackLedger.runtime.bin");

  @Test
  void compilesToTheCommittedBytes(@TempDir Path out) throws IOException, InterruptedException {
    NpmTools tools = NpmTools.here();
    Process compiler =
        new ProcessBuilder(
                tools.node().toString(),
                Path.of("src/main/solidity/compile.cjs").toString(),
                tools.install().resolve("node_modules").toString(),
                out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(compiler.waitFor()).as(said).isZero();
    for (String file : FILES) {
      assertThat(Files.readString(out.resolve(file))).as(file).isEqualTo(committed(file));
    }
  }

  private static String committed(String file) throws IOException {
    try (var in = CompiledContractTest.class.getResourceAsStream("/dev/carrack/fvm/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
