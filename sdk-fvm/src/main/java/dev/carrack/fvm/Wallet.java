package dev.carrack.fvm;

import dev.carrack.core.MalformedException;
import dev.carrack.core.provenance.Signer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;

/**
 * One secp256k1 key: it signs statements and pays for transactions. On Filecoin it is the account
 * {@link #filecoinAddress()}. Immutable and thread-safe; nothing it says, throws or logs contains
 * the key.
 */
public final class Wallet implements Signer {

  private final ECKeyPair keys;
  private final EvmAddress address;

  /**
   * Held from reading the nonce until the node took the transaction: two senders must not share
   * one.
   */
  private final ReentrantLock sending = new ReentrantLock();

  private Wallet(ECKeyPair keys) {
    this.keys = keys;
    this.address = EvmAddress.of(HexFormat.of().parseHex(Keys.getAddress(keys.getPublicKey())));
  }

  /** A new key from the platform's strong random numbers. */
  public static Wallet generate() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[32];
    BigInteger key;
    do {
      random.nextBytes(bytes);
      key = new BigInteger(1, bytes);
    } while (!isKey(key));
    return new Wallet(ECKeyPair.create(key));
  }

  /**
   * The key written as 64 hex digits, with or without {@code 0x}.
   *
   * @throws MalformedException if it is not a key; the message does not repeat it
   */
  public static Wallet fromPrivateKey(String hex) {
    String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
    BigInteger key =
        digits.matches("[0-9a-fA-F]{64}") ? new BigInteger(digits, 16) : BigInteger.ZERO;
    if (!isKey(key)) {
      throw new MalformedException(
          "not a secp256k1 private key", "it has 64 hex digits, optionally after 0x");
    }
    return new Wallet(ECKeyPair.create(key));
  }

  /**
   * The key in a version 3 keystore file (Web3 Secret Storage), as geth and most Ethereum tools
   * write it.
   *
   * @throws dev.carrack.core.StorageException if the file cannot be read
   * @throws MalformedException if it is not such a file
   * @throws dev.carrack.core.RejectedException if the passphrase is wrong
   * @throws dev.carrack.core.LimitException if opening it would take more than 512 MiB or minutes
   */
  public static Wallet fromKeystore(Path file, String passphrase) {
    return new Wallet(Keystore.read(file, passphrase));
  }

  /**
   * Writes the key into a new version 3 keystore file that only its owner may read, where the file
   * system knows owners.
   *
   * @throws dev.carrack.core.ConflictException if the file exists: a key is never overwritten
   * @throws dev.carrack.core.StorageException if it cannot be written
   */
  public void writeKeystore(Path file, String passphrase) {
    Keystore.write(file, passphrase, keys);
  }

  private static boolean isKey(BigInteger key) {
    return key.signum() > 0 && key.compareTo(Sign.CURVE_PARAMS.getN()) < 0;
  }

  /** The account's address. */
  public EvmAddress address() {
    return address;
  }

  /** The same account as Filecoin writes it, {@code f410f…}. */
  public FilecoinAddress filecoinAddress() {
    return FilecoinAddress.of(address);
  }

  /**
   * {@code did:pkh:eip155:1:0x…} with the checksummed address. The DID method wants a chain; it is
   * always 1, because a key is the same person on every chain.
   */
  @Override
  public String keyId() {
    return EthereumSignatures.keyId(address);
  }

  /**
   * Signs as {@code personal_sign} does (EIP-191 version 0x45): 65 bytes, r, s, then v as 27 or 28.
   */
  @Override
  public byte[] sign(byte[] message) {
    Sign.SignatureData signature = Sign.signPrefixedMessage(message, keys);
    byte[] out = new byte[EthereumSignatures.SIZE];
    System.arraycopy(signature.getR(), 0, out, 0, 32);
    System.arraycopy(signature.getS(), 0, out, 32, 32);
    out[64] = signature.getV()[0];
    return out;
  }

  ReentrantLock sending() {
    return sending;
  }

  /** The signed transaction as it goes over the wire; its hash is the Keccak-256 of these bytes. */
  byte[] sign(RawTransaction transaction, long chainId) {
    return TransactionEncoder.signMessage(
        transaction, chainId, org.web3j.crypto.Credentials.create(keys));
  }

  /** The address only. */
  @Override
  public String toString() {
    return "Wallet[" + address + "]";
  }
}
