package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.GO_CAR_ROOT;
import static dev.carrack.core.car.Samples.GO_CAR_V2;
import static dev.carrack.core.car.Samples.identity;
import static dev.carrack.core.car.Samples.patched;
import static dev.carrack.core.car.Samples.raw;
import static dev.carrack.core.car.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarCheckTest {

  @TempDir Path dir;

  private CarReport verify(byte[] car) {
    return Car.verify(Samples.write(dir.resolve("a.car"), car), Padding.REFUSE, Progress.none());
  }

  @Test
  void reportsWhatAGoodCarHas() {
    assertThat(verify(GO_CAR_V2))
        .isEqualTo(
            new CarReport(
                2,
                List.of(GO_CAR_ROOT),
                3,
                284,
                Optional.of(CarIndex.Form.MULTIHASH_SORTED),
                3,
                0));
    assertThat(verify(Arrays.copyOfRange(GO_CAR_V2, 51, 335)))
        .isEqualTo(new CarReport(1, List.of(GO_CAR_ROOT), 3, 284, Optional.empty(), 0, 0));
  }

  @Test
  void aChannelIsVerifiedAsAFileIs() {
    VirtualCar car = VirtualCar.of(List.of()).add(raw(1, 9).cid(), 9).padTo(100).build();
    var source = Samples.store(List.of(raw(1, 9)));

    CarReport report = Car.verify(car.channel(source), "v", Padding.ZEROS, Progress.none());

    assertThat(report.payloadBytes()).isEqualTo(18 + 46);
    assertThat(report.blocks()).isEqualTo(1);
    assertThatThrownBy(() -> Car.verify(car.channel(source), "v", Padding.REFUSE, Progress.none()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("v at byte 64 has a section of length zero");
  }

  @Test
  void aCarCutAnywhereIsFoundOut() {
    for (int length = 0; length < GO_CAR_V2.length; length++) {
      byte[] cut = Arrays.copyOf(GO_CAR_V2, length);
      assertThatThrownBy(() -> verify(cut))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("at byte");
    }
  }

  @Test
  void noFlippedBitOfPayloadOrIndexPasses() {
    List<Integer> passed = new ArrayList<>();
    for (int i = 27; i < GO_CAR_V2.length; i++) {
      byte[] bad = GO_CAR_V2.clone();
      bad[i] ^= 4;
      try {
        verify(bad);
        passed.add(i);
      } catch (CarrackException e) {
        assertThat(e.getMessage()).contains("a.car");
      }
    }
    // The root in the header is only a claim; a codec makes another CID of the same bytes.
    List<Integer> claims = IntStream.range(66, 101).boxed().collect(Collectors.toList());
    claims.remove(Integer.valueOf(68)); // the length of the root's digest
    claims.addAll(List.of(112, 161, 251));
    assertThat(passed).containsExactlyElementsOf(claims);
  }

  @Test
  void namesTheEntryThatIsWrong() {
    assertThatThrownBy(() -> verify(patched(GO_CAR_V2, 365 + 32, "3b")))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("the entry 0a344871dee6c754207f596cfc95ae29")
        .hasMessageContaining("at byte 110 has no section of that digest there");
  }

  @Test
  void aRepeatedEntryIsWrongAndARepeatedSectionIsNot() {
    Path file = dir.resolve("b.car");
    BlockWalk twice = walk(List.of(raw(1, 3), raw(1, 3)));
    Car.write(file, List.of(), twice, CarOptions.v2(), Progress.none());
    CarReport report = Car.verify(file, Padding.REFUSE, Progress.none());
    assertThat(report.blocks()).isEqualTo(2);
    assertThat(report.entries()).isEqualTo(2);
    byte[] bad = Samples.bytes(file);
    bad[bad.length - 8] = 18; // the second entry points to the first section

    assertThatThrownBy(() -> verify(bad))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("at byte 69 is there twice");
  }

  @Test
  void countsWhatAnIndexLeavesOutAndRefusesItWhereTheIndexClaimsToBeFull() {
    Path file = dir.resolve("c.car");
    BlockWalk blocks = walk(List.of(raw(1, 3), identity("x"), raw(2, 3)));
    Car.write(file, List.of(), blocks, CarOptions.v2(), Progress.none());
    assertThat(Car.verify(file, Padding.REFUSE, Progress.none()).unindexed()).isZero();
    byte[] unmarked = Samples.bytes(file);
    byte[] marked = patched(unmarked, 11, "80");

    assertThatThrownBy(() -> verify(marked))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("fully indexed, but 1 sections are not in its index");

    Car.write(file, List.of(), blocks, CarOptions.v2().withFullIndex(), Progress.none());
    CarReport full = Car.verify(file, Padding.REFUSE, Progress.none());
    assertThat(full.entries()).isEqualTo(3);
    assertThat(full.unindexed()).isZero();
  }

  @Test
  void anEmptyIndexLeavesAllOut() {
    Path file = dir.resolve("d.car");
    BlockWalk blocks = walk(List.of(raw(1, 3), identity("x"), raw(2, 3)));
    Car.write(file, List.of(), blocks, CarOptions.v2(), Progress.none());
    byte[] car = Samples.bytes(file);
    int index = car.length - (2 + 4 + 12 + 12 + 2 * 40);
    byte[] emptied = Arrays.copyOf(patched(car, index + 2, "00000000"), index + 6);

    CarReport report = verify(emptied);

    assertThat(report.entries()).isZero();
    assertThat(report.unindexed()).isEqualTo(2);
    assertThatThrownBy(() -> verify(patched(emptied, 11, "80")))
        .hasMessageContaining("3 sections are not");
  }

  @Test
  void bytesBehindTheIndexAreNotPassedOver() {
    assertThat(verify(Arrays.copyOf(GO_CAR_V2, 500)).entries()).isEqualTo(3);
    assertThatThrownBy(() -> verify(patched(Arrays.copyOf(GO_CAR_V2, 500), 499, "01")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at byte 499 has more than zeros behind its index");
  }

  @Test
  void tellsHowFarItIsAndStopsWhenInterrupted() {
    List<Long> steps = new ArrayList<>();
    Path file = Samples.write(dir.resolve("a.car"), GO_CAR_V2);
    Car.verify(file, Padding.REFUSE, (step, done, total) -> steps.add(done * 1000 + total));
    assertThat(steps).containsExactly(159_485L, 249_485L, 335_485L);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Car.verify(file, Padding.REFUSE, Progress.none()))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> Car.verify(dir.resolve("none"), Padding.REFUSE, Progress.none()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void makesTheIndexOfGoCarFromThePayload() {
    Path file = Samples.write(dir.resolve("a.car"), Arrays.copyOfRange(GO_CAR_V2, 51, 335));
    var out = new ByteArrayOutputStream();
    List<Long> steps = new ArrayList<>();

    Car.index(file, CarIndex.Form.MULTIHASH_SORTED, (step, done, total) -> steps.add(done))
        .writeTo(out);

    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(GO_CAR_V2, 335, 485));
    assertThat(steps).containsExactly(59L, 108L, 198L);
  }

  @Test
  void aFullIndexListsIdentityCidsToo() {
    Path file = dir.resolve("a.car");
    BlockWalk blocks = walk(List.of(raw(1, 3), identity("x")));
    Car.write(file, List.of(), blocks, CarOptions.v1().paddedTo(500), Progress.none());

    assertThat(Car.index(file, CarIndex.Form.SORTED, Progress.none()).count()).isEqualTo(1);
    assertThat(Car.fullIndex(file, CarIndex.Form.SORTED, Progress.none()).count()).isEqualTo(2);
  }
}
