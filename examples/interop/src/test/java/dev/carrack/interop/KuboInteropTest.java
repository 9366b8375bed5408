package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFsImporter;
import dev.carrack.interop.Documents.Kind;
import dev.carrack.interop.RandomTree.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KuboInteropTest {
  private static final int TREES = Integer.getInteger("interop.kubo.trees", 200);
  private static final List<Profile> RATIFIED =
      List.of(Profile.UNIXFS_V1_2025, Profile.UNIXFS_V0_2015);

  @TempDir Path folder;

  @Test
  void treesOnDiskHaveTheSameCidAndEachReadsTheCarOfTheOther() throws IOException {
    List<Tree> trees = trees();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      Path path = trees.get(i).write(folder, "tree" + i);
      if (Files.isDirectory(path)) {
        Files.writeString(path.resolve(".hidden"), "taken by neither");
      }
      paths.add(path.toString());
    }
    for (Profile profile : RATIFIED) {
      Kubo kubo = new Kubo(Files.createDirectory(folder.resolve("a-" + profile)), profile);
      Map<String, Cid> onlyHashed = add(kubo, paths, "--only-hash");
      for (int i = 0; i < trees.size(); i++) {
        UnixFsImporter importer = UnixFsImporter.into(block -> {}).withProfile(profile);
        Cid ours = importer.tree(Path.of(paths.get(i))).cid();
        assertThat(onlyHashed.get("tree" + i)).as("tree " + i).isEqualTo(ours);
      }
      Report.cases(kubo.version(), "add --only-hash under " + profile, onlyHashed.size());
    }
    // Each profile on half the trees: a process for each export takes its time.
    int half = trees.size() / 2;
    exchangeCars(trees.subList(0, half), paths.subList(0, half), RATIFIED.get(0));
    exchangeCars(
        trees.subList(half, trees.size()), paths.subList(half, paths.size()), RATIFIED.get(1));
  }

  private void exchangeCars(List<Tree> trees, List<String> paths, Profile profile)
      throws IOException {
    importsOurCars(
        new Kubo(Files.createDirectory(folder.resolve("b-" + profile)), profile), trees, profile);
    Kubo kubo = new Kubo(Files.createDirectory(folder.resolve("c-" + profile)), profile);
    Map<String, Cid> added = add(kubo, paths, "--pin=false");
    for (int i = 0; i < trees.size(); i++) {
      Cid root = added.get(Path.of(paths.get(i)).getFileName().toString());
      OurBlocks theirs = new OurBlocks();
      assertThat(theirs.take(export(kubo, root))).isEqualTo(root);
      assertThat(theirs.read(root).entries()).isEqualTo(trees.get(i).entries());
    }
    Report.cases(kubo.version(), "dag export read by us, " + profile, trees.size());
  }

  private void importsOurCars(Kubo kubo, List<Tree> trees, Profile profile) throws IOException {
    List<String> imported = new ArrayList<>(List.of("dag", "import", "--enc=json"));
    Map<Cid, byte[]> cars = new HashMap<>();
    for (Tree tree : trees) {
      OurBlocks ours = new OurBlocks();
      Cid root = ours.write(tree, profile);
      cars.put(root, ours.car(root));
      imported.add(Files.write(folder.resolve(profile + "-" + root), cars.get(root)).toString());
    }
    assertThat(kubo.json(imported.toArray(String[]::new)))
        .allMatch(answer -> answer.at("Root").at("PinErrorMsg").text().isEmpty())
        .map(answer -> answer.at("Root").at("Cid").link())
        .containsOnlyOnceElementsOf(cars.keySet());
    cars.forEach((root, car) -> assertThat(export(kubo, root)).as(root.toString()).isEqualTo(car));
    Report.cases(kubo.version(), "dag import and export of our CARs, " + profile, cars.size());
  }

  private static byte[] export(Kubo kubo, Cid root) {
    return kubo.run("dag", "export", "--progress=false", root.toString());
  }

  private static Map<String, Cid> add(Kubo kubo, List<String> paths, String option) {
    List<String> command = new ArrayList<>(List.of("add", "-r", option));
    command.addAll(paths);
    Map<String, Cid> roots = new HashMap<>();
    kubo.text(command.toArray(String[]::new))
        .lines()
        .map(line -> line.split(" ", 3)) // added CID NAME
        .filter(words -> words[2].indexOf('/') < 0)
        .forEach(words -> roots.put(words[2], Cid.parse(words[1])));
    return roots;
  }

  private static List<Tree> trees() {
    Coverage<Shape> seen = new Coverage<>(Shape.class);
    List<Tree> trees = new ArrayList<>();
    for (int i = 1; i < TREES; i++) {
      Tree tree = RandomTree.of(Seed.random("kubo", i));
      RandomTree.inspect(tree, seen);
      OurBlocks ours = new OurBlocks();
      seen.hit(Shape.HAMT, ours.isSharded(ours.write(tree, Profile.UNIXFS_V1_2025)));
      trees.add(tree);
    }
    trees.add(RandomTree.deepFile(Seed.random("kubo", 0)));
    seen.report("trees for Kubo");
    return trees;
  }

  @Test
  void documentsHaveTheSameCidInEitherCodec() throws IOException {
    Kubo kubo = new Kubo(folder, Profile.UNIXFS_V1_2025);
    List<Node> documents = new ArrayList<>();
    for (int i = 0; documents.size() < TREES; i++) {
      Node document = Documents.random(Seed.random("kubo", i), UnaryOperator.identity());
      if (!holds(document, Kind.INT_BEYOND_63_BITS)) { // Kubo reads no such integer in DAG-JSON
        // Keys that sort one way by UTF-8 bytes, another by UTF-16 units as the JavaScript peer
        // does.
        documents.add(Node.map(Map.of("\uff5e", document, "🚀", Node.of(i))));
      }
    }
    assertSameCids(
        documents,
        put(kubo, documents, DagCbor::encode, "dag-cbor", "dag-json"),
        document -> Cid.of(Codec.DAG_JSON, DagJson.encode(document)));
    // What JavaScript has not, and Kubo prints as integers: integral floats.
    documents.replaceAll(document -> Node.list(List.of(Node.of(-0.0), Node.of(7.0), document)));
    assertSameCids(
        documents,
        put(kubo, documents, DagJson::encode, "dag-json", "dag-cbor"),
        document -> Cid.of(Codec.DAG_CBOR, DagCbor.encode(document)));
    Report.cases(kubo.version(), "documents from codec to codec", 2 * documents.size());
  }

  private static boolean holds(Node document, Kind kind) {
    Coverage<Kind> seen = new Coverage<>(Kind.class);
    Documents.inspect(document, seen);
    return seen.has(kind);
  }

  private List<Cid> put(
      Kubo kubo, List<Node> documents, Function<Node, byte[]> encode, String from, String to)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("dag", "put", "--input-codec=" + from, "--store-codec=" + to));
    for (int i = 0; i < documents.size(); i++) {
      byte[] bytes = encode.apply(documents.get(i));
      String name = "%s-%05d".formatted(from, i); // Kubo takes files by name
      command.add(Files.write(folder.resolve(name), bytes).toString());
    }
    return kubo.text(command.toArray(String[]::new)).lines().map(Cid::parse).toList();
  }

  private static void assertSameCids(
      List<Node> documents, List<Cid> theirs, Function<Node, Cid> ours) {
    assertThat(theirs).hasSameSizeAs(documents);
    for (int i = 0; i < documents.size(); i++) {
      Node document = documents.get(i);
      assertThat(theirs.get(i)).as(DagJson.print(document)).isEqualTo(ours.apply(document));
    }
  }
}
