package dev.carrack.compute.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.compute.Limits;
import dev.carrack.compute.wasm.Modules;
import dev.carrack.compute.wasm.WasmFunction;
import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.FunctionException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Ed25519Signer;
import dev.carrack.core.provenance.Receipt;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.Imported;
import dev.carrack.core.unixfs.UnixFs;
import dev.carrack.core.unixfs.UnixFsImporter;
import dev.carrack.storage.Artifacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearDataTest {
  private static final Node NONE = Node.map(Map.of());
  private static final WasmFunction CLEAN = WasmFunction.cleanCsv();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final MemoryBlockStore blocks = new MemoryBlockStore();
  private final Ed25519Signer signer = Ed25519Signer.generate();
  private final NearData nearData =
      NearData.over(TaskStore.of(blocks), signer, Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void runsAFunctionOverAFileAndSignsWhatItDid() throws IOException {
    Cid input = file("id,name\r\n1, Ann\r\n2,NA\r\n").cid();
    Node parameters = Node.map().put("drop", "null").build();

    TaskResult result = nearData.run(CLEAN, input, parameters);

    assertThat(text(result.output())).isEqualTo("id,name\n1,Ann\n");
    assertThat(Receipt.verified(result.envelope(), List.of(new Ed25519Scheme())))
        .isEqualTo(
            new Receipt(
                CLEAN.cid(),
                input,
                parameters,
                result.output(),
                14,
                "buffer/1",
                "chicory/1.7.5 det=strict",
                Limits.defaults().toNode(),
                signer.keyId(),
                NOON,
                NOON));
    assertThat(blocks.has(result.envelope().cid())).isTrue();
    assertThat(blocks.has(CLEAN.cid())).isTrue();
  }

  @Test
  void mapsADirectoryFileByFile() throws IOException {
    Imported one = file("a\nNA\n1\n");
    Imported two = file("b\n\n2\n");
    UnixFsImporter importer = UnixFsImporter.into(blocks);
    Imported inner = importer.directory(Map.of("two.csv", two));
    Cid input = importer.directory(Map.of("one.csv", one, "sub", inner)).cid();

    TaskResult result = nearData.run(CLEAN, input, NONE);

    assertThat(UnixFs.list(blocks, result.output()))
        .extracting(Entry::name)
        .containsExactly("one.csv", "sub");
    assertThat(text(UnixFs.resolve(blocks, result.output(), "one.csv").cid())).isEqualTo("a\n1\n");
    assertThat(text(UnixFs.resolve(blocks, result.output(), "sub/two.csv").cid()))
        .isEqualTo("b\n2\n");
    assertThat(result.receipt().outputBytes()).isEqualTo(8);
  }

  @Test
  void theFilesOfADirectoryShareTheOutputLimit() {
    Imported file = file("a\n1\n");
    Cid input = UnixFsImporter.into(blocks).directory(Map.of("1", file, "2", file)).cid();
    nearData.hold(CLEAN);
    Limits enoughForOne = Limits.defaults().withOutputBytes(6);

    assertThatThrownBy(() -> nearData.run(new Task(CLEAN.cid(), input, NONE, enoughForOne)))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("output limit of 6 bytes");
  }

  @Test
  void refusesSymbolicLinks() {
    UnixFsImporter importer = UnixFsImporter.into(blocks);
    Cid input = importer.directory(Map.of("link", importer.symlink("../secret"))).cid();

    assertThatThrownBy(() -> nearData.run(CLEAN, input, NONE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("symbolic link 'link'");
  }

  @Test
  void refusesWhatIsNoFile() {
    Block block = Block.of(Codec.DAG_CBOR, DagCbor.encode(NONE));
    blocks.put(block);

    assertThatThrownBy(() -> nearData.run(CLEAN, block.cid(), NONE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(block.cid() + "), which is no file");
  }

  @Test
  void doesATaskOnce() {
    Cid input = file("a\n1\n").cid();

    TaskResult first = nearData.run(CLEAN, input, NONE);
    int stored = blocks.size();

    assertThat(nearData.run(CLEAN, input, NONE)).isEqualTo(first);
    assertThat(nearData.find(first.task())).contains(first);
    assertThat(blocks.size()).isEqualTo(stored);
    assertThat(NearData.over(TaskStore.of(blocks), signer).find(first.task())).isEmpty();
  }

  @Test
  void manyCallersOfOneTaskShareOneRun() throws Exception {
    Cid input = file("a,b\n1,2\n".repeat(1000)).cid();
    nearData.hold(CLEAN);
    Task task = new Task(CLEAN.cid(), input, NONE, Limits.defaults());

    var executor = Executors.newFixedThreadPool(4);
    try {
      List<Future<TaskResult>> results =
          executor.invokeAll(java.util.Collections.nCopies(12, () -> nearData.run(task)));
      for (Future<TaskResult> result : results) {
        assertThat(result.get()).isEqualTo(results.get(0).get());
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aTaskHasOneNameAndSurvivesItsJson() {
    Cid input = Cid.of(Codec.RAW, "x".getBytes(UTF_8));
    Task task =
        new Task(CLEAN.cid(), input, Node.map().put("drop", "null").build(), Limits.defaults());

    // Worked out by hand with a CBOR and SHA-256 script (Python 3.11) from docs/buffer-abi.md.
    assertThat(task.cid())
        .hasToString("bafyreienysgjtwjfiuy4ujhlvr2mhudfoxczac74svpvlyekf76qmah5da");
    assertThat(Task.from(DagJson.decode(DagJson.encode(task.toNode())))).isEqualTo(task);
    assertThat(Task.from(DagCbor.decode(DagCbor.encode(task.toNode()))).cid())
        .isEqualTo(task.cid());
    assertThat(new Task(CLEAN.cid(), input, NONE, Limits.defaults()).cid())
        .isNotEqualTo(task.cid());
  }

  @Test
  void namesWhatIsNotHere() {
    Cid absent = Cid.of(Codec.RAW, "absent".getBytes(UTF_8));

    assertThatThrownBy(() -> nearData.run(CLEAN, absent, NONE))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(absent.toString());
    assertThatThrownBy(
            () -> nearData.run(new Task(absent, file("a").cid(), NONE, Limits.defaults())))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("function " + absent + " is not here; send its module first");
  }

  @Test
  void aFailedTaskKeepsNothingAndMayBeTriedAgain(@TempDir Path folder) throws IOException {
    try (Artifacts artifacts = Artifacts.open(folder)) {
      TaskStore store = TaskStore.of(artifacts);
      NearData onDisk = NearData.over(store, signer);
      Cid input =
          artifacts.add(sink -> UnixFsImporter.into(sink).file(bytes("\0")).cid(), Progress.none());
      WasmFunction trap = Modules.load("trap");

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> onDisk.run(trap, input, NONE))
            .isInstanceOf(FunctionException.class)
            .hasMessageContaining("integer divide by zero");
      }
      assertThat(store.kept()).isEmpty();
      assertThat(artifacts.blocks().has(trap.cid())).isFalse();
    }
  }

  @Test
  void rememberingSurvivesARestart(@TempDir Path folder) throws IOException {
    TaskResult first;
    Cid input;
    try (Artifacts artifacts = Artifacts.open(folder)) {
      input =
          artifacts.add(
              sink -> UnixFsImporter.into(sink).file(bytes("a\n NA\n 1\n")).cid(), Progress.none());
      first = NearData.over(TaskStore.of(artifacts), signer).run(CLEAN, input, NONE);
      artifacts.pin(
          artifacts.add(
              sink -> {
                Block foreign =
                    Block.of(
                        Codec.DAG_CBOR, DagCbor.encode(Node.map().put("kind", "other").build()));
                sink.put(foreign);
                return foreign.cid();
              },
              Progress.none()));
    }
    try (Artifacts artifacts = Artifacts.open(folder)) {
      NearData again = NearData.over(TaskStore.of(artifacts), Ed25519Signer.generate());

      assertThat(again.run(CLEAN, input, NONE)).isEqualTo(first);
      try (var in = UnixFs.open(artifacts.blocks(), first.output())) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("a\n1\n");
      }
    }
  }

  @Test
  void aReceiptForAnotherTaskIsNotAccepted() {
    Cid input = file("a\n1\n").cid();
    TaskResult result = nearData.run(CLEAN, input, NONE);
    List<Ed25519Scheme> schemes = List.of(new Ed25519Scheme());
    Task asked = new Task(CLEAN.cid(), input, NONE, Limits.defaults());

    assertThat(TaskResult.verified(asked, result.envelope(), schemes)).isEqualTo(result);
    for (Task other :
        List.of(
            new Task(Modules.load("count").cid(), input, NONE, Limits.defaults()),
            new Task(CLEAN.cid(), CLEAN.cid(), NONE, Limits.defaults()),
            new Task(CLEAN.cid(), input, Node.map().put("drop", "none").build(), Limits.defaults()),
            new Task(
                CLEAN.cid(), input, NONE, Limits.defaults().withTime(Duration.ofSeconds(1))))) {
      assertThatThrownBy(() -> TaskResult.verified(other, result.envelope(), schemes))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("is not for task " + other.cid());
    }
  }

  private Imported file(String text) {
    return UnixFsImporter.into(blocks).file(bytes(text));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private String text(Cid cid) throws IOException {
    try (var in = UnixFs.open(blocks, cid)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
