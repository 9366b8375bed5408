package dev.carrack.core.ipns;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.ProtoReader;
import dev.carrack.core.internal.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The protobuf around an IPNS record: the signed data, its signature, and what version 1 left. */
final class IpnsEntry {

  static final int MAX_BYTES = 10 * 1024;

  static final int VALUE = 1;
  static final int SIGNATURE_V1 = 2;
  static final int VALIDITY_TYPE = 3;
  static final int VALIDITY = 4;
  static final int SEQUENCE = 5;
  static final int TTL = 6;
  static final int PUBLIC_KEY = 7;
  static final int SIGNATURE_V2 = 8;
  static final int DATA = 9;

  private static final String WHAT = "IPNS record";

  private final Map<Integer, byte[]> bytes = new HashMap<>();
  private final Map<Integer, Long> numbers = new HashMap<>();

  private IpnsEntry() {}

  static IpnsEntry decode(byte[] record) {
    if (record.length > MAX_BYTES) {
      throw new LimitException(
          "IPNS record has " + record.length + " bytes", "it has at most " + MAX_BYTES);
    }
    IpnsEntry entry = new IpnsEntry();
    ProtoReader in = new ProtoReader(ByteBuffer.wrap(record), WHAT);
    while (in.next()) {
      entry.take(in);
    }
    return entry;
  }

  private void take(ProtoReader in) {
    int field = in.field();
    if (field > DATA) {
      in.skip();
      return;
    }
    boolean number = field == VALIDITY_TYPE || field == SEQUENCE || field == TTL;
    if (number ? numbers.put(field, in.varint()) != null : bytes.put(field, copy(in)) != null) {
      throw in.malformed("has field " + field + " twice");
    }
  }

  private static byte[] copy(ProtoReader in) {
    ByteBuffer view = in.bytes();
    byte[] copy = new byte[view.remaining()];
    view.get(copy);
    return copy;
  }

  Optional<byte[]> bytes(int field) {
    return Optional.ofNullable(bytes.get(field));
  }

  Optional<Long> number(int field) {
    return Optional.ofNullable(numbers.get(field));
  }

  byte[] require(int field, String name) {
    return bytes(field)
        .orElseThrow(
            () ->
                new MalformedException(
                    WHAT + " has no " + name,
                    "a record without signature version 2 proves nothing: ask for a newer one"));
  }

  /** A version 2 record; the key is there only where the name does not hold it. */
  static byte[] encode(Optional<PeerPublicKey> key, byte[] signature, byte[] data) {
    ProtoWriter out = new ProtoWriter(data.length + signature.length + 16);
    key.ifPresent(present -> out.bytes(PUBLIC_KEY, present.bytes()));
    byte[] record = out.bytes(SIGNATURE_V2, signature).bytes(DATA, data).toBytes();
    if (record.length > MAX_BYTES) {
      throw new LimitException(
          "IPNS record would have " + record.length + " bytes",
          "it has at most " + MAX_BYTES + ": shorten the path");
    }
    return record;
  }
}
