package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.pack.PackInfo;
import dev.carrack.core.pack.PackStore;
import dev.carrack.storage.node.PieceSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The packs of a store as pieces: their bytes are the same. */
final class PackPieces implements PieceSource {

  private final PackStore store;

  PackPieces(PackStore store) {
    this.store = store;
  }

  @Override
  public Optional<SeekableByteChannel> open(Cid piece) throws IOException {
    store.refresh();
    for (PackInfo pack : store.packs()) {
      if (pack.piece().filter(p -> p.v2().equals(piece) || p.v1().equals(piece)).isPresent()) {
        try {
          return Optional.of(FileChannel.open(store.file(pack), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
          return Optional.empty(); // gc took it since
        }
      }
    }
    return Optional.empty();
  }
}
