package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Block;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import dev.carrack.core.MemoryBlockStore;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryTest {

  private final MemoryBlockStore store = new MemoryBlockStore();
  private final UnixFsImporter importer = UnixFsImporter.into(store);
  private final Imported file = importer.file(new ByteArrayInputStream(new byte[] {1, 2, 3}));
  private final Imported link = importer.symlink("a/é");
  private final Imported root = importer.directory(Map.of("a", file, "l", link));

  @Test
  void aListingNamesEachEntryWithItsSizeAndKind() {
    List<Entry> entries = UnixFs.list(store, root.cid());

    assertThat(entries).extracting(Entry::name).containsExactly("a", "l");
    assertThat(entries).extracting(Entry::size).containsExactly(3L, 0L);
    assertThat(entries).extracting(Entry::kind).containsExactly(EntryKind.FILE, EntryKind.SYMLINK);
    assertThat(entries).extracting(Entry::cid).containsExactly(file.cid(), link.cid());
    assertThat(entries.get(0)).hasToString(file.cid() + " 3 a");
    assertThat(entries.get(0).target()).isEmpty();
    assertThat(entries.get(1).target()).contains("a/é");
    assertThat(entries).allMatch(e -> e.mode().isEmpty() && e.modified().isEmpty());
  }

  @Test
  void whatIsAskedForByCidHasNoName() {
    Entry entry = UnixFs.stat(store, root.cid());

    assertThat(entry.name()).isEmpty();
    assertThat(entry.kind()).isEqualTo(EntryKind.DIRECTORY);
    assertThat(entry.size()).isZero();
    assertThat(UnixFs.resolve(store, root.cid(), "a").name()).isEqualTo("a");
  }

  @Test
  void sizesCountContentAndBlocks() {
    assertThat(root.size()).isEqualTo(3);
    assertThat(root.kind()).isEqualTo(EntryKind.DIRECTORY);
    assertThat(link.size()).isZero();
    assertThat(link.kind()).isEqualTo(EntryKind.SYMLINK);
    long blocks = store.require(root.cid()).size() + store.require(link.cid()).size() + 3;
    assertThat(root.dagSize()).isEqualTo(blocks);
    assertThat(root.canonical()).isEmpty();
  }

  @Test
  void anErrorNamesWhatIsThereInstead() {
    Block other = Block.of(Codec.DAG_CBOR, new byte[] {0});
    store.put(other);

    assertThatThrownBy(() -> UnixFs.open(store, root.cid()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("block " + root.cid() + " is a directory, not a file");
    assertThatThrownBy(() -> UnixFs.list(store, file.cid()))
        .hasMessageContaining("block " + file.cid() + " is a file, not a directory");
    assertThatThrownBy(() -> UnixFs.list(store, link.cid()))
        .hasMessageContaining("is a symlink, not a directory");
    assertThatThrownBy(() -> UnixFs.open(store, other.cid()))
        .hasMessageContaining("is dag-cbor, not a file");
    assertThat(UnixFs.stat(store, other.cid()).kind()).isEqualTo(EntryKind.OTHER);
  }
}
