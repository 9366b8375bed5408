package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.Varint;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceCidTest {

  private static final String V2 =
      "bafkzcibcaaces3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi";
  private static final String V1 =
      "baga6ea4seaqes3nobte6ezpp4wqan2age2s5yxcatzotcvobhgcmv5wi2xh5mbi";

  /** Pairs and lengths from FRC-0069, "Test Cases" (draft of 2023-07-26, CC0). */
  @ParameterizedTest
  @CsvSource({
    "508, " + V1 + ", " + V2,
    "34091302912, baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq,"
        + "bafkzcibcaapao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq",
    "68182605824, baga6ea4seaqomqafu276g53zko4k23xzh4h4uecjwicbmvhsuqi7o4bhthhm4aq,"
        + "bafkzcibcaap6mqafu276g53zko4k23xzh4h4uecjwicbmvhsuqi7o4bhthhm4aq",
    "1016, baga6ea4seaqn42av3szurbbscwuu3zjssvfwbpsvbjf6y3tukvlgl2nf5rha6pa,"
        + "bafkzcibcaac542av3szurbbscwuu3zjssvfwbpsvbjf6y3tukvlgl2nf5rha6pa",
    "512, baga6ea4seaqn42av3szurbbscwuu3zjssvfwbpsvbjf6y3tukvlgl2nf5rha6pa,"
        + "bafkzcibd7abqlxticxolgseegik2stpfgkkuwyf6kufex3doorkvmzpjuxwe4dz4",
    "513, baga6ea4seaqn42av3szurbbscwuu3zjssvfwbpsvbjf6y3tukvlgl2nf5rha6pa,"
        + "bafkzcibd64bqlxticxolgseegik2stpfgkkuwyf6kufex3doorkvmzpjuxwe4dz4"
  })
  void convertsBetweenV1WithLengthAndV2(long rawSize, String v1, String v2) {
    PieceCid piece = PieceCid.parse(v2);

    assertThat(piece.rawSize()).isEqualTo(rawSize);
    assertThat(piece.v1()).hasToString(v1);
    assertThat(piece.v2()).hasToString(v2);
    assertThat(piece).hasToString(v2).isEqualTo(PieceCid.parseV1(v1, rawSize));
  }

  /** The binary form FRC-0069 spells out for the 508-byte case. */
  @Test
  void encodesTheSpelledOutBytes() {
    assertThat(PieceCid.parse(V2).v2().bytes())
        .asHexString()
        .isEqualToIgnoringCase(
            "01559120220004496dae0cc9e265efe5a006e80626a5dc5c409e5d3155c13984caf6c8d5cfd605");
  }

  @ParameterizedTest
  @CsvSource({
    "0,2,128",
    "127,2,128",
    "128,3,256",
    "254,3,256",
    "255,4,512",
    "260096,13,262144",
    "260097,14,524288",
    "1065353216,25,1073741824",
    "68182605824,31,68719476736"
  })
  void derivesHeightAndPaddedSizeFromTheLength(long rawSize, int height, long paddedSize) {
    PieceCid piece = PieceCid.of(rawSize, new byte[32]);

    assertThat(piece.height()).isEqualTo(height);
    assertThat(piece.paddedSize()).isEqualTo(paddedSize);
    assertThat(PieceCid.parse(piece.toString())).isEqualTo(piece).hasSameHashCodeAs(piece);
  }

  @Test
  void copiesTheRootInAndOut() {
    byte[] root = new byte[32];
    PieceCid piece = PieceCid.of(1, root);

    root[0] = 1;
    piece.root()[0] = 1;

    assertThat(piece.root()).containsOnly(0);
  }

  @Test
  void differsWhereOnlyTheLengthDiffers() {
    assertThat(PieceCid.of(126, new byte[32])).isNotEqualTo(PieceCid.of(127, new byte[32]));
  }

  @Test
  void refusesV1WithoutLength() {
    assertThatThrownBy(() -> PieceCid.parse(V1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("v1")
        .hasMessageContaining("raw size");
  }

  @Test
  void refusesOtherCids() {
    Cid other = Cid.of(Codec.RAW, new byte[] {1});

    assertThatThrownBy(() -> PieceCid.from(other))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("PieceCID v2")
        .hasMessageContaining(other.toString());
    assertThatThrownBy(() -> PieceCid.fromV1(other, 1))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("PieceCID v1");
    assertThatThrownBy(() -> PieceCid.parse("bafkzciba")).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesTheRightHashUnderAnotherCodec() {
    Cid dagPb = Cid.of(Codec.DAG_PB, PieceCid.parse(V2).v2().hash());

    assertThatThrownBy(() -> PieceCid.from(dagPb)).isInstanceOf(MalformedException.class);
  }

  /** FRC-0069: padding is less than the payload, and a payload below 127 bytes is padded to 127. */
  @ParameterizedTest
  @CsvSource({
    "128, 2, padding",
    "127, 3, padding",
    "254, 3, padding",
    "1016, 5, padding",
    "0, 1, height",
    "0, 0, height",
    "9223372036854775807, 31, padding"
  })
  void refusesPaddingAndHeightThatNoPayloadHas(long padding, int height, String named) {
    assertThatThrownBy(() -> PieceCid.from(v2(Varint.encode(padding), height, 32)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesPiecesAboveTheLargestSector() {
    assertThatThrownBy(() -> PieceCid.from(v2(new byte[1], 32, 32)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("height 32");
    assertThatThrownBy(() -> PieceCid.of(PieceCid.MAX_RAW_SIZE + 1, new byte[32]))
        .isInstanceOf(LimitException.class);
  }

  @ParameterizedTest
  @CsvSource({"31", "33", "0"})
  void refusesRootsOfAnotherLength(int length) {
    assertThatThrownBy(() -> PieceCid.from(v2(new byte[1], 2, length)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> PieceCid.of(1, new byte[length]))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesOverlongPadding() {
    byte[] overlong = HexFormat.of().parseHex("8000");

    assertThatThrownBy(() -> PieceCid.from(v2(overlong, 2, 32)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("minimal");
  }

  @Test
  void refusesRootsThatAreNoTruncatedHash() {
    byte[] root = new byte[32];
    root[31] = 0x40;

    assertThatThrownBy(() -> PieceCid.of(1, root))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("top two bits");
  }

  @Test
  void refusesNegativeLengths() {
    assertThatThrownBy(() -> PieceCid.parseV1(V1, -1)).isInstanceOf(MalformedException.class);
  }

  private static Cid v2(byte[] padding, int height, int rootLength) {
    byte[] digest = new byte[padding.length + 1 + rootLength];
    System.arraycopy(padding, 0, digest, 0, padding.length);
    digest[padding.length] = (byte) height;
    return Cid.of(Codec.RAW, Multihash.of(Multihash.FR32_SHA2_256_TRUNC254_PADBINTREE, digest));
  }
}
