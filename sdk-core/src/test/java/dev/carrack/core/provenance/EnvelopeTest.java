package dev.carrack.core.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final List<SignatureScheme> SCHEMES = List.of(new Ed25519Scheme());
  private static final String PAYLOAD = "{\"_type\":\"https://in-toto.io/Statement/v1\"}";

  // RFC 8032 TEST 1 and 2: keys A and B of the DSSE vectors below.
  private static final Ed25519Signer A =
      Ed25519Signer.ofSeed(
          HexFormat.of()
              .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  private static final Ed25519Signer B =
      Ed25519Signer.ofSeed(
          HexFormat.of()
              .parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

  // secure-systems-lab/dsse protocol.md v1.0, section "Test Vectors".
  @Test
  void encodesWhatIsSignedAsTheDsseProtocolSays() {
    assertThat(Envelope.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  // secure-systems-lab/dsse testvectors/vectors.json, commit 82043ad: single-signature,
  // non-ascii-payload-type, empty-payload, and B's signature of threshold-two-distinct-keys.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "A, application/vnd.in-toto+json, eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==,"
            + "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==",
        "A, application/vnd.exämple+json, eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==,"
            + "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw==",
        "A, application/vnd.in-toto+json, ``,"
            + "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg==",
        "B, application/vnd.in-toto+json, eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==,"
            + "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw=="
      })
  void signsAndVerifiesTheDsseVectors(String key, String type, String payload, String signature) {
    Ed25519Signer signer = key.equals("A") ? A : B;
    byte[] body = Base64Text.decode(payload);

    Envelope signed = Envelope.sign(type, body, signer);

    assertThat(signed.bytes()).asString(UTF_8).contains("\"" + signature + "\"");
    assertThat(signed.verify(SCHEMES)).containsExactly(signer.keyId());
  }

  // The same vectors: url-safe-base64 is accepted, payload-type-swapped and empty-payload-type not.
  @Test
  void readsTheUrlSafeAlphabetAsTheDsseVectorsDemand() {
    Envelope envelope =
        envelope(
            "application/vnd.in-toto+json",
            "-_-_Pj8=",
            "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw==");

    assertThat(envelope.verify(SCHEMES)).containsExactly(A.keyId());
    assertThat(envelope.payload()).isEqualTo(HexFormat.of().parseHex("fbffbf3e3f"));
  }

  @Test
  void refusesASwappedOrEmptyPayloadTypeAsTheDsseVectorsDemand() {
    Envelope swapped =
        envelope(
            "application/vnd.example.other+json",
            "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==",
            "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==");

    assertThatThrownBy(() -> swapped.verify(SCHEMES)).isInstanceOf(IntegrityException.class);
    assertThatThrownBy(
            () ->
                envelope(
                    "",
                    "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==",
                    "iC3q/+3Rm0+lpAJRueDmDh15PnwCfxKmS0NAfKsbv+zgulXQC/WM9trc+j1XEqlwDIg/vf/uNfebeD6sxInrDg=="))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("payloadType");
  }

  private static Envelope envelope(String type, String payload, String signature) {
    return Envelope.decode(
        """
        {"payload":"%s","payloadType":"%s","signatures":[{"keyid":"%s","sig":"%s"}]}\
        """
            .formatted(payload, type, A.keyId(), signature)
            .getBytes(UTF_8));
  }

  @Test
  void keepsItsBytesThroughReading() {
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, PAYLOAD.getBytes(UTF_8), A).alsoSignedBy(B);

    Envelope again = Envelope.decode(envelope.bytes());

    assertThat(again).isEqualTo(envelope).hasSameHashCodeAs(envelope);
    assertThat(again.bytes()).isEqualTo(envelope.bytes());
    assertThat(again.cid()).isEqualTo(Cid.of(Codec.RAW, envelope.bytes()));
    assertThat(again.verify(SCHEMES)).containsExactly(A.keyId(), B.keyId());
  }

  @Test
  void neverVerifiesWithAnyByteChanged() {
    byte[] json = Envelope.sign(Envelope.IN_TOTO, PAYLOAD.getBytes(UTF_8), A).bytes();

    for (int i = 0; i < json.length; i++) {
      byte[] bent = json.clone();
      bent[i] ^= (byte) (1 << (i % 7));
      assertThatThrownBy(() -> Envelope.decode(bent).verify(SCHEMES))
          .as("byte %d", i)
          .isInstanceOf(CarrackException.class);
    }
  }

  @Test
  void refusesAKeyThatNoSchemeKnows() {
    Envelope envelope =
        Envelope.sign(Envelope.IN_TOTO, PAYLOAD.getBytes(UTF_8), A)
            .alsoSignedBy(
                new Signer() {
                  @Override
                  public String keyId() {
                    return "did:pkh:eip155:1:0xabc";
                  }

                  @Override
                  public byte[] sign(byte[] message) {
                    return new byte[65];
                  }
                });

    assertThatThrownBy(() -> envelope.verify(SCHEMES))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("did:pkh:eip155:1:0xabc")
        .hasMessageContaining("scheme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"payload\":\"\",\"payloadType\":\"a\"}",
        "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[]}",
        "{\"payload\":\"*\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}",
        "{\"payload\":\"AB==\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}",
        "{\"payload\":\"AA\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":1}]}",
        "{\"extra\":1,\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"},{\"keyid\":\"k\",\"sig\":\"\"}]}"
      })
  void rejectsWhatIsNoEnvelope(String json) {
    assertThatThrownBy(() -> Envelope.decode(json.getBytes(UTF_8)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void boundsWhatItReadsAndSigns() {
    assertThatThrownBy(() -> Envelope.decode(new byte[Envelope.MAX_BYTES + 1]))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Envelope.sign("a", new byte[Envelope.MAX_BYTES], A))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Envelope.sign("a", new byte[1], A).alsoSignedBy(A))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Envelope.sign("", new byte[1], A))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsItsPayloadToASearchWithoutBeingReadWhole() {
    byte[] json = Envelope.sign(Envelope.IN_TOTO, PAYLOAD.getBytes(UTF_8), A).bytes();

    assertThat(Envelope.peek(json)).asString(UTF_8).isEqualTo(PAYLOAD);
    for (String other :
        List.of("", "{\"payload\":\"", "{\"payload\":\"*\"", "{\"other\":\"AAAA\"}")) {
      assertThat(Envelope.peek(other.getBytes(UTF_8))).isEmpty();
    }
  }

  @Test
  void neverShowsThePayload() {
    assertThat(Envelope.sign(Envelope.IN_TOTO, PAYLOAD.getBytes(UTF_8), A).toString())
        .contains(A.keyId())
        .doesNotContain("Statement");
  }
}
