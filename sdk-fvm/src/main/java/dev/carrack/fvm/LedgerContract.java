package dev.carrack.fvm;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint64;

/** What CarrackLedger.sol looks like from outside: its code, calls, answers and refusals. */
final class LedgerContract {

  /** As in the contract. */
  static final int MAX_CID_BYTES = 128;

  /** As in the contract. */
  static final int MAX_NAME_BYTES = 128;

  private static final List<TypeReference<?>> ENTRY =
      List.of(
          new TypeReference<Address>() {},
          new TypeReference<Uint256>() {},
          new TypeReference<Uint256>() {},
          new TypeReference<DynamicBytes>() {});
  private static final List<TypeReference<?>> NAME =
      List.of(
          new TypeReference<Address>() {},
          new TypeReference<Address>() {},
          new TypeReference<Uint64>() {});

  private LedgerContract() {}

  /** The bytes that create the contract, {@code 0x…}. */
  static String creationCode() {
    return "0x" + resource("CarrackLedger.bin");
  }

  /**
   * The bytes that stand at its address, {@code 0x…}. It has no immutables, so they are always
   * these.
   */
  static String runtimeCode() {
    return "0x" + resource("CarrackLedger.runtime.bin");
  }

  private static String resource(String name) {
    try (InputStream in = LedgerContract.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String anchor(byte[] root, byte[] cid) {
    return call("anchor", new Bytes32(root), new DynamicBytes(cid));
  }

  static String anchorOf(byte[] root) {
    return call("anchorOf", new Bytes32(root));
  }

  static String publish(String name, byte[] cid, long version) {
    return call("publish", new Utf8String(name), new DynamicBytes(cid), new Uint64(version));
  }

  static String nameOf(String name) {
    return call("nameOf", new Utf8String(name));
  }

  static String versionOf(String name, long version) {
    return call("versionOf", new Utf8String(name), new Uint64(version));
  }

  static String offerOwnership(String name, EvmAddress to) {
    return call("offerOwnership", new Utf8String(name), new Address(to.toString()));
  }

  static String acceptOwnership(String name) {
    return call("acceptOwnership", new Utf8String(name));
  }

  private static String call(String function, Type<?>... inputs) {
    return FunctionEncoder.encode(
        new Function(function, List.copyOf(Arrays.asList(inputs)), List.of()));
  }

  /** The first topic of the event that records an anchor; the second is the root. */
  static String anchoredTopic() {
    return EventEncoder.encode(
        new Event(
            "Anchored",
            List.of(
                new TypeReference<Bytes32>(true) {},
                new TypeReference<Address>(true) {},
                new TypeReference<DynamicBytes>() {})));
  }

  /** One stored entry: who, in which block, when (seconds since 1970), which CID. */
  static final class Entry {
    final EvmAddress sender;
    final long height;
    final long seconds;
    final byte[] cid;

    private Entry(List<Type> values) {
      this.sender = EvmAddress.parse((String) values.get(0).getValue());
      this.height = exact(values.get(1));
      this.seconds = exact(values.get(2));
      this.cid = (byte[]) values.get(3).getValue();
    }
  }

  /** A name's owner, whom it is offered to, and how many versions it has. */
  record Name(EvmAddress owner, EvmAddress pendingOwner, long versions) {
    boolean exists() {
      return !isZero(owner);
    }
  }

  /** A stored entry, or empty where the contract has none. */
  static Optional<Entry> entry(String answer) {
    Entry entry = new Entry(decode(answer, ENTRY));
    return isZero(entry.sender) ? Optional.empty() : Optional.of(entry);
  }

  static Name name(String answer) {
    List<Type> values = decode(answer, NAME);
    return new Name(
        EvmAddress.parse((String) values.get(0).getValue()),
        EvmAddress.parse((String) values.get(1).getValue()),
        exact(values.get(2)));
  }

  private static boolean isZero(EvmAddress address) {
    return Arrays.equals(address.bytes(), new byte[EvmAddress.SIZE]);
  }

  private static long exact(Type<?> value) {
    return ((BigInteger) value.getValue()).longValueExact();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // web3j's own signatures are raw
  private static List<Type> decode(String answer, List<TypeReference<?>> types) {
    try {
      List<Type> values = FunctionReturnDecoder.decode(answer, (List) types);
      if (values.size() == types.size()) {
        return values;
      }
    } catch (RuntimeException e) {
      throw new IntegrityException(
          "the ledger contract's answer cannot be decoded", "try another RPC endpoint", e);
    }
    throw new IntegrityException(
        "the ledger contract gave an empty answer", "try another RPC endpoint");
  }

  /** What a revert of the contract means. {@code data} is {@code 0x}, a selector and its values. */
  static CarrackException refusal(String data, String what) {
    for (Reason reason : Reason.values()) {
      if (data.matches(reason.selector + "([0-9a-f]{64})*")) {
        return reason.exception(data.substring(reason.selector.length()), what);
      }
    }
    return new RejectedException(
        what
            + " was refused by the contract with "
            + (data.isEmpty() ? "no reason" : shortened(data)),
        "check the arguments");
  }

  private static String shortened(String data) {
    return data.length() > 138 ? data.substring(0, 138) + "…" : data;
  }

  private enum Reason {
    ZERO_ROOT("ZeroRoot()"),
    ALREADY_ANCHORED("AlreadyAnchored(bytes32,address,uint256)"),
    BAD_CID_LENGTH("BadCidLength(uint256,uint256)"),
    BAD_NAME_LENGTH("BadNameLength(uint256,uint256)"),
    NOT_OWNER("NotOwner(address,address)"),
    NOT_PENDING_OWNER("NotPendingOwner(address,address)"),
    VERSION_CONFLICT("VersionConflict(uint64,uint64)");

    private final String selector;

    Reason(String signature) {
      this.selector = org.web3j.crypto.Hash.sha3String(signature).substring(0, 10);
    }

    private CarrackException exception(String data, String what) {
      return switch (this) {
        case ZERO_ROOT ->
            new RejectedException(
                what + " was refused (ZeroRoot): the root is all zeros", "compute it first");
        case ALREADY_ANCHORED ->
            new ConflictException(
                what
                    + " was refused (AlreadyAnchored): "
                    + address(data, 1)
                    + " anchored the root in block "
                    + number(data, 2),
                "find(root) returns that anchor");
        case BAD_CID_LENGTH, BAD_NAME_LENGTH ->
            new LimitException(
                what + " was refused: length " + number(data, 0) + " bytes",
                "1 to " + number(data, 1) + " are allowed");
        case NOT_OWNER ->
            new RejectedException(
                what
                    + " was refused (NotOwner): the name belongs to "
                    + address(data, 0)
                    + ", not to "
                    + address(data, 1),
                "choose another name, or ask its owner to offer it");
        case NOT_PENDING_OWNER ->
            new RejectedException(
                what
                    + " was refused (NotPendingOwner): the name is offered to "
                    + address(data, 0)
                    + ", not to "
                    + address(data, 1),
                "ask its owner to offer it");
        case VERSION_CONFLICT ->
            new ConflictException(
                what
                    + " was refused (VersionConflict): the next version is "
                    + number(data, 1)
                    + ", not "
                    + number(data, 0),
                "look at latest(name), then publish with the next number");
      };
    }

    private static String word(String data, int index) {
      int end = 64 * (index + 1);
      return data.length() >= end ? data.substring(end - 64, end) : "0".repeat(64);
    }

    private static BigInteger number(String data, int index) {
      return new BigInteger(word(data, index), 16);
    }

    private static EvmAddress address(String data, int index) {
      return EvmAddress.parse("0x" + word(data, index).substring(24));
    }
  }
}
