package dev.carrack.fvm.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.testing.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Needs("anvil")
class DevChainTest {

  @Test
  void listensOnLoopbackUntilClosed() throws IOException {
    DevChain chain = DevChain.start();
    try (chain;
        DevChain second = DevChain.start()) {
      assertThat(chain.rpc().getHost()).isEqualTo("127.0.0.1");
      assertThat(second.rpc()).isNotEqualTo(chain.rpc());
      connect(chain.rpc()).close();
    }
    chain.close();

    assertThatThrownBy(() -> connect(chain.rpc())).isInstanceOf(ConnectException.class);
  }

  /** The first two accounts that anvil prints at its start. */
  @Test
  void knowsTheFundedAccounts() {
    try (DevChain chain = DevChain.start()) {
      assertThat(chain.wallets()).hasSize(10);
      assertThat(chain.wallets().get(0).address())
          .hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
      assertThat(chain.wallets().get(1).address())
          .hasToString("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    }
  }

  @Test
  void diesWithAJvmThatWasKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChainAndWait.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    URI rpc;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      rpc = URI.create(out.readLine());
      connect(rpc).close();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(jvm.waitFor(5, TimeUnit.SECONDS)).isTrue();

    assertThat(refusesWithin(rpc, Duration.ofSeconds(5))).isTrue();
  }

  /** Run in a JVM of its own. */
  static final class ChainAndWait {
    public static void main(String[] arguments) throws IOException {
      System.out.println(DevChain.start().rpc());
      System.in.read();
    }
  }

  private static boolean refusesWithin(URI rpc, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        connect(rpc).close();
        Thread.onSpinWait();
      } catch (IOException e) {
        return true;
      }
    }
    return false;
  }

  private static Socket connect(URI rpc) throws IOException {
    return new Socket(InetAddress.getByName(rpc.getHost()), rpc.getPort());
  }
}
