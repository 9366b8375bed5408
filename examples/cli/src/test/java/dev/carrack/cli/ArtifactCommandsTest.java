package dev.carrack.cli;

import static dev.carrack.cli.Ran.carrack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code put artifacts tag rm verify gc}. */
class ArtifactCommandsTest {

  @TempDir Path dir;
  private Path store;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    store = dir.resolve("store");
    file = Files.writeString(dir.resolve("reviews.csv"), "stars\n5\n");
  }

  private Ran run(Object... args) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--store";
    all[args.length + 1] = store;
    return carrack(all);
  }

  private Ran put() {
    return run("put", file, "--name", "reviews", "--kind", "dataset").ok();
  }

  @Test
  void putPrintsReferenceAndRoot() {
    String root = run("add", file).ok().line();

    assertThat(put().line()).isEqualTo("reviews@1 " + root);
    assertThat(put().line()).isEqualTo("reviews@2 " + root);
    assertThat(run("cat", "reviews@1").ok().text()).isEqualTo("stars\n5\n");
    assertThat(run("cat", "reviews/reviews.csv").ok().text()).isEqualTo("stars\n5\n");
  }

  @Test
  void timesAreKeptAndRestoredAsAsked() throws IOException {
    FileTime then = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));
    Files.setLastModifiedTime(file, then);
    String plain = run("add", file).ok().line();
    String kept = run("add", file, "--preserve", "mode,mtime").ok().line();

    assertThat(kept).isNotEqualTo(plain);
    assertThat(
            run("put", file, "--name", "r", "--kind", "log", "--preserve", "mode,mtime")
                .ok()
                .line())
        .isEqualTo("r@1 " + kept);
    run("get", "r", "-o", dir.resolve("with"), "--preserve", "mtime").ok();
    run("get", kept, "-o", dir.resolve("without")).ok();
    assertThat(Files.getLastModifiedTime(dir.resolve("with"))).isEqualTo(then);
    assertThat(Files.getLastModifiedTime(dir.resolve("without"))).isGreaterThan(then);
    run("add", file, "--preserve", "owner").failsSaying("'owner'", "mode,mtime");
    run("get", "r", "--preserve", "owner").failsSaying("'owner'", "mode,mtime");
  }

  @Test
  void aDamagedVersionIsNamedAfterTheOthersAreListed() throws IOException {
    put();
    String manifest =
        run("put", file, "--name", "bad", "--kind", "log", "--meta", "note=find-me-here")
            .ok()
            .line();
    try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("find-me-here");
        if (at >= 0) {
          bytes[at] ^= 1;
          Files.write(pack, bytes);
        }
      }
    }

    Ran all = run("artifacts");
    assertThat(manifest).startsWith("bad@1 ");
    assertThat(all.lines()).singleElement().asString().startsWith("reviews@1 ");
    all.failsSaying("bad@1: ");
    run("artifacts", "bad").failsSaying("bad@1: ");
    assertThat(run("artifacts", "reviews").ok().line()).startsWith("reviews@1 ");
  }

  @Test
  void contentIsCutAsAsked() throws IOException {
    Path large = Files.write(dir.resolve("large"), new byte[300_000]);
    String plain = run("add", large).ok().line();
    String small = run("add", large, "--chunking", "64k").ok().line();

    assertThat(small).isNotEqualTo(plain);
    assertThat(run("add", large, "--profile", "unixfs-v1-2025+fixed-64k").ok().line())
        .isEqualTo(small);
    assertThat(run("add", large, "--profile", "tensor").ok().line()).isEqualTo(plain);
    assertThat(run("add", large, "--chunking", "cdc-16k").ok().line()).isNotEqualTo(plain);
    assertThat(run("add", large, "--chunking", "cdc").ok().line()).isEqualTo(plain);
    run("add", large, "--chunking", "rows").refusedSaying("chunking 'rows' is unknown");
    run("add", large, "--profile", "v2").refusedSaying("profile 'v2' is unknown", "unixfs-v1-2025");
    String json =
        run(
                "put",
                large,
                "--name",
                "l",
                "--kind",
                "log",
                "--chunking",
                "64k",
                "--canonical",
                "--json")
            .ok()
            .line();
    assertThat(json)
        .contains("\"newBytes\":0")
        .contains("\"profile\":\"unixfs-v1-2025+fixed-64k\"")
        .contains("\"aliases\":{\"unixfs-v1-2025\":\"" + plain + "\"}")
        .contains("\"root\":\"" + small + "\"");
  }

  @Test
  void aModelThatCannotBeCutIsStoredWithAWord() throws IOException {
    byte[] broken = new byte[100];
    broken[0] = 50;
    broken[8] = '{';
    Path model = Files.write(dir.resolve("m.safetensors"), broken);

    Ran ran = run("put", model, "--name", "m", "--kind", "model", "--chunking", "tensor");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("m.safetensors", "one size").hasLineCount(1);
    assertThat(run("add", model, "--profile", "tensor").err()).contains("m.safetensors");
  }

  @Test
  void splitsBecomeEntries() throws IOException {
    Path test = Files.writeString(dir.resolve("t"), "stars\n1\n");

    run(
            "put",
            "--name",
            "r",
            "--kind",
            "dataset",
            "--split",
            "train=" + file,
            "--split",
            "test=" + test)
        .ok();

    assertThat(run("cat", "r@1/test").ok().text()).isEqualTo("stars\n1\n");
    assertThat(run("ls", "r").ok().lines()).hasSize(2);
  }

  @Test
  void tagsMove() {
    run("put", file, "--name", "m", "--kind", "model", "--tag", "prod", "--meta", "a=b").ok();
    run("put", file, "--name", "m", "--kind", "model", "--input", "m@prod").ok();

    assertThat(run("artifacts", "m").ok().lines().get(0)).matches("m@1 model bafkrei\\w+ 8 prod");
    assertThat(run("tag", "m@2", "prod").ok().line()).startsWith("m@2 ");
    assertThat(run("artifacts").ok().lines().get(0)).endsWith(" -");
    assertThat(run("artifacts", "--json").ok().lines().get(1)).contains("\"tags\":[\"prod\"]");
  }

  @Test
  void refusesWhatCannotBeAName() {
    run("put", file, "--name", "a/b", "--kind", "dataset").failsSaying("'a/b'");
    run("put", file, "--name", "latest", "--kind", "dataset").failsSaying("reserved");
    run("put", file, "--name", "a", "--kind", "No Kind").failsSaying("'No Kind'");
    run("put", file, "--name", "a").refusedSaying("--kind");
    run("put", "--name", "a", "--kind", "dataset").refusedSaying("--split");
    put();
    run("tag", "reviews@1", "latest").failsSaying("latest");
    run("tag", "reviews@9", "x").failsSaying("reviews@9");
    run("artifacts", "absent").failsSaying("absent");
  }

  @Test
  void gcFreesWhatWasForgotten() throws IOException {
    put();
    Path other = Files.write(dir.resolve("other"), new byte[300_000]);
    String root = run("add", other).ok().line();
    run("rm", root).ok();

    assertThat(run("gc").ok().line()).matches("2 blocks kept, [1-9]\\d* removed, .*");

    run("cat", root).failsSaying(root);
    assertThat(run("cat", "reviews").ok().text()).isEqualTo("stars\n5\n");
    run("rm", "reviews@1").ok();
    run("cat", "reviews").failsSaying("reviews");
  }

  @Test
  void verifyPrintsWhatWasChecked() {
    put();

    assertThat(run("verify").ok().line()).matches("1 packs, 2 blocks, \\d+ bytes, .*");
    assertThat(run("verify", "reviews@1").ok().line()).contains("2 blocks");
    run("verify", "absent@1").failsSaying("absent@1");
  }
}
