package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackPreviewTest {

  @TempDir Path directory;

  private static Cid write(BlockSink sink) {
    byte[] data = new byte[7_300_000];
    new Random(1).nextBytes(data);
    UnixFsImporter importer = UnixFsImporter.into(sink);
    importer.file(new ByteArrayInputStream(data));
    importer.file(new ByteArrayInputStream(data, 0, 3_000_000)); // two of its blocks again
    return importer.file(new ByteArrayInputStream(new byte[5_000_000])).cid();
  }

  private List<PackInfo> stored(PackOptions options) {
    try (PackStore store = PackStore.open(directory, options);
        PutSession session = store.begin(Progress.none())) {
      return session.commit(write(session), RefChanges.none()).packs();
    }
  }

  @Test
  void previewsThePacksThatAPutWrites() {
    PackOptions options = PackOptions.defaults().withPackBytes(3_500_000);
    PackPreview preview = new PackPreview(options);

    List<PackInfo> previewed = preview.finish(write(preview));

    assertThat(previewed).hasSize(4).isEqualTo(stored(options));
    assertThat(previewed).allMatch(pack -> pack.piece().isPresent());
  }

  @Test
  void aPreviewGivenUpLeavesNoThreads() {
    long before = hashers();
    byte[] block = new byte[1 << 20];
    try (PackPreview preview = new PackPreview(PackOptions.defaults())) {
      for (int i = 0; i < 24; i++) {
        block[0] = (byte) i;
        preview.put(Codec.RAW, block, 0, block.length);
      }
      assertThat(hashers()).isGreaterThan(before);
    }
    assertThat(hashers()).isEqualTo(before);
  }

  private static long hashers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("carrack-piece"))
        .count();
  }

  @Test
  void refusesWhatAPutRefuses() {
    PackPreview preview = new PackPreview(PackOptions.defaults());
    Cid root = Cid.of(Codec.RAW, new byte[0]);

    assertThatThrownBy(() -> preview.put(Block.of(Codec.RAW, new byte[9 << 20])))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> preview.put(Codec.RAW, new byte[4], 3, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(preview.finish(root)).isEmpty();
    assertThatThrownBy(() -> preview.finish(root)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> preview.put(Codec.RAW, new byte[4], 0, 2))
        .isInstanceOf(IllegalStateException.class);
  }
}
