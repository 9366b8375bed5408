package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code add cat get ls}: content by its CID. */
class StoreCommandsTest {

  @TempDir Path dir;
  private Path store;
  private Path tree;
  private byte[] big;

  @BeforeEach
  void makeTree() throws IOException {
    store = dir.resolve("store");
    tree = Files.createDirectories(dir.resolve("tree/sub")).getParent();
    Files.writeString(tree.resolve("a.txt"), "hello\n");
    big = new byte[(2 << 20) + 77];
    new Random(1).nextBytes(big);
    Files.write(tree.resolve("sub/big"), big);
  }

  private Ran run(Object... args) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return carrack(all);
  }

  private String added() {
    return run("add", tree).ok().line();
  }

  /**
   * Outside source: what IPFS's documentation shows for {@code echo hello | ipfs add}, v1 and v0.
   */
  @Test
  void addPrintsTheCidThatOtherToolsPrint() {
    assertThat(run("add", tree.resolve("a.txt")).ok().line())
        .isEqualTo("bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am");
    assertThat(run("add", tree.resolve("a.txt"), "--profile", "unixfs-v0-2015").ok().line())
        .isEqualTo("QmZULkCELmmk5XNfCgTnCyFgAVxBRBXyDHGGMVoLFLiXEN");
  }

  @Test
  void catGivesBackWhatWasAddedAfterTheSourceIsGone() throws IOException {
    String root = added();
    Files.delete(tree.resolve("sub/big"));

    assertThat(run("cat", root + "/sub/big").ok().out()).isEqualTo(big);
    assertThat(run("cat", "ipfs://" + root + "/a.txt").ok().text()).isEqualTo("hello\n");
  }

  @Test
  void catGivesBackARange() {
    String root = added();

    byte[] part = run("cat", root + "/sub/big", "--offset", 1048570, "--length", 20).ok().out();

    assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(big, 1048570, 1048590));
    assertThat(run("cat", root + "/sub/big", "--offset", big.length).ok().out()).isEmpty();
  }

  @Test
  void catRefusesARangeThatIsNone() {
    String root = added();

    run("cat", root + "/a.txt", "--offset", 7).failsSaying("offset 7", "6 bytes");
    run("cat", root + "/a.txt", "--offset=-1").refusedSaying("negative");
  }

  @Test
  void lsPrintsCidSizeAndName() {
    String root = added();

    assertThat(run("ls", root).ok().lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).matches("bafkrei\\w+ 6 a\\.txt"))
        .anySatisfy(line -> assertThat(line).matches("bafybei\\w+ 0 sub"));
    assertThat(run("ls", root + "/sub", "--json").ok().line())
        .contains("\"kind\":\"file\"", "\"size\":" + big.length);
  }

  @Test
  void getWritesTheTreeAndPrintsNothing() throws IOException {
    String root = added();

    assertThat(run("get", root, "-o", dir.resolve("out")).ok().text()).isEmpty();

    assertThat(dir.resolve("out/sub/big")).hasBinaryContent(big);
    assertThat(run("get", root + "/sub/big", "-o", dir.resolve("out2")).ok().text()).isEmpty();
    assertThat(dir.resolve("out2")).hasBinaryContent(big);
  }

  @Test
  void getReplacesNothing() throws IOException {
    String root = added();
    Path out = Files.writeString(dir.resolve("out"), "mine");

    run("get", root, "-o", out).failsSaying("exists");

    assertThat(out).hasContent("mine");
  }

  @Test
  void saysWhatIsMissing() {
    carrack("cat", "x", "--store", dir.resolve("nowhere")).failsSaying("nowhere", "--store");
    String root = added();
    run("add", dir.resolve("absent")).failsSaying("absent");
    run("cat", root).failsSaying("directory");
    run("cat", root + "/absent").failsSaying("absent");
    run("cat", "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .failsSaying("bafkreia");
    run("get", root, "-o", dir.resolve("no/where")).failsSaying("no");
    run("cat", "nobody").failsSaying("nobody");
    run("add", tree, "--profile", "none").refusedSaying("'none'");
  }

  @Test
  void namesAMistypedCidAsSuch() {
    added();

    run("cat", "bafybei0broken00000000000000000000000000000000000").failsSaying("not a CID");
    run("ls", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWP4S5").failsSaying("not a CID");
  }
}
