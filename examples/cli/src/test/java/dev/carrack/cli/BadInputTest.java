package dev.carrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Progress;
import dev.carrack.core.car.CarWriter;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import dev.carrack.core.pack.PackStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile or broken world gives: one clear line, exit 1, and the store goes on. */
class BadInputTest {

  @TempDir Path dir;
  private Path store;
  private Path file;
  private String good;

  @BeforeEach
  void addSomethingGood() throws IOException {
    store = dir.resolve("store");
    file = Files.writeString(dir.resolve("good.txt"), "good");
    good = run("add", file).ok().line();
  }

  private Ran run(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return Ran.carrack(all);
  }

  private void storeIsWell() throws IOException {
    assertThat(run("cat", good).ok().text()).isEqualTo("good");
    Path more = Files.writeString(dir.resolve("more.txt"), "more");
    String cid = run("add", more).ok().line();
    assertThat(run("cat", cid).ok().text()).isEqualTo("more");
    run("verify").ok();
  }

  @Test
  void takesNothingElseForAStore() {
    Ran.carrack("verify", "--store", dir).failsSaying("there is no store at " + dir);
    Ran.carrack("ls", good, "--store", file).failsSaying("there is no store at " + file);
    run("get", good, "out").refusedSaying("one argument too many: 'out'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "", "a/b", "/etc/x", "..\\x", "a\0b", "CON", "nul.txt", "x.", "C:x"})
  void getWritesNoNameThatCouldLeaveItsTarget(String name) throws IOException {
    Block evil = Block.of(Codec.RAW, "evil".getBytes());
    byte[] directory = {8, 1};
    Block tree =
        Block.of(
            Codec.DAG_PB,
            DagPb.encode(PbNode.of(List.of(PbLink.of(evil.cid(), name, 4)), directory)));
    Path car = dir.resolve("evil.car");
    try (OutputStream out = Files.newOutputStream(car);
        CarWriter writer = CarWriter.write(out, List.of(tree.cid()))) {
      writer.put(tree);
      writer.put(evil);
    }
    run("car", "import", car).ok();
    Path inside = Files.createDirectory(dir.resolve("inside"));

    run("get", tree.cid(), "-o", inside.resolve("out")).failsSaying("name");

    try (Stream<Path> left = Files.list(inside)) {
      assertThat(left).isEmpty();
    }
    storeIsWell();
  }

  @Test
  void refusesABlockWhoseHashDoesNotMatch() throws IOException {
    Cid claimed = Cid.of(Codec.RAW, "true".getBytes());
    Path car = dir.resolve("lie.car");
    byte[] lie = "lie!".getBytes();
    byte[] cid = claimed.bytes();
    try (OutputStream out = Files.newOutputStream(car)) {
      CarWriter.write(out, List.of(claimed));
      out.write(cid.length + lie.length);
      out.write(cid);
      out.write(lie);
    }

    run("car", "import", car).failsSaying("lie.car at byte", claimed.toString());
    run("car", "verify", car).failsSaying("lie.car at byte", claimed.toString());
    run("cat", claimed).failsSaying(claimed.toString());

    storeIsWell();
  }

  @Test
  void refusesASectionThatClaimsToBeHuge() throws IOException {
    Path car = dir.resolve("huge.car");
    try (OutputStream out = Files.newOutputStream(car)) {
      CarWriter.write(out, List.of(Cid.parse(good)));
      out.write(HexFormat.of().parseHex("ffffffffffffffff7f"));
    }

    run("car", "import", car).failsSaying("huge.car at byte");

    storeIsWell();
  }

  @Test
  void aSecondWriterIsToldAndNothingHappens() throws IOException {
    try (PackStore other = PackStore.open(store)) {
      other.begin(Progress.none()).close(); // is the writer from here on

      run("add", file).failsSaying("store");
      run("put", file, "--name", "x", "--kind", "dataset").failsSaying("store");
      run("gc").failsSaying("store");
      assertThat(run("cat", good).ok().text()).isEqualTo("good");
    }
    storeIsWell();
  }

  @Test
  void aStoreOfANewerFormatIsLeftAlone() throws IOException {
    byte[] log = Files.readAllBytes(store.resolve("log"));
    byte[] newer = log.clone();
    ByteBuffer.wrap(newer).putInt(16, 2);
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, 28);
    ByteBuffer.wrap(newer).putInt(28, (int) crc.getValue());
    Files.write(store.resolve("log"), newer);

    run("cat", good).failsSaying("version 2");
    run("add", file).failsSaying("version 2");
    run("verify").failsSaying("version 2");

    assertThat(store.resolve("log")).hasBinaryContent(newer);
    Files.write(store.resolve("log"), log);
    storeIsWell();
  }

  @Test
  void aFileIsNoStore() {
    Ran.carrack("add", file, "--store", file).failsSaying("good.txt");
    Ran.carrack("cat", good, "--store", file).failsSaying("good.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "packs/00000001.car"})
  void verifyNamesTheFileOfAFlippedByte(String name) throws IOException {
    Path path = store.resolve(name);
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2] ^= 4;
    Files.write(path, bytes);

    run("verify").failsSaying(name);

    bytes[bytes.length / 2] ^= 4;
    Files.write(path, bytes);
    storeIsWell();
  }
}
