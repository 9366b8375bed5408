package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.PeerId;
import dev.carrack.core.ipns.IpnsRecord;
import dev.carrack.core.ipns.KeyType;
import dev.carrack.core.ipns.PeerPrivateKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpnsInteropTest {
  private static final int RECORDS = Integer.getInteger("interop.records", 400);
  private static final Map<KeyType, String> NAMES =
      Map.of(
          KeyType.ED25519, "Ed25519",
          KeyType.SECP256K1, "secp256k1",
          KeyType.RSA, "RSA"); // its ECDSA keys are not in PKIX form, as libp2p has them

  @Test
  void keysAndRecordsOfEachAreTheOthersToo() {
    try (Peer peer = Peers.node("ipns")) {
      for (KeyType type : NAMES.keySet()) {
        PeerPrivateKey ours = PeerPrivateKey.generate(type);
        byte[] theirs = peer.bytes("key", Peer.arg(NAMES.get(type)));
        assertThat(PeerPrivateKey.decode(theirs).bytes()).isEqualTo(theirs);
        for (PeerPrivateKey key : List.of(ours, PeerPrivateKey.decode(theirs))) {
          assertThat(peer.bytes("name", key.bytes())).isEqualTo(key.peerId().bytes());
          exchange(peer, key, type);
        }
        peer.report("records each way, signed by " + type);
      }
    }
  }

  private static void exchange(Peer peer, PeerPrivateKey key, KeyType type) {
    for (int i = 0; i < RECORDS / 6; i++) {
      Random random = Seed.random("ipns" + type, i);
      String value = "/ipfs/" + Documents.cid(random).toV1() + "/Ω/" + i;
      long sequence = random.nextLong() >>> random.nextInt(64);

      // The peer writes sequences of 32 bits wrongly into the fields of version 1.
      boolean v1 = random.nextBoolean() && sequence >>> 31 != 1;

      weReadTheirs(peer, key, value, sequence, v1);
      theyReadOurs(peer, key, value, sequence);
      peer.agreed();
    }
  }

  private static void weReadTheirs(
      Peer peer, PeerPrivateKey key, String value, long sequence, boolean v1) {
    String number = Long.toUnsignedString(sequence);
    byte[] made = peer.bytes("make", key.bytes(), Peer.arg(value), Peer.arg(number), Peer.arg(v1));

    IpnsRecord record = IpnsRecord.verify(key.peerId(), made, Clock.systemUTC());

    assertThat(record.value()).isEqualTo(value);
    assertThat(record.sequence()).isEqualTo(sequence);
    assertThat(record.ttl()).isEqualTo(Duration.ofMinutes(1));
    assertThat(record.validUntil())
        .isAfter(Instant.now())
        .isBefore(Instant.now().plusSeconds(3601));
    PeerId another = PeerPrivateKey.generate(KeyType.ED25519).peerId();
    assertThatThrownBy(() -> IpnsRecord.verify(another, made, Clock.systemUTC()))
        .isInstanceOf(IntegrityException.class);
  }

  private static void theyReadOurs(Peer peer, PeerPrivateKey key, String value, long sequence) {
    Instant until = Instant.now().plusSeconds(600);
    IpnsRecord record = IpnsRecord.create(key, value, sequence, until, Duration.ofSeconds(7));

    List<byte[]> read = peer.ask("check", key.peerId().bytes(), record.bytes());

    assertThat(text(read.get(0))).isEqualTo(value);
    assertThat(text(read.get(1))).isEqualTo(Long.toUnsignedString(sequence));
    assertThat(Instant.parse(text(read.get(2)))).isEqualTo(until);
    assertThat(text(read.get(3))).isEqualTo("7000000000");
    byte[] forged = record.bytes();
    forged[forged.length - 1] ^= 1;
    assertThatThrownBy(() -> peer.ask("check", key.peerId().bytes(), forged))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("err ");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
