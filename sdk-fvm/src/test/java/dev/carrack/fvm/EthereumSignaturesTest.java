package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EthereumSignaturesTest {

  /** The worked example in the documentation of web3.js 1.x, eth.accounts.sign. */
  private static final byte[] MESSAGE = "Some data".getBytes(StandardCharsets.UTF_8);

  private static final Wallet WALLET =
      Wallet.fromPrivateKey("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");
  private static final String KEY_ID =
      "did:pkh:eip155:1:0x2c7536E3605D9C16a7a3D7b1898e529396a65c23";
  private static final byte[] SIGNATURE =
      HexFormat.of()
          .parseHex(
              "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
                  + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"
                  + "1c");

  private final EthereumSignatures scheme = new EthereumSignatures();

  @Test
  void signsAsPersonalSignDoes() {
    assertThat(WALLET.keyId()).isEqualTo(KEY_ID);
    assertThat(WALLET.sign(MESSAGE)).isEqualTo(SIGNATURE);
  }

  @Test
  void acceptsThatSignatureOnAnyChainAndInAnyCase() {
    assertThat(scheme.verify(KEY_ID, MESSAGE, SIGNATURE)).isTrue();
    assertThat(
            scheme.verify(
                "did:pkh:eip155:314:0x2c7536e3605d9c16a7a3d7b1898e529396a65c23",
                MESSAGE,
                SIGNATURE))
        .isTrue();
  }

  @Test
  void rejectsEveryFlippedByte() {
    for (int i = 0; i < SIGNATURE.length; i++) {
      byte[] changed = SIGNATURE.clone();
      changed[i] ^= 1;
      assertThat(scheme.verify(KEY_ID, MESSAGE, changed)).as("byte %d", i).isFalse();
    }
    assertThat(scheme.verify(KEY_ID, "some data".getBytes(StandardCharsets.UTF_8), SIGNATURE))
        .isFalse();
    assertThat(scheme.verify(Wallet.generate().keyId(), MESSAGE, SIGNATURE)).isFalse();
  }

  @Test
  void rejectsTheSecondSpellingOfASignature() {
    byte[] high = SIGNATURE.clone();
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(SIGNATURE, 32, 64));
    byte[] flipped = HexFormat.of().parseHex("%064x".formatted(order.subtract(s)));
    System.arraycopy(flipped, 0, high, 32, 32);
    high[64] ^= 27 ^ 28;

    assertThat(scheme.verify(KEY_ID, MESSAGE, high)).isFalse();

    byte[] bareRecovery = SIGNATURE.clone();
    bareRecovery[64] -= 27;
    assertThat(scheme.verify(KEY_ID, MESSAGE, bareRecovery)).isFalse();
  }

  @Test
  void rejectsNumbersOutOfRangeAndWrongLengths() {
    assertThat(scheme.verify(KEY_ID, MESSAGE, new byte[0])).isFalse();
    assertThat(scheme.verify(KEY_ID, MESSAGE, new byte[64])).isFalse();
    assertThat(scheme.verify(KEY_ID, MESSAGE, new byte[65])).isFalse();
    byte[] ones = new byte[65];
    Arrays.fill(ones, (byte) 0xff);
    ones[64] = 27;
    assertThat(scheme.verify(KEY_ID, MESSAGE, ones)).isFalse();
    byte[] noPoint = SIGNATURE.clone();
    Arrays.fill(noPoint, 0, 31, (byte) 0);
    noPoint[31] = 5; // x = 5 is not on secp256k1
    assertThat(scheme.verify(KEY_ID, MESSAGE, noPoint)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:pkh:eip155:1:0x2c7536E3605D9C16a7a3D7b1898e529396a65c",
        "did:pkh:eip155:x:0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
      })
  void supportsNoOtherKeyIds(String keyId) {
    assertThat(scheme.supports(keyId)).isFalse();
    assertThat(scheme.verify(keyId, MESSAGE, SIGNATURE)).isFalse();
    assertThat(scheme.supports(KEY_ID)).isTrue();
  }

  @Test
  void rejectsAKeyIdWhoseChecksumIsWrong() {
    assertThat(
            scheme.verify(
                "did:pkh:eip155:1:0x2C7536E3605D9C16a7a3D7b1898e529396a65c23", MESSAGE, SIGNATURE))
        .isFalse();
  }
}
