package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ConflictException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsTreeTest {

  @TempDir Path dir;
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final UnixFsImporter importer = UnixFsImporter.into(store);
  private final UnixFsExporter exporter = UnixFsExporter.from(store);

  @Test
  void aTreeComesBackAsItWas() throws IOException {
    Path source = tree();

    Imported imported = importer.tree(source);
    exporter.export(imported.cid(), dir.resolve("back"));

    assertThat(paths(dir.resolve("back")))
        .isEqualTo(paths(source))
        .contains("link", "empty", "sub/日本.txt");
    assertThat(dir.resolve("back/sub/日本.txt")).hasSameBinaryContentAs(source.resolve("sub/日本.txt"));
    assertThat(Files.readSymbolicLink(dir.resolve("back/link"))).hasToString("sub/日本.txt");
    assertThat(imported.size()).isEqualTo(2_000_005);
    assertThat(importer.tree(dir.resolve("back"))).isEqualTo(imported);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void hiddenFilesAreTakenOnlyWhenAskedFor() throws IOException {
    Path source = tree();
    Cid without = importer.tree(source).cid();
    Files.writeString(source.resolve(".secret"), "x");

    assertThat(importer.tree(source).cid()).isEqualTo(without);
    assertThat(importer.withHidden(HiddenFiles.INCLUDE).tree(source).cid()).isNotEqualTo(without);
  }

  @Test
  void aSingleFileIsNotWrapped() throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "hello world");

    assertThat(importer.tree(file).cid())
        .hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    assertThat(importer.tree(file)).isEqualTo(importer.file(file));
  }

  @Test
  void reportsBytesWithTheTotalOfASingleFile() throws IOException {
    Path file = Files.write(dir.resolve("f"), new byte[(1 << 20) + 5]);
    List<String> steps = new ArrayList<>();

    importer
        .withProgress((step, done, total) -> steps.add(step + " " + done + "/" + total))
        .file(file);

    assertThat(steps).containsExactly("add f 1048576/1048581", "add f 1048581/1048581");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> importer.tree(dir.resolve("nowhere")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> importer.file(dir.resolve("nowhere")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> exporter.export(importer.symlink("x").cid(), dir.resolve("a/b")))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "../x",
        "/etc/passwd",
        "nul\0",
        "CON",
        "con.txt",
        "Aux",
        "NUL.tar.gz",
        "COM1",
        "lpt9.log",
        "COM\u00b9",
        "PRN ",
        "a.",
        "a ",
        "a:b",
        "C:",
        "a\\b",
        "..\\x",
        "a*",
        "a?",
        "a|b",
        "<a>",
        "a\"b",
        "a\nb",
        "conin$"
      })
  void refusesEntriesThatCannotBeWrittenSafelyEverywhere(String name) throws IOException {
    Cid root = directory(name, raw("x"));

    assertThatThrownBy(() -> exporter.export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("cannot be written");

    assertThat(dir).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONSOLE", "com", "com10", "aux-1", ".hidden", "a b", "ä.txt", "..."})
  void takesNamesThatOnlyLookReserved(String name) {
    Cid root = directory(name, raw("x"));
    if (name.endsWith(".")) {
      exporter.withNames(NamePolicy.NATIVE).export(root, dir.resolve("out"));
    } else {
      exporter.export(root, dir.resolve("out"));
    }

    assertThat(FileNames.child(dir.resolve("out"), name)).hasContent("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "/x", "nul\0"})
  void refusesTraversalUnderTheNativePolicyToo(String name) {
    Cid root = directory(name, raw("x"));

    assertThatThrownBy(() -> exporter.withNames(NamePolicy.NATIVE).export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "..",
        "../x",
        "sub/../../x",
        "sub/..",
        "\\\\host\\x",
        "C:/x",
        "",
        "./../x"
      })
  void refusesLinksThatMayLeadOutOfTheExport(String target) {
    Cid root = directory("link", importer.symlink(target).cid());

    assertThatThrownBy(() -> exporter.export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("link 'link'");

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aLinkMayGoUpToTheRootOfTheExport() throws IOException {
    Cid root = directory("d", directory("link", importer.symlink("../d").cid()));

    exporter.export(root, dir.resolve("out"));

    assertThat(Files.readSymbolicLink(dir.resolve("out/d/link"))).hasToString("../d");
  }

  @Test
  void aLinkAloneIsNotExported() {
    assertThatThrownBy(() -> exporter.export(importer.symlink("x").cid(), dir.resolve("out")))
        .isInstanceOf(MalformedException.class);
  }

  // A link and a directory of one name: writing "d/f" must not go through the link.
  @Test
  void neverWritesThroughALink() throws IOException {
    Path victim = Files.createDirectory(dir.resolve("victim"));
    List<PbLink> links =
        List.of(
            PbLink.of(importer.symlink("victim").cid(), "d", 1),
            PbLink.of(directory("f", raw("x")), "d", 1));
    Cid root = put(DagPb.encode(PbNode.of(links, UnixFsMessage.directory())));

    assertThatThrownBy(() -> exporter.export(root, dir.resolve("out")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("twice");

    assertThat(victim).isEmptyDirectory();
  }

  @Test
  void replacesOnlyWhenAskedTo() throws IOException {
    Path target = Files.writeString(dir.resolve("out"), "old");
    Cid file = raw("new");
    Cid tree = directory("f", file);

    assertThatThrownBy(() -> exporter.export(file, target))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("already exists");
    assertThat(target).hasContent("old");

    UnixFsExporter replacing = exporter.withExisting(Existing.REPLACE);
    replacing.export(file, target);
    assertThat(target).hasContent("new");
    replacing.export(tree, target);
    assertThat(target.resolve("f")).hasContent("new");
    replacing.export(tree, target);
    replacing.export(file, target);
    assertThat(target).hasContent("new");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aFailedExportLeavesTheOldContentInPlace() throws IOException {
    Path target = Files.createDirectory(dir.resolve("out"));
    Files.writeString(target.resolve("keep"), "old");
    Imported big = importer.file(Streams.aes(3_000_000));
    MemoryBlockStore partial = new MemoryBlockStore();
    partial.put(store.require(big.cid()));

    assertThatThrownBy(
            () ->
                UnixFsExporter.from(partial)
                    .withExisting(Existing.REPLACE)
                    .export(big.cid(), target))
        .isInstanceOf(NotFoundException.class);

    assertThat(target.resolve("keep")).hasContent("old");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anInterruptedExportLeavesNothing() throws IOException {
    Cid cid = importer.file(Streams.aes(3_000_000)).cid();
    UnixFsExporter interrupting =
        exporter.withProgress((step, done, total) -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> interrupting.export(cid, dir.resolve("out")))
        .isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(dir).isEmptyDirectory();
  }

  private Path tree() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Files.createDirectories(source.resolve("sub"));
    Files.createDirectory(source.resolve("empty"));
    Files.writeString(source.resolve("sub/日本.txt"), "hello");
    Files.write(source.resolve("big.bin"), Streams.aes(2_000_000).readAllBytes());
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/日本.txt"));
    return source;
  }

  private static List<String> paths(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(path -> root.relativize(path).toString()).sorted().toList();
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    }
  }

  private Cid raw(String text) {
    Block block = Block.of(Codec.RAW, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    store.put(block);
    return block.cid();
  }

  // Straight to the block: the importer would refuse most of these names.
  private Cid directory(String name, Cid child) {
    return put(
        DagPb.encode(PbNode.of(List.of(PbLink.of(child, name, 1)), UnixFsMessage.directory())));
  }

  private Cid put(byte[] bytes) {
    Block block = Block.of(Codec.DAG_PB, bytes);
    store.put(block);
    return block.cid();
  }
}
