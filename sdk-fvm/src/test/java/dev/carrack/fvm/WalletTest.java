package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalletTest {

  /** The PBKDF2 test vector of the Web3 Secret Storage Definition, version 3. */
  private static final String PBKDF2 =
      """
      {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
      "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
      "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
      "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
      "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
      "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
      """;

  /** The worked example in the documentation of web3.js 1.x, eth.accounts.encrypt. */
  private static final String SCRYPT =
      """
      {"version":3,"id":"04e9bcbb-96fa-497b-94d1-14df4cd20af6",
      "address":"2c7536e3605d9c16a7a3d7b1898e529396a65c23","crypto":{
      "ciphertext":"a1c25da3ecde4e6a24f3697251dd15d6208520efc84ad97397e906e6df24d251",
      "cipherparams":{"iv":"2885df2b63f7ef247d753c82fa20038a"},"cipher":"aes-128-ctr","kdf":"scrypt",
      "kdfparams":{"dklen":32,"n":262144,"p":1,"r":8,
      "salt":"4531b3c174cc3ff32a6a7a85d6761b410db674807b2d216d022318ceee50be10"},
      "mac":"b8b010fff37f9ae5559a352a185e86f9b9c1d7f7a9f1bd4e82a5dd35468fc7f6"}}
      """;

  private static final String KEY =
      "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final String PASSPHRASE = "testpassword";

  @TempDir Path folder;

  @Test
  void opensTheKeystoreOfTheDefinition() throws IOException {
    Wallet wallet = Wallet.fromKeystore(file(PBKDF2), PASSPHRASE);

    assertThat(wallet.address()).hasToString("0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b");
    assertThat(wallet.address()).isEqualTo(Wallet.fromPrivateKey("0x" + KEY).address());
  }

  @Test
  void opensAKeystoreOfWeb3js() throws IOException {
    assertThat(Wallet.fromKeystore(file(SCRYPT), "test!").address())
        .hasToString("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
  }

  @Test
  void saysThatThePassphraseIsWrong() {
    String quick = PBKDF2.replace("\"c\":262144", "\"c\":1");
    assertThatThrownBy(() -> Wallet.fromKeystore(file(quick), "testpasswort"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("passphrase")
        .hasMessageNotContaining("testpasswort");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"version\":3}",
        "{\"crypto\":{},\"version\":3}",
        "{\"crypto\":{\"kdf\":\"rot13\",\"kdfparams\":{}},\"version\":3}"
      })
  void rejectsWhatIsNoKeystore(String json) {
    assertThatThrownBy(() -> Wallet.fromKeystore(file(json), PASSPHRASE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not a version 3 keystore");
  }

  @Test
  void rejectsAnotherVersionAndCipher() {
    assertThatThrownBy(
            () ->
                Wallet.fromKeystore(
                    file(PBKDF2.replace("\"version\":3", "\"version\":1")), PASSPHRASE))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () ->
                Wallet.fromKeystore(file(PBKDF2.replace("aes-128-ctr", "aes-256-gcm")), PASSPHRASE))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesAKeystoreThatWouldEatMemoryOrYears() {
    assertThatThrownBy(
            () ->
                Wallet.fromKeystore(
                    file(SCRYPT.replace("\"n\":262144", "\"n\":1073741824")), PASSPHRASE))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(
            () ->
                Wallet.fromKeystore(
                    file(PBKDF2.replace("\"c\":262144", "\"c\":2147483647")), PASSPHRASE))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Wallet.fromKeystore(file(" ".repeat(70_000)), PASSPHRASE))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void namesTheKeystoreThatIsMissing() {
    assertThatThrownBy(() -> Wallet.fromKeystore(folder.resolve("absent.json"), PASSPHRASE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("absent.json");
  }

  @Test
  void writesAKeystoreOnceAndReadsItBack() throws IOException {
    Wallet wallet = Wallet.generate();
    Path file = folder.resolve("new.json");

    wallet.writeKeystore(file, "secret");

    assertThat(Wallet.fromKeystore(file, "secret").address()).isEqualTo(wallet.address());
    assertThatThrownBy(() -> wallet.writeKeystore(file, "secret"))
        .isInstanceOf(ConflictException.class);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }
  }

  @Test
  void generatesDifferentKeys() {
    assertThat(Wallet.generate().address()).isNotEqualTo(Wallet.generate().address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "0x00",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", // the curve's order
        "zz28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
      })
  void rejectsWhatIsNoPrivateKeyWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> Wallet.fromPrivateKey(text))
        .isInstanceOf(MalformedException.class)
        .hasNoCause()
        .hasMessage("not a secp256k1 private key; it has 64 hex digits, optionally after 0x");
  }

  @Test
  void neverShowsTheKey() {
    Wallet wallet = Wallet.fromPrivateKey(KEY);

    assertThat(wallet.toString()).isEqualTo("Wallet[0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b]");
    assertThat(wallet.keyId())
        .isEqualTo("did:pkh:eip155:1:0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b");
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("key.json"), json);
  }
}
