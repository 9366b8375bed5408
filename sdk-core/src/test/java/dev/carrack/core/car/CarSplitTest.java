package dev.carrack.core.car;

import static dev.carrack.core.car.Samples.bytes;
import static dev.carrack.core.car.Samples.raw;
import static dev.carrack.core.car.Samples.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarSplitTest {

  private static final Cid ROOT = raw(0, 100).cid();

  @TempDir Path dir;

  private Path car(Block... blocks) {
    Path file = dir.resolve("whole.car");
    Car.write(file, List.of(ROOT), walk(List.of(blocks)), CarOptions.v1(), Progress.none());
    return file;
  }

  private List<Path> split(Path car, long limit) {
    return Car.split(car, limit, i -> dir.resolve("part-" + i), Progress.none());
  }

  // Header 59, sections of 138 bytes.
  @Test
  void partsAreFullCarsUpToTheLimit() {
    Path whole = car(raw(0, 100), raw(1, 100), raw(2, 100), raw(3, 100), raw(4, 100));

    List<Path> parts = split(whole, 59 + 2 * 138);

    assertThat(parts)
        .containsExactly(dir.resolve("part-0"), dir.resolve("part-1"), dir.resolve("part-2"));
    assertThat(parts.get(0)).hasSize(59 + 2 * 138);
    assertThat(parts.get(1)).hasSize(59 + 2 * 138);
    assertThat(parts.get(2)).hasSize(59 + 138);
    List<Cid> all = new ArrayList<>();
    for (Path part : parts) {
      all.addAll(Samples.cids(part));
      try (CarReader reader = CarReader.read(part)) {
        assertThat(reader.roots()).containsExactly(ROOT);
      }
    }
    assertThat(all).isEqualTo(Samples.cids(whole));
    assertThat(split(whole, 59 + 2 * 138 - 1)).hasSize(5);
  }

  @Test
  void partsOfOneNameDoNotReplaceEachOther() {
    Path whole = car(raw(0, 100), raw(1, 100));

    assertThatThrownBy(() -> Car.split(whole, 200, i -> dir.resolve("part"), Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part 1 would replace another");
    assertThat(dir).isDirectoryNotContaining("glob:**part*");
  }

  @Test
  void joiningPartsGivesTheWhole() {
    Path whole = car(raw(0, 100), raw(1, 10), raw(2, 100), raw(3, 1), raw(4, 100));
    byte[] before = bytes(whole);

    for (long limit : new long[] {197, 250, 400, 10_000}) {
      Path joined = dir.resolve("joined");
      long size = Car.join(split(whole, limit), joined, CarOptions.v1(), Progress.none());
      assertThat(bytes(joined)).isEqualTo(before).hasSize((int) size);
    }
  }

  @Test
  void everyBlockIsInOnePartOnly() {
    Path whole = car(raw(0, 100), raw(1, 100), raw(0, 100), raw(1, 100), raw(2, 100));

    List<Path> parts = split(whole, 59 + 138);

    assertThat(parts).hasSize(3);
    assertThat(parts.stream().flatMap(part -> Samples.cids(part).stream()))
        .containsExactly(raw(0, 100).cid(), raw(1, 100).cid(), raw(2, 100).cid());
  }

  @Test
  void joinsTheRootsAndBlocksOfAllOnce() {
    Path a = dir.resolve("a");
    Path b = dir.resolve("b");
    Cid other = raw(9, 9).cid();
    Car.write(a, List.of(ROOT), walk(List.of(raw(0, 100), raw(1, 1))), CarOptions.v1(), none());
    Car.write(
        b, List.of(other, ROOT), walk(List.of(raw(1, 1), raw(9, 9))), CarOptions.v2(), none());
    Path joined = dir.resolve("joined");

    Car.join(List.of(a, b), joined, CarOptions.v2(), none());

    assertThat(Samples.cids(joined)).containsExactly(ROOT, raw(1, 1).cid(), other);
    assertThat(Car.verify(joined, Padding.REFUSE, none()).roots()).containsExactly(ROOT, other);
  }

  private static Progress none() {
    return Progress.none();
  }

  @Test
  void tellHowFarTheyAre() {
    Path whole = car(raw(0, 100), raw(1, 100));
    List<String> told = new ArrayList<>();
    Progress tell = (step, done, total) -> told.add(step + " " + done + " " + total);

    List<Path> parts = Car.split(whole, 59 + 138, i -> dir.resolve("p" + i), tell);
    Car.join(parts, dir.resolve("j"), CarOptions.v1(), tell);
    Car.export(List.of(ROOT), walk(List.of(raw(0, 100))), new ByteArrayOutputStream(), tell);
    try (InputStream in = Files.newInputStream(parts.get(0))) {
      Car.importAll(in, "p0", new MemoryBlockStore(), tell);
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    assertThat(told)
        .containsExactly(
            "split 197 -1",
            "split 335 -1",
            "write j 197 -1",
            "write j 335 -1",
            "export 197 -1",
            "import p0 197 -1");
  }

  @Test
  void aCarWithoutBlocksHasOnePart() {
    Path whole = car();

    assertThat(bytes(split(whole, 59).get(0))).isEqualTo(bytes(whole)).hasSize(59);
  }

  @Test
  void aBlockAboveTheLimitOrACorruptCarLeavesNoParts() throws IOException {
    Path whole = car(raw(0, 10), raw(1, 100), raw(2, 101));
    assertThatThrownBy(() -> split(whole, 59 + 138))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining(raw(2, 101).cid() + " takes 139 bytes of a part")
        .hasMessageContaining("above the limit of 197");
    byte[] cut = Arrays.copyOf(bytes(whole), 300);
    assertThatThrownBy(() -> split(Samples.write(whole, cut), 59 + 139))
        .isInstanceOf(MalformedException.class);

    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(whole);
    }
  }
}
