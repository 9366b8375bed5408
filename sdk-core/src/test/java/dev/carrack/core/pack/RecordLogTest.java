package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.UnsupportedVersionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("sub").resolve("log");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RecordLog open(List<String> seen) {
    return RecordLog.open(
        file(), "test", 1, (at, payload) -> seen.add(new String(payload, StandardCharsets.UTF_8)));
  }

  private List<String> read() {
    List<String> seen = new ArrayList<>();
    RecordLog.read(
        file(), "test", 1, (at, payload) -> seen.add(new String(payload, StandardCharsets.UTF_8)));
    return seen;
  }

  private void write(String... records) {
    try (RecordLog log = open(new ArrayList<>())) {
      for (String record : records) {
        log.append(bytes(record));
      }
    }
  }

  @Test
  void replaysWhatWasAppended() {
    write("one", "two");
    write("three");

    List<String> seen = new ArrayList<>();
    open(seen).close();

    assertThat(seen).containsExactly("one", "two", "three");
    assertThat(read()).containsExactly("one", "two", "three");
  }

  @Test
  void readsWhileTheWriterIsOpen() {
    try (RecordLog log = open(new ArrayList<>())) {
      log.append(bytes("one"));

      assertThat(read()).containsExactly("one");
    }
  }

  @Test
  void replacesAllRecordsAtOnce() {
    write("one", "two");
    try (RecordLog log = open(new ArrayList<>())) {
      log.rewrite(List.of(bytes("both")));
      log.append(bytes("three"));
      assertThat(log.generation()).isEqualTo(2);
    }

    assertThat(read()).containsExactly("both", "three");
  }

  @Test
  void cutsARecordThatWasNeverAcknowledgedAtEveryLength() throws Exception {
    write("one", "two");
    byte[] whole = Files.readAllBytes(file());
    int second = LogScan.HEADER + LogScan.frameSize(3);

    for (int length = second; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      boolean bodyIsWhole = length >= whole.length - LogScan.MARK;

      List<String> seen = new ArrayList<>();
      open(seen).close();

      assertThat(seen).hasSize(bodyIsWhole ? 2 : 1);
      assertThat(Files.size(file())).isEqualTo(bodyIsWhole ? whole.length : second);
    }
  }

  @Test
  void cutsATornRecordInPlace() throws Exception {
    write("one", "two");
    byte[] bytes = Files.readAllBytes(file());
    java.util.Arrays.fill(bytes, bytes.length - LogScan.MARK - 3, bytes.length, (byte) 0);
    Files.write(file(), bytes);

    write("three");

    assertThat(read()).containsExactly("one", "three");
  }

  @Test
  void refusesToDropAnAcknowledgedRecord() throws Exception {
    write("first record", "second record", "last record");
    byte[] good = Files.readAllBytes(file());

    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      Files.write(file(), bad);
      if (isMark(i)) {
        assertThat(read()).hasSize(3);
      } else {
        assertThatThrownBy(this::read)
            .as("byte " + i)
            .isInstanceOfAny(IntegrityException.class, UnsupportedVersionException.class)
            .hasMessageContaining(file().toString());
      }
    }
  }

  private static boolean isMark(int i) {
    long first = LogScan.HEADER + LogScan.frameSize(12);
    long second = first + LogScan.frameSize(13);
    long third = second + LogScan.frameSize(11);
    return List.of(first, second, third).stream()
        .anyMatch(end -> i >= end - LogScan.MARK && i < end);
  }

  @Test
  void keepsAPayloadThatLooksLikeALog() {
    byte[] frame = LogScan.frame(LogScan.HEADER, bytes("inner"));
    try (RecordLog log = open(new ArrayList<>())) {
      log.append(frame);
      log.append(bytes("two"));
    }

    List<byte[]> seen = new ArrayList<>();
    RecordLog.read(file(), "test", 1, (at, payload) -> seen.add(payload));

    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isEqualTo(frame);
  }

  @Test
  void refusesANewerVersion() {
    RecordLog.open(file(), "test", 2, (at, payload) -> {}).close();

    assertThatThrownBy(() -> open(new ArrayList<>()))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void refusesAnotherKind() {
    RecordLog.open(file(), "other", 1, (at, payload) -> {}).close();

    assertThatThrownBy(() -> open(new ArrayList<>())).isInstanceOf(IntegrityException.class);
  }

  @Test
  void saysThatAMissingLogIsMissing() {
    assertThatThrownBy(this::read).isInstanceOf(NotFoundException.class);
  }

  @Test
  void survivesPowerLossAtEveryOperation() {
    Path path = Path.of("/disk/log").toAbsolutePath();
    MemoryDisk disk = new MemoryDisk();
    disk.createDirectories(path.getParent());
    List<Integer> acknowledged = new ArrayList<>();
    try (RecordLog log = RecordLog.open(disk, path, "test", 1, (at, payload) -> {})) {
      for (int i = 1; i <= 12; i++) {
        if (i % 5 == 0) {
          log.rewrite(List.of(stands(i - 1, 1), stands(0, 700)));
        }
        log.append(stands(1, i % 3 == 0 ? 900 : 1));
        acknowledged.add(disk.ops().size());
      }
    }

    Random random = new Random(7);
    for (int at = 0; at <= disk.ops().size(); at++) {
      for (PowerLoss.Fate fate : PowerLoss.Fate.values()) {
        for (int i = 0; i < (fate == PowerLoss.Fate.KEEP ? 1 : 4); i++) {
          MemoryDisk left = PowerLoss.after(new MemoryDisk(), disk.ops(), at, fate, random);
          int point = at;
          long due = acknowledged.stream().filter(n -> n <= point).count();
          int[] records = {0};
          try (RecordLog log =
              RecordLog.open(left, path, "test", 1, (p, payload) -> records[0] += payload[0])) {
            log.append(bytes("next"));
          }
          assertThat((long) records[0]).as("operation %d, %s", at, fate).isBetween(due, due + 1);
        }
      }
    }
  }

  /** A record that stands for so many appends. */
  private static byte[] stands(int count, int length) {
    byte[] record = new byte[length];
    record[0] = (byte) count;
    return record;
  }
}
