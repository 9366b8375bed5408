package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {

  // Source: npm @libp2p/peer-id 6: an Ed25519, a secp256k1 and an RSA key.
  @ParameterizedTest
  @CsvSource({
    "12D3KooWBgQLcAvgS3FECQgdrrKhpWEvaWadYtSixfV1ijRHCf8G, k51qzi5uqu5dgvf7eq6vh1glpu28281vvj5og58q52x295hiid9xwj8s4k5k8l",
    "16Uiu2HAmPYM6hvkxxTz3CkdkbnZGTZwfeJoppuU2bCWHpV7kn3xC, kzwfwjn5ji4puu3187eenn6b1bu2h6w043yr3tvftey3i424few8v74ar0r0mo1",
    "QmYyoZ8cZggUVA2i7H1aXLY7NCxCmTUpn3TWVXsoW9VjfT, k2k4r8ncvcnkkzfunbe9f4jjl6wrlxohnzw52oj3k1kkhe7yylo2tnoe"
  })
  void bothTextFormsNameTheSamePeer(String base58, String cid) {
    PeerId id = PeerId.parse(base58);

    assertThat(id).hasToString(base58).isEqualTo(PeerId.parse(cid));
    assertThat(id.cid()).hasToString(cid);
    assertThat(PeerId.parse(id.cid().toString(Multibase.BASE32))).isEqualTo(id);
    assertThat(PeerId.decode(id.bytes())).isEqualTo(id);
  }

  // Source: libp2p peer-ids: keys of at most 42 bytes are inlined.
  @Test
  void shortKeysAreTheirOwnName() {
    assertThat(PeerId.ofPublicKey(new byte[42]).hash().isIdentity()).isTrue();
    assertThat(PeerId.ofPublicKey(new byte[43]).hash()).isEqualTo(Multihash.sha256(new byte[43]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "Qm",
        "hello",
        "QmYyoZ8cZggUVA2i7H1aXLY7NCxCmTUpn3TWVXsoW9Vjf", // cut
        "12D3KooWBgQLcAvgS3FECQgdrrKhpWEvaWadYtSixfV1ijRHCf80", // not base 58
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", // raw
        "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354" // dag-pb
      })
  void refusesWhatNamesNoPeer(String text) {
    assertThatThrownBy(() -> PeerId.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("peer id");
  }

  @Test
  void refusesOtherHashesLongKeysAndEndlessText() {
    assertThatThrownBy(() -> new PeerId(HashFunction.SHA1.hash(new byte[1])))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new PeerId(Multihash.sha256(new byte[1]).truncated(31)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new PeerId(HashFunction.IDENTITY.hash(new byte[43])))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("42");
    assertThatThrownBy(() -> PeerId.decode(java.util.HexFormat.of().parseHex("00010000")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more bytes");
    assertThatThrownBy(() -> PeerId.parse("1".repeat(10_000_000)))
        .isInstanceOf(MalformedException.class);
  }
}
