package dev.carrack.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.CancelledException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImportFailureTest {

  private static final byte[] BYTES = {1, 2, 3};
  private static final Cid CID = Cid.of(Codec.RAW, BYTES);

  private final UnixFsImporter importer = UnixFsImporter.into(new MemoryBlockStore());

  @Test
  void aStreamThatFailsIsToldWithItsReason() {
    assertThatThrownBy(() -> importer.file(failing(new IOException("broken"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("add stream failed: IOException: broken; check the source");
    assertThatThrownBy(() -> importer.file(failing(new IOException())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("add stream failed: IOException; check the source");
  }

  @Test
  void aReadThatWasInterruptedIsCancelledAndLeavesTheFlag() {
    for (IOException interrupt :
        new IOException[] {new InterruptedIOException(), new ClosedByInterruptException()}) {
      assertThatThrownBy(() -> importer.file(failing(interrupt)))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("add stream was cancelled");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatWasReadBeforeAFailureIsNoPartOfTheNextFile() {
    assertThatThrownBy(() -> importer.file(failing(new IOException())));

    assertThat(importer.file(new ByteArrayInputStream(BYTES)).cid()).isEqualTo(CID);
  }

  @Test
  void aChannelGivesWhatAStreamGives() {
    Imported imported = importer.file(Channels.newChannel(new ByteArrayInputStream(BYTES)));

    assertThat(imported.cid()).isEqualTo(CID);
    assertThat(imported.size()).isEqualTo(3);
    assertThat(imported.dagSize()).isEqualTo(3);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path path = Path.of("a", "b");

    assertThat(UnixFsImporter.failure(path, new NoSuchFileException("x")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageStartingWith("no file or directory " + path);
    assertThat(UnixFsImporter.failure(path, new IOException("no disk")))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot read " + path + ": IOException: no disk");
    for (IOException interrupt :
        new IOException[] {new InterruptedIOException(), new ClosedByInterruptException()}) {
      assertThat(UnixFsImporter.failure(path, interrupt)).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static InputStream failing(IOException failure) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            throw failure;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(new byte[10]), broken);
  }
}
