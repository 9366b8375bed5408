package dev.carrack.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedPieceTest {

  private static final int MIB = 1_040_384;
  private static final byte[] PAYLOAD = Payload.random(2 * MIB + 300_000);
  private static final PieceOutboard OUTBOARD = Payload.outboard(PAYLOAD);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 1",
    "5, 1040379",
    "5, 1040380",
    "1040383, 2",
    "1040384, 1040384",
    "2380767, 1",
    "2380768, 0",
    "0, 2380768"
  })
  void readsAnyRange(long offset, int length) throws IOException {
    try (InputStream in = piece(PAYLOAD).stream(offset, length)) {
      assertThat(in.readAllBytes()).isEqualTo(slice(offset, length));
      assertThat(in.read()).isEqualTo(-1);
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    try (SeekableByteChannel channel = piece(PAYLOAD).channel()) {
      int read = channel.position(offset).read(out);
      assertThat(read).isEqualTo(length);
      assertThat(channel.position()).isEqualTo(offset + length);
    }
    assertThat(out.array()).isEqualTo(slice(offset, length));
  }

  @Test
  void readsByteByByteAndTellsWhatIsReady() throws IOException {
    try (InputStream in = piece(PAYLOAD).stream(MIB - 2, 5)) {
      assertThat(in.available()).isZero();
      for (int i = 0; i < 5; i++) {
        assertThat(in.read()).isEqualTo(PAYLOAD[MIB - 2 + i] & 0xff);
        // The chunk ends after two bytes; what comes next is not read yet.
        assertThat(in.available()).isEqualTo(i == 0 ? 1 : i == 1 ? 0 : 4 - i);
      }
      assertThat(in.read(new byte[3], 1, 2)).isEqualTo(-1);
      assertThat(in.read(new byte[3], 1, 0)).isZero();
      assertThatThrownBy(() -> in.read(new byte[3], 2, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 260_096, 300_000, 600_000, 900_000, MIB - 1})
  void readsPiecesBelowOneMiB(int size) throws IOException {
    byte[] payload = Payload.random(size);

    assertThat(VerifiedPiece.of(Payload.outboard(payload), Payload.source(payload)))
        .satisfies(p -> assertThat(p.stream(0, size).readAllBytes()).isEqualTo(payload));
  }

  @Test
  void anEmptyPieceHasNoBytes() throws IOException {
    VerifiedPiece empty = VerifiedPiece.of(Payload.outboard(new byte[0]), (into, at) -> -1);

    assertThat(empty.channel().size()).isZero();
    assertThat(empty.channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  @Timeout(20)
  void aSourceThatGivesNothingIsNotAskedForEver() {
    PieceSource stuck = (into, at) -> at < 100_000 ? Payload.source(PAYLOAD).read(into, at) : 0;
    PieceSource lying = (into, at) -> 7;

    assertThatThrownBy(() -> VerifiedPiece.of(OUTBOARD, stuck).stream(5, 9).readAllBytes())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no byte at 100000");
    assertThatThrownBy(() -> VerifiedPiece.of(OUTBOARD, lying).stream(MIB, 9).readAllBytes())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no byte at " + MIB);
    assertThatThrownBy(() -> SubtreeBatch.read(stuck, 100_001, new byte[4], 4))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no byte at 100001");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 260_096, MIB - 1, MIB, 2 * MIB, 2 * MIB + 299_999})
  void catchesAFlippedByteWhereverItIsAndServesTheRest(int at) throws IOException {
    byte[] flipped = PAYLOAD.clone();
    flipped[at] ^= 1;
    SeekableByteChannel channel = piece(flipped).channel();

    for (int offset = 0; offset < PAYLOAD.length; offset += MIB) {
      int from = offset;
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.position(offset);
      if (at / MIB == offset / MIB) {
        assertThatThrownBy(() -> channel.read(one))
            .isInstanceOf(IntegrityException.class)
            .hasMessageContaining(
                "bytes %d to %d of piece %s"
                    .formatted(from, Math.min(from + MIB, PAYLOAD.length) - 1, OUTBOARD.piece()));
        assertThat(one.position()).isZero();
      } else {
        assertThat(channel.read(one)).isEqualTo(1);
        assertThat(one.get(0)).isEqualTo(PAYLOAD[offset]);
      }
    }
  }

  @Test
  void catchesAShortSource() {
    byte[] cut = Arrays.copyOf(PAYLOAD, PAYLOAD.length - 1);

    assertThatThrownBy(() -> piece(cut).stream(2 * MIB, 1).read())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("ends after 2380767 bytes instead of 2380768");
  }

  @Test
  void readsEachChunkOnceWhileItStaysThere() throws IOException {
    List<Long> reads = new ArrayList<>();
    PieceSource counting =
        (into, position) -> {
          reads.add(position);
          return Payload.source(PAYLOAD).read(into, position);
        };
    SeekableByteChannel channel = VerifiedPiece.of(OUTBOARD, counting).channel();
    channel.position(10).read(ByteBuffer.allocate(100));
    int first = reads.size();
    channel.position(500_000).read(ByteBuffer.allocate(100));

    assertThat(first).isEqualTo(11);
    assertThat(reads).hasSize(first).startsWith(0L, 100_000L).endsWith(1_000_000L);
  }

  @Test
  void refusesRangesOutsideThePayload() throws IOException {
    VerifiedPiece piece = piece(PAYLOAD);

    for (long[] range : new long[][] {{-1, 1}, {0, -1}, {0, 2_380_769}, {2_380_768, 1}}) {
      assertThatThrownBy(() -> piece.stream(range[0], range[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2380768 bytes");
    }
    assertThatThrownBy(() -> piece.channel().position(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(piece.channel().position(9_999_999).read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void isReadOnlyAndCloses() throws IOException {
    SeekableByteChannel channel = piece(PAYLOAD).channel();

    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.size()).isEqualTo(PAYLOAD.length);
    assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(1)).isInstanceOf(NonWritableChannelException.class);
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.position(1)).isInstanceOf(ClosedChannelException.class);
    InputStream stream = piece(PAYLOAD).stream(0, 1);
    stream.close();
    assertThatThrownBy(stream::read).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> piece(PAYLOAD).stream(0, 1).read())
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private static VerifiedPiece piece(byte[] payload) {
    return VerifiedPiece.of(OUTBOARD, Payload.source(payload));
  }

  private static byte[] slice(long from, int length) {
    return Arrays.copyOfRange(PAYLOAD, (int) from, (int) from + length);
  }
}
