package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.PeerId;
import dev.carrack.core.internal.ProtoWriter;
import dev.carrack.core.ipns.IpnsRecord;
import dev.carrack.core.ipns.KeyType;
import dev.carrack.core.ipns.PeerPrivateKey;
import dev.carrack.core.ipns.PeerPublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * IPNS records and keys. Behind an even first byte stand the length of a peer id, the id and a
 * record. Behind an odd one stand the length of a record's data, the data and other fields; they
 * are signed here, for no change of a signed record would get past its signature.
 */
final class IpnsTarget {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final Duration LONGEST = Duration.ofDays(584 * 365);
  private static final PeerPrivateKey KEY = PeerPrivateKey.generate(KeyType.ED25519);

  private IpnsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it holds a valid record; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    keys(input);
    if (input.length < 3) {
      return false;
    }
    int length = Math.min((input[1] & 0xff) << 8 | input[2] & 0xff, input.length - 3);
    byte[] first = Arrays.copyOfRange(input, 3, 3 + length);
    byte[] rest = Arrays.copyOfRange(input, 3 + length, input.length);
    return (input[0] & 1) == 0 ? said(first, rest) : verified(KEY.peerId(), signed(first, rest));
  }

  private static void keys(byte[] input) {
    try {
      PeerPublicKey key = PeerPublicKey.decode(input);
      Claim.equal(PeerPublicKey.decode(key.bytes()), key, "a public key can be read again");
    } catch (CarrackException e) {
      // refused, as it may be
    }
    try {
      PeerPrivateKey key = PeerPrivateKey.decode(input);
      byte[] bytes = key.bytes();
      Claim.equal(PeerPrivateKey.decode(bytes).bytes(), bytes, "a private key too");
    } catch (CarrackException e) {
      // refused, as it may be
    }
  }

  private static boolean said(byte[] id, byte[] record) {
    PeerId name;
    try {
      name = PeerId.decode(id);
    } catch (CarrackException e) {
      return false;
    }
    return verified(name, record);
  }

  private static boolean verified(PeerId name, byte[] bytes) {
    IpnsRecord record;
    try {
      record = IpnsRecord.verify(name, bytes, CLOCK);
    } catch (CarrackException e) {
      return false;
    }
    Claim.equal(record.bytes(), bytes, "a record is the bytes it came from");
    Claim.holds(record.value().startsWith("/"), "it points to a path");
    Claim.holds(record.toString().contains(record.value()), "it prints where");
    if (record.ttl().compareTo(LONGEST) <= 0) {
      sign(record);
    }
    return true;
  }

  private static void sign(IpnsRecord record) {
    IpnsRecord made;
    try {
      made =
          IpnsRecord.create(
              KEY, record.value(), record.sequence(), record.validUntil(), record.ttl());
    } catch (CarrackException e) {
      return; // longer than a record may be
    }
    IpnsRecord again = IpnsRecord.verify(KEY.peerId(), made.bytes(), CLOCK);
    Claim.equal(again, made, "what was made can be verified");
    Claim.equal(again.compareTo(record), 0, "sequence and validity are kept");
    Claim.equal(again.value(), record.value(), "so is the path");
    Claim.equal(again.ttl(), record.ttl(), "and the time to live");
  }

  private static byte[] signed(byte[] data, byte[] fields) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes("ipns-signature:".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(data);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(fields);
    record.writeBytes(
        new ProtoWriter(data.length + 80)
            .bytes(8, KEY.sign(message.toByteArray()))
            .bytes(9, data)
            .toBytes());
    return record.toByteArray();
  }
}
