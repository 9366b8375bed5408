package dev.carrack.fvm.dev;

import dev.carrack.core.CancelledException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.StorageException;
import dev.carrack.fvm.Network;
import dev.carrack.fvm.Wallet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.utils.Numeric;

/**
 * A chain of one's own on this machine: anvil, an Ethereum node for development, on a free loopback
 * port. It begins empty, mines each transaction at once, and forgets everything when it is closed.
 * Its accounts are known to the whole world: never use them anywhere else.
 *
 * <p>The first start installs the pinned anvil with npm (one download of about 45 MB) into the
 * folder named by {@code CARRACK_CACHE}, or the platform's cache folder; later starts need no
 * network.
 *
 * <p>What differs from Filecoin: gas numbers are a thousand times smaller, receipts come at once
 * instead of after 30 to 60 seconds, no epoch is without a block, blocks are final, and there are
 * no {@code Filecoin.*} methods or actor precompiles.
 *
 * <p>The process ends with {@link #close()}, and also when this JVM ends in any way: a small script
 * between the two kills it as soon as its standard input closes. Thread-safe.
 */
public final class DevChain implements AutoCloseable {

  /** The chain id that development chains use by convention. */
  public static final long CHAIN_ID = 31_337;

  private static final Duration START_DEADLINE = Duration.ofSeconds(20);
  private static final int MAX_LINE = 4096;
  private static final int ACCOUNTS = 10;
  private static final String MNEMONIC =
      "test test test test test test test test test test test junk";

  private final Process process;
  private final Network network;
  private final List<Wallet> wallets;

  private DevChain(Process process, Network network) {
    this.process = process;
    this.network = network;
    this.wallets = fundedWallets();
  }

  /**
   * Whether npm is on the PATH, so that {@link #start()} has a chance. Starts and fetches nothing.
   */
  public static boolean available() {
    return NpmTools.here().npm().isPresent();
  }

  /**
   * Starts a chain and waits until it answers, 20 seconds at most after installation.
   *
   * @throws dev.carrack.core.NotFoundException if npm or node is missing, or anvil for this
   *     platform
   * @throws RemoteException if the installation needs a network that is not there, or anvil does
   *     not start
   * @throws StorageException if the cache folder cannot be written
   * @throws CancelledException if the thread is interrupted
   */
  public static DevChain start() {
    NpmTools tools = NpmTools.here();
    Path anvil = tools.anvil();
    ProcessBuilder builder =
        new ProcessBuilder(
                tools.node().toString(),
                tools.install().resolve("keeper.cjs").toString(),
                anvil.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0", // anvil takes a free one and says which, so no two chains can race for it
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--accounts",
                Integer.toString(ACCOUNTS),
                "--mnemonic",
                MNEMONIC)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Settings of the user's other projects must not change this chain.
    builder.environment().keySet().removeIf(key -> key.matches("(ANVIL|FOUNDRY|NODE)_.*"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new StorageException(
          "cannot start " + anvil, "delete its folder to install it again", e);
    }
    try {
      return new DevChain(process, new Network("anvil", CHAIN_ID, endpoint(process)));
    } catch (RuntimeException e) {
      end(process);
      throw e;
    }
  }

  /** The JSON-RPC endpoint, {@code http://127.0.0.1:PORT}. */
  public URI rpc() {
    return network.rpc();
  }

  /** The chain and its endpoint. */
  public Network network() {
    return network;
  }

  /** Ten accounts, each with 10,000 units of the chain's worthless currency. */
  public List<Wallet> wallets() {
    return wallets;
  }

  /** Kills the chain and waits for its end, 5 seconds at most. Closing twice does nothing. */
  @Override
  public void close() {
    end(process);
  }

  private static URI endpoint(Process process) {
    String line = firstLine(process);
    if (!line.startsWith("listening ")) {
      String reason =
          line.startsWith("failed ") ? line.substring("failed ".length()) : "it said nothing";
      throw new RemoteException(
          "anvil did not start: " + reason,
          "run it again; if it stays so, see that memory is free");
    }
    return URI.create("http://" + line.substring("listening ".length()));
  }

  /** Waits by looking, because a read from a pipe can neither be interrupted nor timed. */
  private static String firstLine(Process process) {
    long deadline = System.nanoTime() + START_DEADLINE.toNanos();
    StringBuilder line = new StringBuilder();
    InputStream out = process.getInputStream();
    try {
      while (System.nanoTime() < deadline && line.length() < MAX_LINE) {
        while (out.available() > 0) {
          int next = out.read();
          if (next == '\n') {
            return line.toString();
          }
          line.append((char) next);
        }
        if (!process.isAlive() && out.available() == 0) {
          break;
        }
        Thread.sleep(5);
      }
    } catch (IOException e) {
      return "failed " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the start of anvil was interrupted", "", e);
    }
    return line.toString();
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    try (OutputStream in = process.getOutputStream()) {
      in.flush(); // closing it tells the keeper to kill the chain
    } catch (IOException e) {
      // Its reader is gone already.
    }
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<Wallet> fundedWallets() {
    Bip32ECKeyPair master =
        Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, ""));
    int hard = Bip32ECKeyPair.HARDENED_BIT;
    Bip32ECKeyPair parent =
        Bip32ECKeyPair.deriveKeyPair(master, new int[] {44 | hard, 60 | hard, hard, 0}); // BIP-44
    return IntStream.range(0, ACCOUNTS)
        .mapToObj(i -> Bip32ECKeyPair.deriveKeyPair(parent, new int[] {i}).getPrivateKey())
        .map(key -> Wallet.fromPrivateKey(Numeric.toHexStringNoPrefixZeroPadded(key, 64)))
        .toList();
  }
}
