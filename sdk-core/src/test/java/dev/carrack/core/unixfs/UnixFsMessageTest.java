package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protobuf of UnixFS, byte by byte. */
class UnixFsMessageTest {

  @Test
  void messagesAreTheBytesThatOtherImportersWrite() {
    byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);

    assertThat(hex(UnixFsMessage.leaf(text))).isEqualTo("0802120361626318" + "03");
    assertThat(hex(UnixFsMessage.leaf(new byte[0]))).isEqualTo("08021800");
    assertThat(hex(UnixFsMessage.file(300, new long[] {256, 44})))
        .isEqualTo("080218ac0220800220" + "2c");
    assertThat(hex(UnixFsMessage.directory())).isEqualTo("0801");
    assertThat(hex(UnixFsMessage.symlink(text))).isEqualTo("08041203616263");
    assertThat(hex(UnixFsMessage.shard(new byte[] {1}, 256)))
        .isEqualTo("0805120101282230" + "8002");
  }

  @Test
  void whatIsWrittenIsRead() {
    UnixFsMessage file = read("080218ac02208002202c");

    assertThat(file.type()).isEqualTo(UnixFsMessage.FILE);
    assertThat(file.filesize()).hasValue(300);
    assertThat(file.blocksizes()).containsExactly(256, 44);
    assertThat(file.data().remaining()).isZero();
    assertThat(read("0802").filesize()).isEmpty();
    assertThat(read("08021800").filesize()).hasValue(0);
    assertThat(read("0802120161").data().get()).isEqualTo((byte) 'a');
    assertThat(read("0802220480022c01").blocksizes()).containsExactly(256, 44, 1); // packed
  }

  @ParameterizedTest
  @CsvSource({
    "0800, FILE",
    "0801, DIRECTORY",
    "0802, FILE",
    "0804, SYMLINK",
    "0805, DIRECTORY",
  })
  void theTypeSaysWhatItIs(String hex, EntryKind kind) {
    assertThat(read(hex).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no type",
    "0803, has the type 3",
    "0806, has the type 6",
    "08020802, has field 1 twice",
    "0802180018" + "00, has field 3 twice",
    "0802420a080115000000, claims 10 bytes",
    "080242050801150000, is truncated",
    "08024200, has no seconds",
    "080242070801150000000" + "0, has 0 nanoseconds",
    "08024207080115" + "00ca9a3b, has 1000000000 nanoseconds",
    "08024207080115" + "ffffffff, has 4294967295 nanoseconds",
    "0802420a08ffffffffffffffff7f, is beyond the calendar"
  })
  void refusals(String hex, String rule) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void unknownFieldsArePassedOver() {
    UnixFsMessage message =
        read(
            "0801"
                + "48ff01"
                + "5201aa"
                + "5d01020304"
                + "610102030405060708"
                + "8202"
                + "00"
                + "8202"
                + "00");

    assertThat(message.kind()).isEqualTo(EntryKind.DIRECTORY);
  }

  @Test
  void timesHaveSecondsOfEitherSignAndPerhapsNanoseconds() {
    assertThat(read("0802420208" + "05").mtime()).contains(Instant.ofEpochSecond(5));
    assertThat(read("08024207080515" + "01000000").mtime()).contains(Instant.ofEpochSecond(5, 1));
    assertThat(read("08024207080515" + "ffc99a3b").mtime())
        .contains(Instant.ofEpochSecond(5, 999_999_999));
    assertThat(read("0802420b08ffffffffffffffffff01").mtime()).contains(Instant.ofEpochSecond(-1));
    assertThat(read("0802").mtime()).isEmpty();
  }

  @Test
  void aModeKeepsItsTwelveBits() {
    assertThat(read("080238ed03").mode()).hasValue(0755);
    assertThat(read("080238ffffffff0f").mode()).hasValue(07777);
    assertThat(read("08023800").mode()).hasValue(0);
    assertThat(read("0802").mode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8, 08", "256, 8002", "1024, 8008"})
  void aFanoutIsAPowerOfTwoFrom8To1024(int fanout, String varint) {
    assertThat(read("0805282230" + varint).fanout()).isEqualTo(fanout);
  }

  @ParameterizedTest
  @CsvSource({
    "0805282230" + "04, has the fanout 4",
    "0805282230" + "8010, has the fanout 2048",
    "0805282230" + "0c, has the fanout 12",
    "08052822, has the fanout -1",
    "0805282330" + "08, has the hash type 35",
    "08053008, has the hash type -1"
  })
  void otherShardsAreRefused(String hex, String rule) {
    assertThatThrownBy(() -> read(hex).fanout())
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(rule);
  }

  private static UnixFsMessage read(String hex) {
    return UnixFsMessage.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
