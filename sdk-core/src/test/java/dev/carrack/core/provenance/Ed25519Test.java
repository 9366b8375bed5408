package dev.carrack.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CarrackException;
import dev.carrack.core.ConflictException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {

  private static final Ed25519Scheme SCHEME = new Ed25519Scheme();

  // RFC 8032 section 7.1, TEST 1, 2 and 3.
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAndVerifiesTheVectorsOfRfc8032(
      String seed, String publicKey, String message, String signature) {
    HexFormat hex = HexFormat.of();
    Ed25519Signer signer = Ed25519Signer.ofSeed(hex.parseHex(seed));
    byte[] signed = hex.parseHex(signature);

    assertThat(signer.keyId()).isEqualTo(DidKey.of(hex.parseHex(publicKey)));
    assertThat(signer.sign(hex.parseHex(message))).isEqualTo(signed);
    assertThat(SCHEME.verify(signer.keyId(), hex.parseHex(message), signed)).isTrue();
  }

  // w3c-ccg/did-method-key test-vectors/ed25519-x25519.json, commit 801b0a9; its seeds end in 0…4.
  @ParameterizedTest
  @CsvSource({
    "00, did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    "01, did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
    "02, did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf",
    "03, did:key:z6MkvqoYXQfDDJRv8L4wKzxYeuKyVZBfi9Qo6Ro8MiLH3kDQ",
    "04, did:key:z6MkwW6aqMnjgrhJXFUko3NnZPGzVpkNzhYK7yEhnsibmLwL"
  })
  void namesKeysAsTheDidKeyVectorsDo(String lastByte, String did) {
    byte[] seed = HexFormat.of().parseHex("00".repeat(31) + lastByte);

    assertThat(Ed25519Signer.ofSeed(seed).keyId()).isEqualTo(did);
    assertThat(DidKey.of(DidKey.parse(did))).isEqualTo(did);
  }

  @Test
  void rejectsEveryFlippedByteOfSignatureAndMessage() {
    Ed25519Signer signer = Ed25519Signer.generate();
    byte[] message = "a statement".getBytes(StandardCharsets.UTF_8);
    byte[] signature = signer.sign(message);

    for (int i = 0; i < signature.length; i++) {
      byte[] bent = signature.clone();
      bent[i] ^= 1;
      assertThat(SCHEME.verify(signer.keyId(), message, bent)).isFalse();
    }
    for (int i = 0; i < message.length; i++) {
      byte[] bent = message.clone();
      bent[i] ^= 1;
      assertThat(SCHEME.verify(signer.keyId(), bent, signature)).isFalse();
    }
    assertThat(SCHEME.verify(Ed25519Signer.generate().keyId(), message, signature)).isFalse();
  }

  @Test
  void callsMalformedKeysAndSignaturesInvalidInsteadOfFailing() {
    Ed25519Signer signer = Ed25519Signer.generate();
    byte[] message = {1};
    byte[] signature = signer.sign(message);

    assertThat(SCHEME.verify("did:key:z6Mk", message, signature)).isFalse();
    assertThat(SCHEME.verify("did:key:z6Mk0OIl", message, signature)).isFalse();
    assertThat(SCHEME.verify(signer.keyId() + "1", message, signature)).isFalse();
    assertThat(SCHEME.verify("did:pkh:eip155:1:0x00", message, signature)).isFalse();
    assertThat(SCHEME.verify(signer.keyId(), message, new byte[63])).isFalse();
    assertThat(SCHEME.verify(signer.keyId(), message, new byte[65])).isFalse();
    assertThat(SCHEME.supports(signer.keyId())).isTrue();
    assertThat(SCHEME.supports("did:pkh:eip155:1:0x00")).isFalse();
  }

  @Test
  void refusesTheHigherScalarThatWouldMakeASecondSignature() {
    Ed25519Signer signer = Ed25519Signer.generate();
    byte[] message = {1};
    byte[] signature = signer.sign(message);
    // RFC 8032 section 5.1: the order of the base point.
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] scalar = new byte[32];
    for (int i = 0; i < 32; i++) {
      scalar[i] = signature[63 - i];
    }
    byte[] higher = new BigInteger(1, scalar).add(order).toByteArray();
    for (int i = 0; i < higher.length && i < 32; i++) {
      signature[32 + i] = higher[higher.length - 1 - i];
    }

    assertThat(SCHEME.verify(signer.keyId(), message, signature)).isFalse();
  }

  @Test
  void refusesASecondNameForOneKey() {
    byte[] zeroPlusField = HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f");

    assertThatThrownBy(() -> DidKey.parse(DidKey.of(zeroPlusField)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("canonical");
  }

  @Test
  void keepsItsKeyInAFile(@TempDir Path dir) {
    Path file = dir.resolve("key.pem");
    Ed25519Signer signer = Ed25519Signer.readOrCreate(file);
    byte[] message = {1, 2, 3};

    Ed25519Signer again = Ed25519Signer.readOrCreate(file);

    assertThat(again.keyId()).isEqualTo(signer.keyId());
    assertThat(again.sign(message)).isEqualTo(signer.sign(message));
    assertThat(dir).isDirectoryNotContaining("glob:**.part");
  }

  // The Ed25519 private key of RFC 8410 section 10.3, and the public key it prints in section 10.1.
  @Test
  void readsTheKeyFileOfRfc8410(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("key.pem");
    Files.writeString(
        file,
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """);
    ownerOnly(file);

    byte[] spki =
        Base64.getDecoder().decode("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    assertThat(Ed25519Signer.read(file).keyId())
        .isEqualTo(DidKey.of(Arrays.copyOfRange(spki, 12, 44)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void writesTheKeyForTheOwnerOnlyAndRefusesItElse(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("key.pem");
    Ed25519Signer.generate().write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Ed25519Signer.read(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void neverReplacesAKey(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("key.pem");
    Ed25519Signer.generate().write(file);
    String before = Files.readString(file);

    assertThatThrownBy(() -> Ed25519Signer.generate().write(file))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("key.pem");
    assertThat(file).hasContent(before);
    assertThat(dir).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void namesTheFileButNeverQuotesItWhenItIsNoKey(@TempDir Path dir) throws IOException {
    String secret = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";
    for (String content :
        new String[] {
          "",
          secret,
          "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
          "-----BEGIN PRIVATE KEY-----",
          "-----BEGIN PRIVATE KEY-----\n!!" + secret + "\n-----END PRIVATE KEY-----\n",
          secret.repeat(1000)
        }) {
      Path file = dir.resolve("bad.pem");
      Files.writeString(file, content);
      ownerOnly(file);

      assertThatThrownBy(() -> Ed25519Signer.read(file))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("bad.pem")
          .hasNoCause()
          .satisfies(e -> assertThat(e.toString()).doesNotContain(secret));
    }
    assertThatThrownBy(() -> Ed25519Signer.read(dir.resolve("none.pem")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> Ed25519Signer.generate().write(dir.resolve("no/such/dir.pem")))
        .isInstanceOf(CarrackException.class)
        .hasMessageContaining("dir.pem");
  }

  @Test
  void showsOnlyItsPublicName() {
    Ed25519Signer signer = Ed25519Signer.generate();

    assertThat(signer).hasToString(signer.keyId());
  }

  private static void ownerOnly(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
