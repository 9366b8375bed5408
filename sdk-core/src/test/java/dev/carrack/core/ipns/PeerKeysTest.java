package dev.carrack.core.ipns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.PeerId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerKeysTest {

  private static final byte[] MESSAGE = "carrack".getBytes(StandardCharsets.US_ASCII);

  // Source: libp2p peer-ids, test vectors.
  private static final String P256_PRIVATE =
      "08031279307702010104203e5b1fe9712e6c314942a750bd67485de3c1efe85b1bfb520ae8f9ae3dfa4a4c"
          + "a00a06082a8648ce3d030107a14403420004de3d300fa36ae0e8f5d530899d83abab44abf3161f162a4b"
          + "c901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb4dcec034e9f77c409e62";
  private static final String P256_PUBLIC =
      "0803125b3059301306072a8648ce3d020106082a8648ce3d03010703420004de3d300fa36ae0e8f5d53089"
          + "9d83abab44abf3161f162a4bc901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb"
          + "4dcec034e9f77c409e62";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  // Source: npm @libp2p/crypto 5.
  @ParameterizedTest
  @CsvSource({"Ed25519, ED25519", "secp256k1, SECP256K1", "RSA, RSA"})
  void agreesWithJavaScriptPeers(String name, KeyType type) {
    PeerPrivateKey key = PeerPrivateKey.decode(PeerVectors.bytes(name + ".private"));
    PeerPublicKey other = PeerPublicKey.decode(PeerVectors.bytes(name + ".public"));

    assertThat(key.publicKey()).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(other.type()).isEqualTo(type);
    assertThat(key.bytes()).isEqualTo(PeerVectors.bytes(name + ".private"));
    assertThat(key.peerId()).hasToString(PeerVectors.text(name + ".peer"));
    assertThat(key.peerId().cid()).hasToString(PeerVectors.text(name + ".name"));
    assertThat(other.verify(MESSAGE, PeerVectors.bytes(name + ".signature"))).isTrue();
    assertThat(key.sign(MESSAGE)).isEqualTo(PeerVectors.bytes(name + ".signature"));
  }

  @ParameterizedTest
  @CsvSource({
    "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
        + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e,"
        + "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
    "0802122053dadf1d5a164d6b4acdb15e24aa4c5b1d3461bdbd42abedb0a4404d56ced8fb,"
        + "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99",
    P256_PRIVATE + "," + P256_PUBLIC
  })
  void agreesWithTheVectorsOfTheSpecification(String privateKey, String publicKey) {
    PeerPrivateKey key = PeerPrivateKey.decode(hex(privateKey));

    assertThat(key.publicKey().bytes()).isEqualTo(hex(publicKey));
    assertThat(key.bytes()).isEqualTo(hex(privateKey));
  }

  @Test
  void p256AgreesWithTheJdk() throws Exception {
    KeyFactory factory = KeyFactory.getInstance("EC");
    PeerPrivateKey key = PeerPrivateKey.decode(hex(P256_PRIVATE));
    Signature jdk = Signature.getInstance("SHA256withECDSA");
    jdk.initVerify(
        factory.generatePublic(
            new X509EncodedKeySpec(hex(P256_PUBLIC.substring("0803125b".length())))));
    jdk.update(MESSAGE);
    assertThat(jdk.verify(key.sign(MESSAGE))).isTrue();

    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pair = generator.generateKeyPair();
    jdk.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())));
    jdk.update(MESSAGE);
    byte[] signature = jdk.sign();
    PeerPublicKey ours = PeerPublicKey.decode(concat("0803125b", pair.getPublic().getEncoded()));
    assertThat(ours.verify(MESSAGE, signature)).isTrue();
    assertThat(ours.verify(new byte[1], signature)).isFalse();
  }

  private static byte[] concat(String hex, byte[] rest) {
    byte[] out = Arrays.copyOf(hex(hex), hex.length() / 2 + rest.length);
    System.arraycopy(rest, 0, out, hex.length() / 2, rest.length);
    return out;
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void everyKindOfKeySignsAndReadsBack(KeyType type) {
    PeerPrivateKey key = PeerPrivateKey.generate(type);
    PeerPrivateKey copy = PeerPrivateKey.decode(key.bytes());
    byte[] signature = copy.sign(MESSAGE);

    assertThat(PeerPublicKey.decode(key.publicKey().bytes())).isEqualTo(copy.publicKey());
    assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(key.publicKey().verify(new byte[7], signature)).isFalse();
    assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, signature.length - 1)))
        .isFalse();
    assertThat(key.publicKey().verify(MESSAGE, new byte[0])).isFalse();
    assertThat(PeerPrivateKey.generate(type).publicKey()).isNotEqualTo(key.publicKey());
    assertThat(key).hasToString("private key of " + type + " " + key.peerId());
  }

  @Test
  void onlyShortKeysAreInsideTheirName() {
    PeerPublicKey ed25519 = PeerPublicKey.decode(PeerVectors.bytes("Ed25519.public"));

    assertThat(PeerPublicKey.inside(ed25519.peerId())).contains(ed25519);
    assertThat(PeerPublicKey.inside(PeerId.parse(PeerVectors.text("RSA.peer")))).isEmpty();
  }

  // Source: BIP 62: of s and n - s the lower one.
  @Test
  void secp256k1TakesTheLowerSignatureOnly() throws Exception {
    BigInteger n = CustomNamedCurves.getByName("secp256k1").getN();
    PeerPublicKey key = PeerPublicKey.decode(PeerVectors.bytes("secp256k1.public"));
    PeerPrivateKey secret = PeerPrivateKey.decode(PeerVectors.bytes("secp256k1.private"));
    for (byte i = 0; i < 8; i++) {
      byte[] message = {i};
      byte[] signature = secret.sign(message);
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(n, signature);
      byte[] high = StandardDSAEncoding.INSTANCE.encode(n, rs[0], n.subtract(rs[1]));

      assertThat(key.verify(message, signature)).isTrue();
      assertThat(key.verify(message, high)).isFalse();
    }
  }

  @Test
  void readsTheOldEd25519FormIfItsCopiesAgree() {
    byte[] key = PeerVectors.bytes("Ed25519.private");
    byte[] old = concat("08011260", Arrays.copyOfRange(key, 4, 4 + 96));
    System.arraycopy(key, 36, old, 68, 32);
    assertThat(PeerPrivateKey.decode(old).peerId()).hasToString(PeerVectors.text("Ed25519.peer"));

    old[old.length - 1] ^= 1;
    assertThatThrownBy(() -> PeerPrivateKey.decode(old)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2047})
  void refusesWeakRsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    var pair = generator.generateKeyPair();
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();

    assertThatThrownBy(() -> PeerPublicKey.of(KeyType.RSA, pair.getPublic().getEncoded()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bits");
    assertThatThrownBy(() -> PeerPrivateKey.decode(new KeyMessage(KeyType.RSA, pkcs1).encode()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "0801", // no data
        "1200", // no type
        "08041200", // unknown type
        "08011200", // empty
        "0801121f" + "00000000000000000000000000000000000000000000000000000000000000", // 31 bytes
        "0801122100" + "0000000000000000000000000000000000000000000000000000000000000000",
        "122001"
            + "00000000000000000000000000000000000000000000000000000000000000"
            + "0801", // order
        "0801122000", // cut
        "08810012201bad2e5a00ee9ff3b3551670e9aed021b6561eb19aeab498b3aa457f3ee9d9b5", // varint
        "080112201bad2e5a00ee9ff3b3551670e9aed021b6561eb19aeab498b3aa457f3ee9d9b51800", // more
        "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca", // cut
        "08021221057777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99", // no point
        "0802120100", // infinity
        "08001203300100", // no RSA key
        "08031203300100" // no P-256 key
      })
  void refusesWhatIsNoKeyAndNeverQuotesIt(String hex) {
    for (Runnable decode :
        new Runnable[] {
          () -> PeerPublicKey.decode(hex(hex)), () -> PeerPrivateKey.decode(hex(hex))
        }) {
      assertThatThrownBy(decode::run).isInstanceOf(MalformedException.class);
    }
  }

  // Source: SEC 1: the other compressed and the uncompressed form name the same point.
  @Test
  void refusesASecondEncodingOfAKey() {
    byte[] point = CustomNamedCurves.getByName("secp256k1").getG().getEncoded(false);

    assertThatThrownBy(() -> PeerPublicKey.of(KeyType.SECP256K1, point))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("canonical");

    byte[] rsa = PeerVectors.bytes("RSA.public");
    byte[] longer = new byte[rsa.length - 5 + 2]; // without the protobuf, and a NULL at the end
    System.arraycopy(rsa, 5, longer, 0, rsa.length - 5);
    longer[3] += 2; // length of the outer sequence
    longer[longer.length - 2] = 5;
    assertThatThrownBy(() -> PeerPublicKey.of(KeyType.RSA, longer))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141" // the order itself
      })
  void aScalarIsBetweenZeroAndTheOrder(String scalar) {
    assertThatThrownBy(() -> PeerPrivateKey.decode(hex("08021220" + scalar)))
        .isInstanceOf(MalformedException.class)
        .hasMessageNotContaining("ffff");
  }

  // A damaged RSA key could sign wrongly, which gives it away; the last number is the CRT
  // coefficient, the last byte of a P-256 key belongs to the point it holds.
  @Test
  void refusesKeysWhoseNumbersDoNotFit() {
    for (byte[] key : new byte[][] {PeerVectors.bytes("RSA.private"), hex(P256_PRIVATE)}) {
      key[key.length - 1] ^= 2;
      assertThatThrownBy(() -> PeerPrivateKey.decode(key))
          .isInstanceOf(MalformedException.class)
          .hasNoCause();
    }
  }

  // Found by mutation: a tag inside the DER structure that does not belong there.
  @Test
  void everyAlteredByteOfAP256KeyIsReadOrRefused() {
    byte[] key = hex(P256_PRIVATE);
    int refused = 0;
    for (int bit = 0; bit < key.length * 8; bit++) {
      byte[] altered = key.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        PeerPrivateKey.decode(altered); // without its point, or with another optional field
      } catch (MalformedException | LimitException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(key.length * 7);
  }

  @Test
  void refusesLongInputAndKeysAtOdds() {
    byte[] swapped = PeerVectors.bytes("Ed25519.private");
    swapped[swapped.length - 1] ^= 1;

    assertThatThrownBy(() -> PeerPrivateKey.decode(swapped))
        .isInstanceOf(MalformedException.class)
        .hasNoCause();
    assertThatThrownBy(() -> PeerPublicKey.decode(new byte[100_000]))
        .isInstanceOf(LimitException.class);
  }
}
