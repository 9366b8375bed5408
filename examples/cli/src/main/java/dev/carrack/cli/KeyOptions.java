package dev.carrack.cli;

import dev.carrack.core.provenance.Ed25519Signer;
import dev.carrack.core.provenance.Signer;
import dev.carrack.fvm.Wallet;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose key signs: a file of the store by default, or a wallet. */
final class KeyOptions {

  private static final String PASSPHRASE = "CARRACK_PASSPHRASE";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "An Ed25519 key, PKCS#8 PEM; default: keys/ed25519.pem in the store, made on first use.")
  private @Nullable Path key;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "An Ethereum keystore; its passphrase comes from CARRACK_PASSPHRASE or is asked for.")
  private @Nullable Path keystore;

  /** The signer that the options name; with both, the key signs and the wallet only pays. */
  Signer signer(Cli cli) {
    if (key != null) {
      return Ed25519Signer.read(key);
    }
    return keystore != null ? wallet(cli) : ownKey(cli.store().resolve("keys"));
  }

  /** The wallet, which pays as well as it signs. */
  Wallet wallet(Cli cli) {
    if (keystore == null) {
      throw new CommandFailure(
          "a transaction needs an account that pays; name one with --keystore");
    }
    String given = cli.process().environment().get(PASSPHRASE);
    return Wallet.fromKeystore(keystore, given != null ? given : asked(keystore));
  }

  private static Signer ownKey(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandFailure("cannot create " + directory + ": " + e + "; or use --key", e);
    }
    return Ed25519Signer.readOrCreate(directory.resolve("ed25519.pem"));
  }

  private static String asked(Path keystore) {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          "nobody is here to ask for the passphrase of " + keystore + "; set " + PASSPHRASE);
    }
    char[] typed = console.readPassword("passphrase of %s: ", keystore);
    try {
      return typed == null ? "" : new String(typed);
    } finally {
      if (typed != null) {
        Arrays.fill(typed, '\0');
      }
    }
  }
}
