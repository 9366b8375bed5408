package dev.carrack.core.ipns;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.ProtoReader;
import dev.carrack.core.internal.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The protobuf form of keys: Type = 1, Data = 2, in one encoding only, as names hash it. */
final class KeyMessage {

  private static final int MAX_BYTES = 8192; // an RSA private key of 8192 bits has 4.7 KB

  private final KeyType type;
  private final byte[] data;

  KeyMessage(KeyType type, byte[] data) {
    this.type = type;
    this.data = data;
  }

  static KeyMessage decode(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw new LimitException(
          what + " has " + bytes.length + " bytes", "no key has more than " + MAX_BYTES);
    }
    ProtoReader in = new ProtoReader(ByteBuffer.wrap(bytes), what);
    long type = in.next() && in.field() == 1 ? in.unsigned() : -1;
    byte[] data = new byte[0];
    if (in.next() && in.field() == 2) {
      ByteBuffer view = in.bytes();
      data = new byte[view.remaining()];
      view.get(data);
    }
    KeyMessage message = new KeyMessage(type(type, what), data);
    if (!Arrays.equals(message.encode(), bytes)) {
      throw new MalformedException(
          what + " is not type and data in this order and nothing else",
          "one key must have one name");
    }
    return message;
  }

  private static KeyType type(long code, String what) {
    for (KeyType type : KeyType.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new MalformedException(
        what + (code < 0 ? " has no type" : " has the unknown type " + code),
        "RSA, Ed25519, secp256k1 and ECDSA are read");
  }

  KeyType type() {
    return type;
  }

  /** The key itself, not copied. */
  byte[] data() {
    return data;
  }

  byte[] encode() {
    return new ProtoWriter(data.length + 8).varint(1, type.code()).bytes(2, data).toBytes();
  }

  /** The type: never the data, which may be private. */
  @Override
  public String toString() {
    return type.toString();
  }
}
