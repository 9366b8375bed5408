package dev.carrack.core.ipns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.PeerId;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.internal.ProtoWriter;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpnsRecordTest {

  private static final String VALUE =
      "/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  private static final Instant END = Instant.parse("2040-01-02T03:04:05.000000006Z");
  private static final Clock NOW = at("2026-11-22T20:00:00Z");
  private static final PeerPrivateKey KEY =
      PeerPrivateKey.decode(PeerVectors.bytes("Ed25519.private"));
  private static final PeerId NAME = KEY.peerId();

  private static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // Source: ipfs/gateway-conformance 22c7644, fixtures/ipns_records and the records its sites use;
  // a file's name is the IPNS name and the case.
  private static final Map<String, Class<? extends CarrackException>> VERDICTS =
      Map.of(
          "v1", MalformedException.class,
          "v1-v2-broken-v1-value", IntegrityException.class,
          "v1-v2-broken-signature-v2", IntegrityException.class);

  @Test
  @Needs("fixtures")
  void judgesTheConformanceRecordsAsTheSuiteDoes() throws IOException {
    List<Path> records;
    try (Stream<Path> files = Files.walk(Fixtures.path("ipld/gateway-conformance"))) {
      records = files.filter(file -> file.toString().endsWith(".ipns-record")).toList();
    }
    for (Path file : records) {
      String[] parts = file.getFileName().toString().replace(".ipns-record", "").split("_", 2);
      byte[] record = Files.readAllBytes(file);
      PeerId name = PeerId.parse(parts[0]);
      Class<? extends CarrackException> verdict = parts.length > 1 ? VERDICTS.get(parts[1]) : null;
      if (verdict == null) {
        assertThat(IpnsRecord.verify(name, record, NOW).value()).as(parts[0]).startsWith("/ipfs/");
      } else {
        assertThatThrownBy(() -> IpnsRecord.verify(name, record, NOW))
            .as(file.getFileName().toString())
            .isInstanceOf(verdict);
      }
    }
    Fixtures.count("ipld/gateway-conformance (IPNS records)", records.size());
  }

  // The one broken record of the suite that can be mended without its key: what version 1 readers
  // see becomes again what is signed.
  @Test
  @Needs("fixtures")
  void theMendedNeighbourOfABrokenRecordIsTaken() throws IOException {
    String key = "k51qzi5uqu5dlmit2tuwdvnx4sbnyqgmvbxftl0eo3f33wwtb9gr7yozae9kpw";
    byte[] broken =
        Files.readAllBytes(
            Fixtures.path(
                "ipld/gateway-conformance/fixtures/ipns_records/"
                    + key
                    + "_v1-v2-broken-v1-value.ipns-record"));
    IpnsEntry entry = IpnsEntry.decode(broken);
    String signed = IpnsData.decode(entry.require(IpnsEntry.DATA, "data")).value();
    byte[] value = entry.require(IpnsEntry.VALUE, "value");
    byte[] rest = Arrays.copyOfRange(broken, 2 + value.length, broken.length);
    byte[] head = new ProtoWriter(80).bytes(IpnsEntry.VALUE, utf8(signed)).toBytes();
    byte[] mended = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, mended, head.length, rest.length);

    assertThat(IpnsRecord.verify(PeerId.parse(key), mended, NOW).value()).isEqualTo(signed);
    assertThat(new String(value, StandardCharsets.UTF_8)).isNotEqualTo(signed);
  }

  // Source: npm ipns 10.1.6.
  @ParameterizedTest
  @CsvSource({"Ed25519", "secp256k1", "RSA"})
  void takesTheRecordsOfJavaScriptPeers(String type) {
    PeerId name = PeerId.parse(PeerVectors.text(type + ".peer"));
    for (String version : List.of("V2", "V1V2")) {
      byte[] bytes = PeerVectors.bytes(type + ".record" + version);
      IpnsRecord record = IpnsRecord.verify(name, bytes, NOW);

      assertThat(record.value()).isEqualTo(VALUE);
      assertThat(record.sequence()).isEqualTo(7);
      assertThat(record.ttl()).isEqualTo(Duration.ofHours(1));
      assertThat(record.validUntil()).isEqualTo(END);
      assertThat(record.name()).isEqualTo(name);
      assertThat(record.bytes()).isEqualTo(bytes);
    }
  }

  // Ed25519 signatures and DAG-CBOR have one form, so equal facts are equal bytes.
  @Test
  void writesWhatJavaScriptPeersWrite() {
    IpnsRecord record = IpnsRecord.create(KEY, VALUE, 7, END, Duration.ofHours(1));

    assertThat(record.bytes()).isEqualTo(PeerVectors.bytes("Ed25519.recordV2"));
    assertThat(record).isEqualTo(IpnsRecord.verify(NAME, record.bytes(), NOW));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void everyKindOfKeySignsRecords(KeyType type) {
    PeerPrivateKey key = PeerPrivateKey.generate(type);
    IpnsRecord record =
        IpnsRecord.create(key, VALUE, -1, END, Duration.ofSeconds(0xffffffffL * 4, 999_999_999));

    IpnsRecord read = IpnsRecord.verify(key.peerId(), record.bytes(), NOW);
    assertThat(read).isEqualTo(record).hasSameHashCodeAs(record);
    assertThat(read.sequence()).isEqualTo(-1); // 2^64 - 1
    assertThat(read.ttl()).isEqualTo(record.ttl()).isGreaterThan(Duration.ofDays(100_000));
    assertThat(read.toString()).contains("18446744073709551615", key.peerId().cid().toString());
  }

  @Test
  void everyFlippedBitIsCaught() {
    byte[] record = IpnsRecord.create(KEY, VALUE, 1, END, Duration.ZERO).bytes();
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> IpnsRecord.verify(NAME, flipped, NOW))
          .isInstanceOf(CarrackException.class);
    }
  }

  @Test
  void survivesRandomBytes() {
    byte[] seed = PeerVectors.bytes("Ed25519.recordV1V2");
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = Arrays.copyOf(seed, random.nextInt(seed.length));
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThatThrownBy(() -> IpnsRecord.verify(NAME, bytes, NOW))
          .isInstanceOf(CarrackException.class);
    }
  }

  @Test
  void anotherNameIsNotItsName() {
    byte[] record = PeerVectors.bytes("Ed25519.recordV2");
    PeerId other = PeerId.parse(PeerVectors.text("secp256k1.peer"));
    PeerId rsa = PeerId.parse(PeerVectors.text("RSA.peer"));

    assertThatThrownBy(() -> IpnsRecord.verify(other, record, NOW))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(other.cid().toString());
    assertThatThrownBy(() -> IpnsRecord.verify(rsa, record, NOW))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("public key");
    assertThatThrownBy(() -> IpnsRecord.verify(NAME, PeerVectors.bytes("RSA.recordV2"), NOW))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(rsa.cid().toString());
  }

  @Test
  void countsUntilItsEndOnly() {
    byte[] record = PeerVectors.bytes("Ed25519.recordV2");

    IpnsRecord kept = IpnsRecord.verify(NAME, record, at("2040-01-02T03:04:05.000000005Z"));
    assertThatThrownBy(() -> kept.requireValid(at("2040-01-02T03:04:05.000000006Z")))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> IpnsRecord.verify(NAME, record, at("2050-01-01T00:00:00Z")))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void theHighestSequenceCountsThenTheLatestEnd() {
    IpnsRecord first = IpnsRecord.create(KEY, VALUE, 1, END, Duration.ZERO);
    IpnsRecord longer = IpnsRecord.create(KEY, VALUE, 1, END.plusNanos(1), Duration.ZERO);
    IpnsRecord second = IpnsRecord.create(KEY, VALUE, 2, END.minusSeconds(9), Duration.ZERO);
    IpnsRecord last = IpnsRecord.create(KEY, VALUE, -1, END, Duration.ZERO); // unsigned

    assertThat(Stream.of(last, longer, second, first).sorted())
        .containsExactly(first, longer, second, last);
  }

  private static Node.MapBuilder data() {
    return Node.map()
        .put("Value", Node.of(utf8(VALUE)))
        .put("Validity", Node.of(utf8("2040-01-02T03:04:05.000000006Z")))
        .put("ValidityType", 0)
        .put("Sequence", 7)
        .put("TTL", 3_600_000_000_000L);
  }

  private static ProtoWriter signed(byte[] cbor) {
    byte[] message = new byte[15 + cbor.length];
    System.arraycopy(utf8("ipns-signature:"), 0, message, 0, 15);
    System.arraycopy(cbor, 0, message, 15, cbor.length);
    return new ProtoWriter(300).bytes(8, KEY.sign(message)).bytes(9, cbor);
  }

  private static IpnsRecord verify(ProtoWriter record) {
    return IpnsRecord.verify(NAME, record.toBytes(), NOW);
  }

  @Test
  void otherFieldsMayStandBesideOurs() {
    byte[] cbor = DagCbor.encode(data().put("x", "y").build());

    assertThat(verify(signed(cbor).bytes(10, utf8("new")).varint(11, 1)).sequence()).isEqualTo(7);
    assertThat(verify(signed(cbor).bytes(7, KEY.publicKey().bytes())).sequence()).isEqualTo(7);
  }

  // A rightly signed record whose data break one rule each.
  @ParameterizedTest
  @CsvSource({
    "Value, missing",
    "Validity, missing",
    "ValidityType, missing",
    "Sequence, missing",
    "TTL, missing",
    "Value, text",
    "Value, relative",
    "Value, bytes",
    "Validity, text",
    "Validity, relative",
    "Sequence, text",
    "Sequence, negative",
    "TTL, negative",
    "ValidityType, negative"
  })
  void refusesDataThatBreakARule(String key, String how) {
    Map<String, Node> wrong =
        Map.of(
            "text", Node.of("/x"),
            "relative", Node.of(utf8("ipfs/x")),
            "bytes", Node.of(new byte[] {'/', (byte) 0xff}),
            "negative", Node.of(-1));
    Map<String, Node> entries = new java.util.HashMap<>(data().build().entries());
    if (how.equals("missing")) {
      entries.remove(key);
    } else {
      entries.put(key, wrong.get(how));
    }
    assertThatThrownBy(() -> verify(signed(DagCbor.encode(Node.map(entries)))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("IPNS record");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2040-13-02T03:04:05Z",
        "2040-01-02T03:04Z",
        "2040-01-02 03:04:05Z",
        "2040-01-02T03:04:05.0000000001Z",
        "2040-01-02T03:04:05",
        "+12040-01-02T03:04:05Z",
        ""
      })
  void refusesTimesThatAreNotOfRfc3339(String validity) {
    Node map = data().put("Validity", Node.of(utf8(validity))).build();

    assertThatThrownBy(() -> verify(signed(DagCbor.encode(map))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("validity");
  }

  @Test
  void readsTimesWithAnOffset() {
    Node map = data().put("Validity", Node.of(utf8("2040-01-02T03:04:05.5+01:00"))).build();

    assertThat(verify(signed(DagCbor.encode(map))).validUntil())
        .isEqualTo("2040-01-02T02:04:05.500Z");
  }

  @Test
  void refusesDataThatAreNotStrictDagCbor() {
    byte[] cbor = DagCbor.encode(data().build());
    byte[] longer = Arrays.copyOf(cbor, cbor.length + 1);

    assertThatThrownBy(() -> verify(signed(longer))).isInstanceOf(MalformedException.class);
  }

  @Test
  void anUnknownKindOfValidityIsSaidSo() {
    Node map = data().put("ValidityType", 1).build();

    assertThatThrownBy(() -> verify(signed(DagCbor.encode(map))))
        .isInstanceOf(UnsupportedVersionException.class);
  }

  // The six ways in which what version 1 readers see could differ from what is signed.
  @Test
  void fieldsOfVersionOneMustAgree() {
    byte[] cbor = DagCbor.encode(data().build());
    byte[] end = utf8("2040-01-02T03:04:05.000000006Z");
    ProtoWriter whole = signed(cbor).bytes(1, utf8(VALUE)).bytes(2, new byte[64]).bytes(4, end);
    assertThat(verify(whole.varint(5, 7).varint(6, 3_600_000_000_000L)).sequence()).isEqualTo(7);

    List<ProtoWriter> altered =
        List.of(
            signed(cbor).bytes(1, utf8("/ipfs/other")),
            signed(cbor).bytes(2, new byte[64]), // all others missing
            signed(cbor).varint(3, 1),
            signed(cbor).bytes(4, utf8("2041-01-02T03:04:05Z")),
            signed(cbor).varint(5, 8),
            signed(cbor).varint(6, 1),
            signed(cbor).bytes(1, utf8(VALUE)).bytes(4, end).varint(5, 7)); // TTL missing
    for (ProtoWriter record : altered) {
      assertThatThrownBy(() -> verify(record))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("differs");
    }
  }

  @Test
  void aFieldTwiceIsNoRecord() {
    byte[] cbor = DagCbor.encode(data().build());

    assertThatThrownBy(() -> verify(signed(cbor).bytes(9, cbor)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> verify(signed(cbor).varint(5, 7).varint(5, 7)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void isBoundedBothWays() {
    byte[] padded = new byte[IpnsRecord.MAX_BYTES + 1];
    assertThatThrownBy(() -> IpnsRecord.verify(NAME, padded, NOW))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(
            () ->
                IpnsRecord.create(
                    KEY, "/" + "x".repeat(IpnsRecord.MAX_BYTES), 0, END, Duration.ZERO))
        .isInstanceOf(LimitException.class);
    String longest = "/" + "x".repeat(IpnsRecord.MAX_BYTES - 163);
    byte[] record = IpnsRecord.create(KEY, longest, 0, END, Duration.ZERO).bytes();
    assertThat(record.length).isLessThanOrEqualTo(IpnsRecord.MAX_BYTES);
    assertThat(IpnsRecord.verify(NAME, record, NOW).value()).isEqualTo(longest);
  }

  @Test
  void refusesToSignNonsense() {
    assertThatThrownBy(() -> IpnsRecord.create(KEY, "ipfs/x", 0, END, Duration.ZERO))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> IpnsRecord.create(KEY, VALUE, 0, Instant.MAX, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IpnsRecord.create(KEY, VALUE, 0, Instant.MIN, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IpnsRecord.create(KEY, VALUE, 0, END, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IpnsRecord.create(KEY, VALUE, 0, END, Duration.ofDays(365 * 585)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
