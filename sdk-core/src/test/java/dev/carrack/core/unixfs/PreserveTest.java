package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreserveTest {

  private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000L, 5);
  private static final Set<Preserve> BOTH = EnumSet.allOf(Preserve.class);

  @TempDir Path dir;
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final UnixFsImporter importer = UnixFsImporter.into(store);

  @BeforeEach
  void onUnix() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
  }

  // Source: ipfs-unixfs-importer 17.1.1 with mode and mtime, run on 2026-11-22.
  @Test
  void nodesAreThoseOfTheJavascriptImporter() throws IOException {
    Path hello = Files.writeString(dir.resolve("f"), "hello");
    permit(hello, "rw-------");
    Files.setLastModifiedTime(hello, FileTime.from(THEN));
    assertThat(importer.withPreserved(Set.of(Preserve.MODE)).file(hello))
        .extracting(Imported::cid, Imported::dagSize)
        .hasToString("[bafybeieqnukziloejtlhqs2opdsktqqxu5u2bg67l36o7p3yh2ssdmpt2a, 16]");
    assertThat(importer.withPreserved(Set.of(Preserve.MTIME)).file(hello).cid())
        .hasToString("bafybeibf4f4wu4z6tyaukbrnklx72w6247th7ikbnxtfi2u6j4mwgjamge");

    Path large = Files.write(dir.resolve("l"), Streams.aes(3_000_000).readAllBytes());
    permit(large, "rwxr-xr-x");
    Files.setLastModifiedTime(large, FileTime.from(Instant.ofEpochSecond(-5)));
    assertThat(importer.withPreserved(BOTH).file(large).cid())
        .hasToString("bafybeif6cxzi7eegxh3twkufsqdzvcvowmrxalrrwwt246wfztaphacc5e");
  }

  // Not from elsewhere: the JavaScript importer leaves the usual modes out, Kubo writes them.
  @Test
  void whatWasKeptIsRead() throws IOException {
    Imported tree = importer.withPreserved(BOTH).tree(tree());

    Entry file = UnixFs.resolve(store, tree.cid(), "sub/f");
    assertThat(file.mode()).hasValue(0640);
    assertThat(file.modified()).contains(THEN);
    assertThat(file.size()).isEqualTo(5);
    assertThat(UnixFs.resolve(store, tree.cid(), "sub").mode()).hasValue(0550);
    assertThat(UnixFs.resolve(store, tree.cid(), "empty").size()).isZero();
    assertThat(UnixFs.resolve(store, tree.cid(), "empty").mode()).isPresent();
    Entry link = UnixFs.resolve(store, tree.cid(), "link");
    assertThat(link.mode()).isEmpty();
    assertThat(link.modified()).isPresent();
    assertThat(importer.tree(dir.resolve("source")).cid()).isNotEqualTo(tree.cid());
    assertThat(UnixFs.stat(store, importer.tree(dir.resolve("source")).cid()).mode()).isEmpty();
  }

  @Test
  void whatWasKeptIsRestoredOnRequest() throws IOException {
    Imported tree = importer.withPreserved(BOTH).tree(tree());
    UnixFsExporter exporter = UnixFsExporter.from(store);

    exporter.withRestored(BOTH).export(tree.cid(), dir.resolve("with"));
    exporter.export(tree.cid(), dir.resolve("without"));

    assertThat(mode(dir.resolve("with/sub/f"))).isEqualTo("rw-r-----");
    assertThat(mode(dir.resolve("with/sub"))).isEqualTo("r-xr-x---");
    assertThat(time(dir.resolve("with/sub/f"))).isEqualTo(THEN);
    assertThat(time(dir.resolve("with/sub"))).isEqualTo(THEN);
    assertThat(time(dir.resolve("with"))).isEqualTo(THEN);
    assertThat(mode(dir.resolve("without/sub"))).contains("w");
    assertThat(time(dir.resolve("without/sub/f"))).isNotEqualTo(THEN);
    permit(dir.resolve("with/sub"), "rwxrwxrwx");
    permit(dir.resolve("source/sub"), "rwxrwxrwx");
  }

  @Test
  void specialBitsAreKeptButNeverRestored() {
    byte[] data =
        UnixFsMessage.leaf(
            "x".getBytes(StandardCharsets.UTF_8),
            new NodeFacts(java.util.OptionalInt.of(06755), Optional.empty()));
    Imported file =
        new BlockWriter(Profile.UNIXFS_V1_2025, store)
            .node(EntryKind.FILE, java.util.List.of(), data, 1);

    UnixFsExporter.from(store).withRestored(BOTH).export(file.cid(), dir.resolve("x"));

    assertThat(UnixFs.stat(store, file.cid()).mode()).hasValue(06755);
    assertThat(mode(dir.resolve("x"))).isEqualTo("rwxr-xr-x");
    assertThat(unixMode(dir.resolve("x")) & 07000).isZero();
  }

  @Test
  void theOtherNameComesFromTheSameRead() throws IOException {
    Profile cdc = Profile.UNIXFS_V1_2025.withChunking(Chunking.contentDefined(16 << 10));
    Path source = tree();
    Files.write(source.resolve("big"), Streams.aes(2_500_000).readAllBytes());
    Imported plain = UnixFsImporter.into(block -> {}).tree(source);
    Imported large = UnixFsImporter.into(block -> {}).file(source.resolve("big"));

    UnixFsImporter both = importer.withProfile(cdc).withCanonical(Profile.UNIXFS_V1_2025);

    assertThat(both.tree(source).canonical()).contains(plain);
    assertThat(both.file(source.resolve("big")).canonical()).contains(large);
    assertThat(both.file(source.resolve("big")).cid()).isNotEqualTo(large.cid());
    assertThat(store.has(plain.cid())).isFalse();
    assertThat(store.has(large.cid())).isFalse();
    assertThat(importer.withProfile(cdc).tree(source).canonical()).isEmpty();
    Imported alone = importer.file(source.resolve("big"));
    assertThat(both.directory(Map.of("a", alone)).canonical()).isEmpty();
    assertThat(both.withCanonical(Profile.UNIXFS_V0_2015).file(source.resolve("big")).canonical())
        .map(Imported::cid)
        .contains(
            UnixFsImporter.into(block -> {})
                .withProfile(Profile.UNIXFS_V0_2015)
                .file(source.resolve("big"))
                .cid());
    permit(source.resolve("sub"), "rwxrwxrwx");
  }

  @Test
  @Tag("slow")
  void factsOfALargeFileStandInItsRootOnly() throws IOException {
    Path large = Files.write(dir.resolve("l"), Streams.aes(3_000_000).readAllBytes());

    Imported file = importer.withPreserved(BOTH).file(large);

    assertThat(UnixFs.stat(store, file.cid()).mode()).isPresent();
    assertThat(UnixFs.open(store, file.cid())).hasSameContentAs(Streams.aes(3_000_000));
    assertThat(UnixFsNode.load(store, file.cid()).links())
        .allMatch(link -> link.cid().codec().equals(Codec.RAW));
  }

  private Path tree() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Path sub = Files.createDirectory(source.resolve("sub"));
    Path file = Files.writeString(sub.resolve("f"), "hello");
    Files.createFile(source.resolve("empty"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/f"));
    permit(file, "rw-r-----");
    Files.setLastModifiedTime(file, FileTime.from(THEN));
    Files.setLastModifiedTime(sub, FileTime.from(THEN));
    permit(sub, "r-xr-x---");
    Files.setLastModifiedTime(source, FileTime.from(THEN));
    return source;
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int unixMode(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant time(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }
}
