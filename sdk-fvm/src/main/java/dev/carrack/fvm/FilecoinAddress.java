package dev.carrack.fvm;

import dev.carrack.core.CarrackException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multibase;
import dev.carrack.core.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * An account on Filecoin that an Ethereum address can name: {@code f410f…} (delegated, namespace
 * 10, the 20 bytes of the Ethereum address) or {@code f0…} (an actor's number, which Ethereum tools
 * see as {@code 0xff}, eleven zero bytes and the number). Immutable, thread-safe; the network
 * prefix ({@code f} mainnet, {@code t} testnets) is not part of its identity. Spec: Filecoin
 * "Address", FIP-0048, FIP-0055.
 *
 * <p>{@code f1}, {@code f2} and {@code f3} addresses have no Ethereum form of their own; a node
 * turns them into a number first.
 */
public final class FilecoinAddress {

  private static final int DELEGATED = 4;
  private static final int ETHEREUM_NAMESPACE = 10;
  private static final int CHECKSUM_BYTES = 4;

  private final EvmAddress address;

  private FilecoinAddress(EvmAddress address) {
    this.address = address;
  }

  /**
   * The Filecoin form of an Ethereum address.
   *
   * @throws MalformedException if it is an embedded actor number out of range
   */
  public static FilecoinAddress of(EvmAddress address) {
    FilecoinAddress result = new FilecoinAddress(address);
    if (result.isActor() && result.actor() < 0) {
      throw new MalformedException(
          "the actor number in " + address + " is above 2^63 - 1", "no such actor can exist");
    }
    return result;
  }

  /**
   * The address of actor {@code number}, the {@code f0…} form.
   *
   * @throws MalformedException if it is negative
   */
  public static FilecoinAddress actor(long number) {
    if (number < 0) {
      throw new MalformedException("actor number " + number + " is negative", "they begin at 0");
    }
    byte[] bytes =
        ByteBuffer.allocate(EvmAddress.SIZE).put((byte) 0xff).putLong(12, number).array();
    return new FilecoinAddress(EvmAddress.of(bytes));
  }

  /**
   * Parses {@code f410f…}, {@code f0…} or their {@code t} forms.
   *
   * @throws MalformedException naming the rule broken; also for classes with no Ethereum form
   */
  public static FilecoinAddress parse(String text) {
    try {
      if (text.matches("[ft]0(0|[1-9][0-9]{0,18})")) {
        return actor(Long.parseLong(text.substring(2)));
      }
      if (text.matches("[ft]410f[a-z2-7]{39}")) {
        return delegated(Multibase.BASE32.decodeBare(text.substring(5)));
      }
    } catch (NumberFormatException | CarrackException e) {
      throw new MalformedException(
          "not a Filecoin address: '" + text + "': " + e.getMessage(), "", e);
    }
    throw new MalformedException(
        "'" + text + "' has no Ethereum form",
        "f410f… and f0… have; ask a node (StateLookupID) for the f0… of an f1, f2 or f3 address");
  }

  private static FilecoinAddress delegated(byte[] payload) {
    byte[] address = Arrays.copyOf(payload, EvmAddress.SIZE);
    byte[] checksum = Arrays.copyOfRange(payload, EvmAddress.SIZE, payload.length);
    if (!Arrays.equals(checksum, checksum(delegatedBytes(address)))) {
      throw new MalformedException("its checksum is wrong", "copy it again from its source");
    }
    FilecoinAddress result = new FilecoinAddress(EvmAddress.of(address));
    if (result.isActor()) {
      throw new MalformedException("it hides an actor number", "write f0" + result.actor());
    }
    return result;
  }

  /** The same account for Ethereum tools. */
  public EvmAddress toEvm() {
    return address;
  }

  /** The binary form: the class byte, then the payload; the network is not part of it. */
  public byte[] bytes() {
    if (!isActor()) {
      return delegatedBytes(address.bytes());
    }
    byte[] out = new byte[1 + Varint.size(actor())];
    Varint.put(actor(), out, 1);
    return out;
  }

  /** The text form on a test network, which begins with {@code t}. */
  public String toTestnetString() {
    return "t" + toString().substring(1);
  }

  /** The text form on mainnet, which begins with {@code f}. */
  @Override
  public String toString() {
    if (isActor()) {
      return "f0" + actor();
    }
    byte[] payload = Arrays.copyOf(address.bytes(), EvmAddress.SIZE + CHECKSUM_BYTES);
    System.arraycopy(checksum(bytes()), 0, payload, EvmAddress.SIZE, CHECKSUM_BYTES);
    return "f410f" + Multibase.BASE32.encodeBare(payload);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FilecoinAddress that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  private boolean isActor() {
    byte[] bytes = address.bytes();
    return bytes[0] == (byte) 0xff && Arrays.equals(bytes, 1, 12, new byte[11], 0, 11);
  }

  private long actor() {
    return ByteBuffer.wrap(address.bytes()).getLong(12);
  }

  private static byte[] delegatedBytes(byte[] address) {
    return ByteBuffer.allocate(2 + EvmAddress.SIZE)
        .put((byte) DELEGATED)
        .put((byte) ETHEREUM_NAMESPACE)
        .put(address)
        .array();
  }

  private static byte[] checksum(byte[] bytes) {
    Blake2bDigest digest = new Blake2bDigest(8 * CHECKSUM_BYTES);
    digest.update(bytes, 0, bytes.length);
    byte[] out = new byte[CHECKSUM_BYTES];
    digest.doFinal(out, 0);
    return out;
  }
}
