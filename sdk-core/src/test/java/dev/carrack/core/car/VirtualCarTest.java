package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.GO_CAR_ROOT;
import static dev.carrack.core.car.Samples.identity;
import static dev.carrack.core.car.Samples.raw;
import static dev.carrack.core.car.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualCarTest {

  private static final List<Block> BLOCKS =
      List.of(raw(1, 5), raw(2, 0), identity("xy"), raw(3, 300), raw(4, 91), raw(5, 92));
  private static final List<Cid> ROOTS = List.of(GO_CAR_ROOT);

  private final BlockSource source =
      Samples.store(BLOCKS.stream().filter(b -> !b.cid().hash().isIdentity()).toList());
  private final VirtualCar car = VirtualCar.of(ROOTS, walk(BLOCKS));

  private static byte[] written() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Car.export(ROOTS, walk(BLOCKS), out, Progress.none());
    return out.toByteArray();
  }

  @Test
  void lengthAndOffsetsAreKnownBeforehand() {
    byte[] whole = written();

    assertThat(car.length()).isEqualTo(whole.length);
    assertThat(car.count()).isEqualTo(6);
    assertThat(car.offset(0)).isEqualTo(59);
    assertThat(car.dataOffset(0)).isEqualTo(96);
    assertThat(car.offset(1)).isEqualTo(101);
    assertThat(car.dataOffset(1)).isEqualTo(138);
    assertThat(car.offset(2)).isEqualTo(138);
    assertThat(car.dataOffset(2)).isEqualTo(145);
    assertThat(car.offset(3)).isEqualTo(147);
    assertThat(car.dataOffset(3)).isEqualTo(185);
    assertThat(car.offset(6)).isEqualTo(car.length());
    for (int i = 0; i < 6; i++) {
      Block block = BLOCKS.get(i);
      assertThat(car.cid(i)).isEqualTo(block.cid());
      assertThat(car.size(i)).isEqualTo(block.size());
      int at = (int) car.dataOffset(i);
      assertThat(Arrays.copyOfRange(whole, at, at + block.size())).isEqualTo(block.bytes());
    }
  }

  @Test
  void itsBytesAreThoseOfTheCarWrittenFromAnyOffset() throws IOException {
    byte[] whole = written();
    for (int offset = 0; offset <= whole.length; offset++) {
      try (InputStream in = car.open(source, offset)) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
      }
    }
  }

  @Test
  void aChannelSeeksAndReadsInSmallBites() throws IOException {
    byte[] whole = written();
    try (SeekableByteChannel channel = car.channel(source)) {
      assertThat(channel.size()).isEqualTo(whole.length);
      for (int at = whole.length - 7; at >= 0; at -= 7) {
        ByteBuffer bite = ByteBuffer.allocate(7);
        assertThat(channel.position(at).position()).isEqualTo(at);
        assertThat(channel.read(bite)).isEqualTo(7);
        assertThat(channel.position()).isEqualTo(at + 7);
        assertThat(bite.array()).isEqualTo(Arrays.copyOfRange(whole, at, at + 7));
      }
      assertThat(channel.position(whole.length).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(channel.position(whole.length + 9).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void paddingIsZeros() throws IOException {
    VirtualCar padded = VirtualCar.of(ROOTS).add(raw(1, 5).cid(), 5).padTo(200_000).build();
    try (InputStream in = padded.open(source, 0)) {
      byte[] all = in.readAllBytes();
      assertThat(all).hasSize(200_000).endsWith(new byte[200_000 - 101]);
      assertThat(all[100]).isEqualTo((byte) 1);
    }
    assertThat(padded.length()).isEqualTo(200_000);
    assertThat(VirtualCar.of(ROOTS).padTo(5).build().length()).isEqualTo(59);
    assertThat(VirtualCar.of(ROOTS).add(raw(1, 5).cid(), 5).position()).isEqualTo(101);
  }

  @Test
  void aSourceThatChangedIsFoundOutBeforeAByteOfTheBlock() throws IOException {
    assertChanged(Optional.of(raw(1, 6)), "5 bytes was planned for byte 59");
    assertChanged(Optional.of(raw(7, 5)), raw(7, 5).cid().toString());
  }

  private static void assertChanged(Optional<Block> now, String message) throws IOException {
    VirtualCar car = VirtualCar.of(ROOTS).add(raw(1, 5).cid(), 5).build();
    SeekableByteChannel channel = car.channel(new Changed(now));
    ByteBuffer buffer = ByteBuffer.allocate(59);
    channel.read(buffer);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(9)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("has changed")
        .hasMessageContaining(message);
    assertThat(channel.position()).isEqualTo(59);
  }

  private record Changed(Optional<Block> now) implements BlockSource {
    @Override
    public Optional<Block> get(Cid cid) {
      return now;
    }

    @Override
    public boolean has(Cid cid) {
      return true;
    }
  }

  @Test
  void aBlockThatIsGoneIsNamedWithItsOffset() {
    VirtualCar car = VirtualCar.of(ROOTS).add(raw(1, 5).cid(), 5).add(raw(8, 8).cid(), 8).build();

    assertThatThrownBy(() -> car.open(source, 0).readAllBytes())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(raw(8, 8).cid().toString())
        .hasMessageContaining("for byte 101");
  }

  @Test
  void readsEachBlockOnceHoweverSmallTheBites() throws IOException {
    int[] reads = {0};
    BlockSource counting =
        new BlockSource() {
          @Override
          public Optional<Block> get(Cid cid) {
            reads[0]++;
            return source.get(cid);
          }

          @Override
          public boolean has(Cid cid) {
            return source.has(cid);
          }
        };
    try (InputStream in = car.open(counting, 0)) {
      while (in.read() >= 0) {}
    }
    assertThat(reads[0]).isEqualTo(5); // the identity CID is its own source
  }

  @Test
  void cannotBeWrittenOrReadOnceClosed() throws IOException {
    SeekableByteChannel channel = car.channel(source);
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(channel.isOpen()).isTrue();
    channel.close();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void refusesSectionsThatNoReaderTakes() {
    assertThatThrownBy(() -> VirtualCar.of(ROOTS).add(GO_CAR_ROOT, CarReader.MAX_SECTION))
        .isInstanceOf(LimitException.class);
    assertThat(VirtualCar.of(ROOTS).add(GO_CAR_ROOT, CarReader.MAX_SECTION - 36).position())
        .isEqualTo(59 + 4 + CarReader.MAX_SECTION);
    assertThatThrownBy(() -> VirtualCar.of(ROOTS).add(GO_CAR_ROOT, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterruptStopsReading() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> car.channel(source).read(ByteBuffer.allocate(1)))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void holdsAnyNumberOfSections() {
    VirtualCar.Builder many = VirtualCar.of(ROOTS);
    for (int i = 0; i < 100; i++) {
      many.add(raw(i, i).cid(), i);
    }
    VirtualCar built = many.build();
    assertThat(built.count()).isEqualTo(100);
    assertThat(built.size(99)).isEqualTo(99);
    // 59 + 100 CIDs + data 4950 + lengths of one byte up to 127 bytes of CID and data, else two
    assertThat(built.length()).isEqualTo(59 + 3600 + 4950 + 92 + 2 * 8);
  }
}
