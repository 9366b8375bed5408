package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSegmentDealTest {

  private static final byte[] FIRST = Payload.random(500);
  private static final byte[] SECOND = Payload.random(100);
  private static final List<PieceCid> PIECES = List.of(Payload.piece(FIRST), Payload.piece(SECOND));

  /** Ten pieces of a 32 GiB deal: go-data-segment creation_test.go, TestAggregateCreation. */
  @Test
  void namesTheSampleDealOfGo() {
    DataSegmentDeal deal = DataSegmentDeal.of(32L << 30, goSample());

    assertThat(deal.piece().root())
        .asHexString()
        .isEqualToIgnoringCase("3f46bc645b07a3ea2c04f066f939ddf7e269dd77671f9e1e61a3a3797e665127");
    for (int i = 0; i < goSample().size(); i++) {
      deal.prove(i).verify(goSample().get(i), deal.piece());
    }
  }

  /** The golden proof of go-data-segment's incusion_golden_test.go: fourth sample piece. */
  @Test
  void provesAsGoDoes() {
    PieceCid piece = goSample().get(3);
    SegmentProof proof = DataSegmentDeal.of(32L << 30, goSample()).prove(3);

    String filler = "00".repeat(26);
    assertThat(HexFormat.of().formatHex(proof.bytes()))
        .startsWith(
            "8282"
                + "0586"
                + ("58200d0e0a010002" + filler)
                + ("58200d0e0a010004" + filler)
                + "5820b6a5c5d0cbaabd7e63de256c819d84623fde6f53d616120508667b12659f7c3e"
                + "58202df9cf74cb24e6349b809399b3a046640219dce8b97954eec43bf605dcc59b2d")
        .contains(
            "82"
                + "1a1ffc0003981d"
                + "5820ca99a41370d2dd04f7d97b0fed8a9833031291a6f7c825d7245b428fef8b2734")
        .endsWith("5820d0eef6d1bccabc5b5b9e3af2fea8ea9d184f08f43ac2071bdc635d44bbe35115");
    assertThat(SegmentProof.read(proof.bytes()).deal(piece).paddedSize()).isEqualTo(32L << 30);
  }

  @Test
  void writesAPayloadThatHashesToItsName() throws IOException {
    DataSegmentDeal deal = DataSegmentDeal.of(2048, PIECES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    deal.write(streams(FIRST, SECOND), out);

    assertThat(Payload.piece(out.toByteArray())).isEqualTo(deal.piece());
    assertThat(out.size()).isEqualTo(2032);
    assertThat(Arrays.copyOfRange(out.toByteArray(), 508, 608)).isEqualTo(SECOND);
    int start = (int) DataSegmentIndex.payloadStart(2048);
    assertThat(start).isEqualTo(1778);
    assertThat(DataSegmentIndex.read(from(out.toByteArray(), start), 2048))
        .isEqualTo(deal.segments());
  }

  @Test
  void tellsWherePiecesLie() {
    List<DataSegment> segments =
        DataSegmentDeal.of(2048, List.of(PIECES.get(1), PIECES.get(0))).segments();

    assertThat(segments.get(0).offset()).isZero();
    assertThat(segments.get(0).size()).isEqualTo(128);
    assertThat(segments.get(0).payloadLength()).isEqualTo(127);
    assertThat(segments.get(1).offset()).isEqualTo(512);
    assertThat(segments.get(1).size()).isEqualTo(512);
    assertThat(segments.get(1).payloadOffset()).isEqualTo(508);
    assertThat(segments.get(1).payloadLength()).isEqualTo(508);
    assertThat(segments.get(1).piece().v1()).isEqualTo(PIECES.get(0).v1());
    assertThat(segments.get(1)).hasToString(PIECES.get(0).v1() + " at 512+512");
    assertThat(segments.get(0)).isNotEqualTo(segments.get(1));
    assertThat(segments.get(0)).hasSameHashCodeAs(segments.get(0));
    assertThat(segments.get(0).hashCode()).isNotEqualTo(segments.get(1).hashCode());
  }

  /** FRC-0058: commitment, little-endian offset and size, SHA-256 of those cut to 126 bits. */
  @Test
  void writesTheDocumentedEntry() throws Exception {
    byte[] entry = new byte[64];
    Arrays.fill(entry, 0, 31, (byte) 7);
    entry[33] = 2;
    entry[41] = 1;
    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(entry);
    System.arraycopy(hash, 0, entry, 48, 16);
    entry[63] &= 0x3f;

    byte[] commitment = Arrays.copyOf(entry, 32);
    assertThat(new DataSegment(commitment, 512, 256).entry()).isEqualTo(entry);
    assertThat(DataSegment.read(entry, 0, 768)).contains(new DataSegment(commitment, 512, 256));
    assertThat(DataSegment.read(entry, 0, 767)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "64, 128",
    "128, 64",
    "-128, 128",
    "128, -128",
    "0, 0",
    "1024, 128",
    "9223372036854775680, 128"
  })
  void passesOverEntriesThatPointNowhere(long offset, long size) {
    byte[] entry = new DataSegment(new byte[32], offset, size).entry();

    assertThat(DataSegment.read(entry, 0, 1024)).isEmpty();
  }

  @Test
  void passesOverEntriesWithAWrongBit() throws IOException {
    DataSegmentDeal deal = DataSegmentDeal.of(2048, PIECES);
    byte[] index = deal.index();
    assertThat(DataSegmentIndex.read(new ByteArrayInputStream(index), 2048)).hasSize(2);
    for (int i = 0; i < 63; i++) {
      byte[] flipped = index.clone();
      flipped[i] ^= 1;
      assertThat(DataSegmentIndex.read(new ByteArrayInputStream(flipped), 2048))
          .as("byte %d", i)
          .containsExactly(deal.segments().get(1));
    }
  }

  @Test
  void refusesATruncatedIndex() {
    byte[] index = DataSegmentDeal.of(2048, PIECES).index();

    assertThat(index).hasSize(254);
    for (int length : new int[] {0, 1, 127, 253}) {
      assertThatThrownBy(() -> DataSegmentIndex.read(from(Arrays.copyOf(index, length), 0), 2048))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("ends after %d bytes instead of 254".formatted(length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "512, 4, 254",
    "524288, 4, 519938",
    "1048576, 8, 1039876",
    "34359738368, 262144, 34074656768",
    "68719476736, 524288, 68149313536"
  })
  void placesTheIndexAtTheEnd(long dealSize, int entries, long start) {
    assertThat(DataSegmentIndex.entries(dealSize)).isEqualTo(entries);
    assertThat(DataSegmentIndex.payloadStart(dealSize)).isEqualTo(start);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 128, 256, 1000, 137_438_953_472L})
  void refusesDealsWithoutRoomForAnIndex(long dealSize) {
    assertThatThrownBy(() -> DataSegmentDeal.of(dealSize, PIECES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPiecesThatDoNotFit() {
    PieceCid small = PIECES.get(1);

    assertThatThrownBy(() -> DataSegmentDeal.of(1024, List.of(PIECES.get(0), PIECES.get(0))))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("take 1024 bytes of a deal of 1024, whose index begins at 768");
    assertThatThrownBy(() -> DataSegmentDeal.of(4096, Collections.nCopies(5, small)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("5 pieces")
        .hasMessageContaining("4 entries");
    assertThat(DataSegmentDeal.of(1024, List.of(PIECES.get(0), small, small)).segments())
        .hasSize(3);
    assertThat(DataSegmentDeal.of(4096, Collections.nCopies(4, small)).segments()).hasSize(4);
  }

  @Test
  void refusesToWriteAPayloadThatIsNotThePiece() {
    DataSegmentDeal deal = DataSegmentDeal.of(2048, PIECES);
    byte[] flipped = SECOND.clone();
    flipped[99] ^= 1;

    for (byte[] other : List.of(flipped, Arrays.copyOf(SECOND, 99), Arrays.copyOf(SECOND, 101))) {
      assertThatThrownBy(() -> deal.write(streams(FIRST, other), new ByteArrayOutputStream()))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(PIECES.get(1).toString());
    }
    assertThatThrownBy(() -> deal.write(streams(FIRST), new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 payloads for 2 pieces");
  }

  @Test
  void aProofHoldsForItsPieceAndDealOnly() {
    DataSegmentDeal deal = DataSegmentDeal.of(2048, PIECES);
    SegmentProof proof = SegmentProof.read(deal.prove(1).bytes());

    proof.verify(PIECES.get(1), deal.piece());
    assertThat(proof.deal(PIECES.get(1))).isEqualTo(deal.piece());
    assertThatThrownBy(() -> proof.verify(Payload.piece(new byte[100]), deal.piece()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("different deals");
    assertThatThrownBy(() -> proof.verify(PIECES.get(0), deal.piece()))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("height 8, its index entry into one of 6");
    assertThatThrownBy(() -> proof.verify(PIECES.get(1), PIECES.get(0)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not of " + PIECES.get(0));
    PieceCid lower = PieceCid.of(508, deal.piece().root());
    assertThatThrownBy(() -> proof.verify(PIECES.get(1), lower))
        .isInstanceOf(IntegrityException.class);
  }

  @Test
  void refusesEveryChangedByteOfAProof() {
    DataSegmentDeal deal = DataSegmentDeal.of(2048, PIECES);
    byte[] bytes = deal.prove(1).bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> SegmentProof.read(changed).verify(PIECES.get(1), deal.piece()))
          .as("byte %d", i)
          .isInstanceOf(dev.carrack.core.CarrackException.class);
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SegmentProof.read(cut)).isInstanceOf(MalformedException.class);
    }
  }

  /** An entry outside the index area: bytes of a client's own piece that look like one. */
  @Test
  void refusesAnEntryOutsideTheIndex() {
    PieceCid piece = PIECES.get(1);
    DataSegment segment = new DataSegment(piece.root(), 0, 128);
    PlacedTree tree =
        new PlacedTree(
            6,
            List.of(
                new PlacedTree.Subroot(2, 0, piece.root()),
                new PlacedTree.Subroot(1, 27, segment.entryNode()),
                new PlacedTree.Subroot(1, 28, segment.entryNode())));
    TreePath subtree = new TreePath(0, tree.path(2, 0));

    assertThatThrownBy(
            () -> new SegmentProof(subtree, new TreePath(27, tree.path(1, 27))).deal(piece))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("byte 1728, before the index");
    assertThat(new SegmentProof(subtree, new TreePath(28, tree.path(1, 28))).deal(piece))
        .isEqualTo(PieceCid.of(2032, tree.root()));
  }

  @ParameterizedTest
  @CsvSource({
    "80, parts",
    "82820080820001, list",
    "8200820080, list",
    "82820080820041aa, list",
    "8282008141aa820080, 1 bytes instead of 32",
    "82820180820080, from node 1",
    "828220808200 80, from node -1",
    "8282616180820080, integer"
  })
  void refusesBytesThatAreNoProof(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> SegmentProof.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesProofsThatAreTooLong() {
    assertThatThrownBy(() -> SegmentProof.read(new byte[4097]))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("4097 bytes");
    assertThatThrownBy(() -> new TreePath(0, new byte[32 * 32]))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new TreePath(0, new byte[33])).isInstanceOf(MalformedException.class);
    assertThat(new TreePath(1L << 30, new byte[31 * 32]).depth()).isEqualTo(31);
  }

  @Test
  void refusesAProofOfADealTooSmallForAnIndex() {
    PieceCid piece = PieceCid.of(127, new byte[32]);
    DataSegment segment = new DataSegment(piece.root(), 0, 128);
    PlacedTree tree =
        new PlacedTree(
            3,
            List.of(
                new PlacedTree.Subroot(2, 0, piece.root()),
                new PlacedTree.Subroot(1, 3, segment.entryNode())));
    SegmentProof proof =
        new SegmentProof(new TreePath(0, tree.path(2, 0)), new TreePath(3, tree.path(1, 3)));

    assertThatThrownBy(() -> proof.deal(piece))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("a deal of 256 padded bytes");
  }

  @Test
  void refusesAProofAboveTheLargestPiece() {
    SegmentProof proof =
        new SegmentProof(new TreePath(0, new byte[30 * 32]), new TreePath(0, new byte[31 * 32]));

    assertThatThrownBy(() -> proof.deal(PIECES.get(1)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("height 32");
  }

  /** sampleSizes1 and commForDeal of go-data-segment's inclusion_test.go. */
  private static List<PieceCid> goSample() {
    int[] mebibytes = {256, 1024, 512, 512, 1024, 256, 512, 1024, 256, 512};
    List<PieceCid> pieces = new ArrayList<>();
    for (int i = 0; i < mebibytes.length; i++) {
      byte[] root = HexFormat.of().parseHex("0d0e0a0100%02x".formatted(i) + "00".repeat(26));
      pieces.add(PieceCid.of((long) mebibytes[i] * 8192 * 127, root));
    }
    return pieces;
  }

  private static List<InputStream> streams(byte[]... payloads) {
    return Arrays.stream(payloads).<InputStream>map(ByteArrayInputStream::new).toList();
  }

  private static InputStream from(byte[] bytes, int offset) {
    return new ByteArrayInputStream(bytes, offset, bytes.length - offset);
  }
}
