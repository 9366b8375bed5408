package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.UnsupportedVersionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarIndexTest {

  // "abc" and "abd" as identity digests, an identity of one byte, and a murmur3 digest of 8 bytes.
  private static final String SORTED =
      "8008"
          + "03000000"
          + "09000000"
          + "0900000000000000"
          + "7a"
          + "0100000000000000"
          + "0b000000"
          + "2100000000000000"
          + "616263"
          + "0700000000000000"
          + "616263"
          + "0900000000000000"
          + "616264"
          + "0500000000000000"
          + "10000000"
          + "1000000000000000"
          + "0102030405060708"
          + "3930000000000000";
  private static final String MULTIHASH_SORTED =
      "8108"
          + "02000000"
          + "0000000000000000"
          + "02000000"
          + "09000000"
          + "0900000000000000"
          + "7a"
          + "0100000000000000"
          + "0b000000"
          + "2100000000000000"
          + "616263"
          + "0700000000000000"
          + "616263"
          + "0900000000000000"
          + "616264"
          + "0500000000000000"
          + "2200000000000000"
          + "01000000"
          + "10000000"
          + "1000000000000000"
          + "0102030405060708"
          + "3930000000000000";

  @TempDir Path dir;

  private static Multihash identity(String text) {
    return Samples.identity(text).cid().hash();
  }

  private static final Multihash MURMUR = Multihash.of(0x22, hex("0102030405060708"));

  private static CarIndex build(CarIndex.Form form) {
    CarIndex.Builder index = new CarIndex.Builder(form, "test");
    index.add(MURMUR, 12345);
    index.add(identity("abd"), 5);
    index.add(identity("abc"), 9);
    index.add(identity("z"), 1);
    index.add(identity("abc"), 7);
    return index.build();
  }

  private static String encoded(CarIndex index) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.writeTo(out);
    assertThat(index.size()).isEqualTo(out.size());
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private CarIndex read(String hex) {
    return CarIndex.read(Samples.write(dir.resolve("index"), hex(hex)));
  }

  @Test
  void bothFormsHaveTheBytesOfGoCar() {
    assertThat(encoded(build(CarIndex.Form.SORTED))).isEqualTo(SORTED);
    assertThat(encoded(build(CarIndex.Form.MULTIHASH_SORTED))).isEqualTo(MULTIHASH_SORTED);
  }

  @ParameterizedTest
  @CsvSource({SORTED, MULTIHASH_SORTED, "800800000000", "810800000000"})
  void whatIsReadIsWrittenBack(String hex) {
    assertThat(encoded(read(hex))).isEqualTo(hex);
  }

  @Test
  void findsEveryPlaceOfADigest() {
    CarIndex sorted = read(SORTED);
    CarIndex byHash = read(MULTIHASH_SORTED);

    assertThat(sorted.form()).isEqualTo(CarIndex.Form.SORTED);
    assertThat(byHash.form()).isEqualTo(CarIndex.Form.MULTIHASH_SORTED);
    for (CarIndex index : new CarIndex[] {sorted, byHash}) {
      assertThat(index.count()).isEqualTo(5);
      assertThat(index.find(identity("abc"))).containsExactly(7L, 9L);
      assertThat(index.find(identity("abd"))).containsExactly(5L);
      assertThat(index.find(identity("z"))).containsExactly(1L);
      assertThat(index.find(MURMUR)).containsExactly(12345L);
      assertThat(index.find(identity("abb"))).isEmpty();
      assertThat(index.find(identity("abe"))).isEmpty();
    }
    // Another hash function with the same digest: only one of the forms can tell.
    assertThat(sorted.find(identity("\1\2\3\4\5\6\7\b"))).containsExactly(12345L);
    assertThat(byHash.find(identity("\1\2\3\4\5\6\7\b"))).isEmpty();
  }

  @Test
  void sortsAnyNumberOfEntriesByDigestThenOffset() {
    CarIndex.Builder index = new CarIndex.Builder(CarIndex.Form.SORTED, "test");
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      index.add(Multihash.of(0x22, new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) random.nextInt()}), i);
    }

    IndexBucket bucket = index.build().buckets().get(0);

    assertThat(bucket.count()).isEqualTo(1000);
    assertThat(bucket.bytes()).isEqualTo(16_000);
    assertThat(bucket.ascends()).isTrue();
    for (int i = 1; i < 1000; i++) {
      assertThat(bucket.digest(i)[7] & 0xff).isGreaterThanOrEqualTo(bucket.digest(i - 1)[7] & 0xff);
      if (bucket.digest(i)[7] == bucket.digest(i - 1)[7]) {
        assertThat(bucket.offset(i)).isGreaterThan(bucket.offset(i - 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', at byte 0 has no index",
    "80, cut inside a length",
    "8008, 'at byte 2 is cut inside the index, 4 bytes before its end'",
    "8008ffffffff, at byte 2 has an index of -1 buckets",
    "800801000000, at byte 2 has an index of 1 buckets",
    "800801000000" + "07000000" + "0000000000000000, at byte 6 has an index bucket of width 7",
    "800801000000" + "09010000" + "0000000000000000, at byte 6 has an index bucket of width 265",
    "800801000000" + "090000ff" + "0000000000000000, at byte 6 has an index bucket of width -",
    "800801000000"
        + "09000000"
        + "0a00000000000000"
        + "00010000000000000000, at byte 10 has an index bucket that ends inside an entry",
    "800801000000"
        + "09000000"
        + "0900000000000000"
        + "0001000000000000, at byte 10 has an index bucket of 9 bytes",
    "800801000000"
        + "09000000"
        + "ffffffffffffffff"
        + "000100000000000000, at byte 10 has an index bucket of 18446744073709551615 bytes",
    "800801000000"
        + "09000000"
        + "1200000000000000"
        + "020100000000000000010100000000000000, at byte 18 has an index bucket whose digests do not",
    "800801000000"
        + "09000000"
        + "0900000000000000"
        + "000000000000000000, at byte 18 has an index entry that points to byte 0",
    "800801000000"
        + "09000000"
        + "1200000000000000"
        + "000100000000000000010000000000000080, at byte 27 has an index entry that points to byte 92",
    "800802000000"
        + "09000000"
        + "0000000000000000"
        + "09000000"
        + "0000000000000000, at byte 18 has an index whose bucket widths do not ascend",
    "8108ffffffff, at byte 2 has an index of -1 hash functions",
    "810801000000, at byte 2 has an index of 1 hash functions",
    "810801000000" + "000000000000008000000000, at byte 6 has an index whose hash functions do not",
    "810802000000"
        + "120000000000000000000000"
        + "120000000000000000000000, at byte 18 has an index whose hash functions do not ascend",
    "810801000000" + "120000000000000001000000, at byte 14 has an index of 1 buckets",
    "80080000000000000001, at byte 9 has more than zeros behind its index",
  })
  void namesTheRuleAndTheOffsetOfABadIndex(String hex, String problem) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("index");
  }

  @ParameterizedTest
  @CsvSource({
    "800801000000" + "08000000" + "0000000000000000", // a digest of no bytes
    "800801000000" + "08010000" + "0000000000000000", // and one of the most
    "800801000000" + "09000000" + "0900000000000000" + "00feffffffffffff7f",
    "810801000000" + "000000000000000000000000",
    "8008000000000000", // padded
  })
  void takesTheirNeighboursThatBreakNone(String hex) {
    assertThat(read(hex).form()).isNotNull();
  }

  @Test
  void refusesOtherForms() {
    assertThatThrownBy(() -> read("820800000000"))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("0x402");
    assertThatThrownBy(() -> CarIndex.read(dir.resolve("none")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none");
  }

  @Test
  void anIndexNeverFillsTheHeap() {
    CarIndex.Builder index = new CarIndex.Builder(CarIndex.Form.SORTED, "big.car", 64 * 16);
    for (int i = 0; i < 64; i++) {
      index.add(MURMUR, i);
    }
    assertThatThrownBy(() -> index.add(MURMUR, 64))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("big.car takes more than 2048 bytes of memory, of 1024");
    assertThat(CarIndex.heapShare()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    assertThat(new IndexBucket(-1, 8).growth()).isEqualTo(1024);
  }

  @Test
  void emptyBucketsNeitherFillTheHeapNorSlowEveryLookUp() {
    StringBuilder index = new StringBuilder("8108" + "00200000");
    for (int code = 1; code <= 0x2000; code++) {
      index.append("%02x%02x000000000000".formatted(code & 0xff, code >> 8));
      index.append("01000000" + "28000000" + "0000000000000000");
    }
    assertThatThrownBy(() -> read(index.toString()))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("at byte 98322 has an index of more than 4096 buckets");
  }

  @Test
  void aFullDiskIsOurOwnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> build(CarIndex.Form.SORTED).writeTo(full))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write the index");
  }
}
