package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.GO_CAR_ROOT;
import static dev.carrack.core.car.Samples.GO_CAR_V2;
import static dev.carrack.core.car.Samples.patched;
import static dev.carrack.core.car.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multihash;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CarFileTest {

  private static final int INDEX = 335;
  private static final int FIRST_ENTRY = INDEX + 30; // of the root's digest, at 198

  @TempDir Path dir;

  private Path file(byte[] bytes) {
    return Samples.write(dir.resolve("a.car"), bytes);
  }

  private CarFile open(byte[] bytes) {
    return CarFile.open(file(bytes));
  }

  private static byte[] payload() {
    return Arrays.copyOfRange(GO_CAR_V2, 51, INDEX);
  }

  @Test
  void readsTheFileOfGoCarByItsIndex() {
    try (CarFile car = open(GO_CAR_V2)) {
      assertThat(car.version()).isEqualTo(2);
      assertThat(car.roots()).containsExactly(GO_CAR_ROOT);
      assertThat(car.payloadOffset()).isEqualTo(51);
      assertThat(car.payloadSize()).isEqualTo(284);
      assertThat(car.fullyIndexed()).isFalse();
      assertThat(car.index().count()).isEqualTo(3);
      assertThat(car.index().find(GO_CAR_ROOT.hash())).containsExactly(198L);
      assertThat(car.require(GO_CAR_ROOT).size()).isEqualTo(85 - 36);
      Cid hello = Block.of(Codec.RAW, "hello world\n".getBytes()).cid();
      assertThat(car.require(hello).bytes()).asString().isEqualTo("hello world\n");
      assertThat(car.has(hello)).isTrue();
      // Found by multihash, whatever the codec.
      assertThat(car.require(Cid.of(Codec.DAG_CBOR, hello.hash())).size()).isEqualTo(12);
      assertThat(car.get(raw(1, 1).cid())).isEmpty();
      assertThat(car.has(raw(1, 1).cid())).isFalse();
    }
  }

  @Test
  void readsVersion1ByAScan() {
    try (CarFile car = open(payload())) {
      assertThat(car.version()).isEqualTo(1);
      assertThat(car.payloadOffset()).isZero();
      assertThat(car.payloadSize()).isEqualTo(284);
      assertThat(car.fullyIndexed()).isFalse();
      assertThat(car.index().find(GO_CAR_ROOT.hash())).containsExactly(198L);
      assertThat(car.require(GO_CAR_ROOT).cid()).isEqualTo(GO_CAR_ROOT);
    }
  }

  @Test
  void anIdentityCidNeedsNoSection() {
    Block inside = Samples.identity("hello");
    try (CarFile car = open(GO_CAR_V2)) {
      assertThat(car.get(inside.cid())).contains(inside);
      assertThat(car.has(inside.cid())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(CarIndex.Form.class)
  void readsByAnIndexKeptElsewhere(CarIndex.Form form) {
    Path file = file(payload());
    CarIndex index = Car.index(file, form, Progress.none());
    try (CarFile car = CarFile.open(file, index)) {
      assertThat(car.index()).isSameAs(index);
      assertThat(car.require(GO_CAR_ROOT).size()).isEqualTo(49);
    }
  }

  @Test
  void anyChannelWillDo() throws IOException {
    VirtualCar virtual = VirtualCar.of(List.of(), Samples.walk(List.of(raw(1, 500), raw(2, 3))));
    var source = Samples.store(List.of(raw(1, 500), raw(2, 3)));
    var channel = virtual.channel(source);
    try (CarFile car = CarFile.open(channel, "virtual")) {
      assertThat(car.require(raw(2, 3).cid())).isEqualTo(raw(2, 3));
      assertThat(car.require(raw(1, 500).cid())).isEqualTo(raw(1, 500));
    }
    assertThat(channel.isOpen()).isFalse();
    try (CarFile car = CarFile.scan(virtual.channel(source), "virtual", Progress.none())) {
      assertThat(car.index().count()).isEqualTo(2);
    }
  }

  // The root's entry is made to point elsewhere; 198 is where its section is.
  @ParameterizedTest
  @CsvSource({
    "3b, places bafybeiakgrehdxxgy5kca72znt6jllrj2sqkehtqeojfuxlbeuqg3vfkwq at byte 110",
    "6c, 'at byte 159, where bafybei'",
  })
  void anIndexThatPointsToAnotherBlockIsNotBelieved(String offset, String problem) {
    byte[] lying = patched(GO_CAR_V2, FIRST_ENTRY + 32, offset);
    try (CarFile car = open(lying)) {
      assertThatThrownBy(() -> car.get(GO_CAR_ROOT))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(problem)
          .hasMessageContaining("scan");
      assertThatThrownBy(() -> car.has(GO_CAR_ROOT)).isInstanceOf(IntegrityException.class);
    }
    try (CarFile car = CarFile.scan(file(lying), Progress.none())) {
      assertThat(car.require(GO_CAR_ROOT).size()).isEqualTo(49);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3a, at byte 109 has no section", // inside the header
    "c7, index points to byte 250 of", // inside a section
    "1b01, index points to byte 334 of", // the last byte of the payload
  })
  void anIndexThatPointsToNoSectionIsAnError(String offset, String problem) {
    try (CarFile car = open(patched(GO_CAR_V2, FIRST_ENTRY + 32, offset))) {
      assertThatThrownBy(() -> car.get(GO_CAR_ROOT))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(problem);
    }
  }

  @Test
  void anIndexEntryBehindThePayloadIsRefusedAtOnce() {
    assertThatThrownBy(() -> open(patched(GO_CAR_V2, FIRST_ENTRY + 32, "1c01")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 365 has an index entry that points to byte 284");
  }

  @Test
  void noByteOfABlockIsHandedOutUnchecked() {
    for (int i = 51 + 198 + 37; i < INDEX; i++) {
      byte[] bad = GO_CAR_V2.clone();
      bad[i] ^= 1;
      try (CarFile car = open(bad)) {
        assertThatThrownBy(() -> car.get(GO_CAR_ROOT))
            .isInstanceOf(IntegrityException.class)
            .hasMessageContaining("a.car at byte 249");
      }
    }
  }

  @Test
  void sameDigestsOfOtherHashFunctionsAreNoLieOfTheSortedForm() {
    // murmur3 and identity with one digest of 8 bytes; only the identity can be computed here.
    Block eight = Samples.identity("8 bytes!");
    Cid other = Cid.of(Codec.RAW, Multihash.of(0x22, eight.cid().hash().digest()));
    Path file = dir.resolve("b.car");
    Car.write(
        file,
        List.of(),
        Samples.walk(List.of(eight)),
        CarOptions.v2().withIndex(CarIndex.Form.SORTED).withFullIndex(),
        Progress.none());

    try (CarFile car = CarFile.open(file)) {
      assertThat(car.fullyIndexed()).isTrue();
      assertThat(car.get(other)).isEmpty();
      assertThat(car.has(other)).isFalse();
    }
  }

  @Test
  void theHeaderIsHeldAgainstTheFile() {
    assertThatThrownBy(() -> open(Arrays.copyOf(GO_CAR_V2, 334)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 334 is cut: its payload should end at byte 335");
    assertThatThrownBy(() -> open(Arrays.copyOf(GO_CAR_V2, 335)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 335 is cut: its index should begin at byte 335");
    assertThatThrownBy(() -> CarFile.open(dir.resolve("none.car")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none.car");
  }

  @Test
  void closesTheFileOfACarThatItRefuses() throws IOException {
    Path file = file(new byte[] {0});
    assertThatThrownBy(() -> CarFile.open(file)).isInstanceOf(MalformedException.class);
    Files.delete(file); // would fail on Windows
    CarFile car = open(GO_CAR_V2);
    car.close();
    car.close();
    assertThatThrownBy(() -> car.get(GO_CAR_ROOT))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("ClosedChannel");
  }

  @Test
  void anInterruptedReaderDoesNotTakeTheFileFromOthers() throws Exception {
    try (CarFile car = open(GO_CAR_V2)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> car.get(GO_CAR_ROOT)).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(car.get(GO_CAR_ROOT)).isPresent();
    }
  }

  @Test
  void aFileThatAnInterruptClosedIsOpenedAgain() throws Exception {
    byte[] content = new byte[1 << 20];
    content[content.length - 1] = 9;
    try (CarBytes bytes = CarBytes.open(file(content))) {
      for (int round = 0; round < 10; round++) {
        CountDownLatch reading = new CountDownLatch(3);
        Thread reader =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      bytes.bytes(0, content.length);
                      reading.countDown();
                    }
                  } catch (CancelledException expected) {
                    // As asked.
                  }
                });
        reader.start();
        reading.await();
        reader.interrupt();
        assertThat(bytes.bytes(content.length - 1, 1)).containsExactly(9);
        reader.join();
      }
    }
  }

  @Test
  void bytesAtAnyOffsetEndWithTheFile() throws IOException {
    try (CarBytes bytes = CarBytes.open(file(new byte[] {1, 2, 3, 4, 5}));
        InputStream in = bytes.stream(1)) {
      assertThat(bytes.size()).isEqualTo(5);
      assertThat(bytes.bytes(3, 2)).containsExactly(4, 5);
      assertThatThrownBy(() -> bytes.bytes(3, 3))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("a.car at byte 3 is cut: 2 of 3 bytes");
      assertThat(in.read()).isEqualTo(2);
      assertThat(in.skip(1)).isEqualTo(1);
      assertThat(in.read(new byte[9], 0, 0)).isZero();
      assertThat(in.read(new byte[9], 0, 1)).isEqualTo(1);
      assertThat(in.skip(9)).isEqualTo(1);
      assertThat(in.skip(9)).isZero();
      assertThat(in.skip(-1)).isZero();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[9], 0, 0)).isZero();
    }
  }

  @Test
  void servesManyThreads() throws Exception {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      blocks.add(raw(i, 1000 + i));
    }
    VirtualCar virtual = VirtualCar.of(List.of(), Samples.walk(blocks));
    Path file = dir.resolve("many.car");
    Car.write(file, List.of(), Samples.walk(blocks), CarOptions.v1(), Progress.none());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (CarFile byFile = CarFile.open(file);
        CarFile byChannel = CarFile.open(virtual.channel(Samples.store(blocks)), "virtual")) {
      Callable<Boolean> read =
          () ->
              blocks.stream()
                  .allMatch(
                      b ->
                          byFile.require(b.cid()).equals(b)
                              && byChannel.require(b.cid()).equals(b));
      for (Future<Boolean> done : threads.invokeAll(List.of(read, read, read, read))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSectionOfTheGreatestLengthIsReadAndOneByteMoreIsNot() {
    Block most = raw(7, CarReader.MAX_SECTION - 36);
    Path file = dir.resolve("most.car");
    Car.write(file, List.of(), Samples.walk(List.of(most)), CarOptions.v2(), Progress.none());
    try (CarFile car = CarFile.open(file)) {
      assertThat(car.require(most.cid()).size()).isEqualTo(8388572);
    }
    Block more = raw(7, CarReader.MAX_SECTION - 35);
    assertThatThrownBy(
            () ->
                Car.write(
                    file, List.of(), Samples.walk(List.of(more)), CarOptions.v1(), Progress.none()))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("8388573 bytes");
  }
}
