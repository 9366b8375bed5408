package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LockedException;
import dev.carrack.core.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {

  @TempDir Path directory;

  @Test
  void isHeldOnceAndGivenBack() throws Exception {
    Path file = directory.resolve(".lock");
    WriterLock first = WriterLock.acquire(file);

    assertThatThrownBy(() -> WriterLock.acquire(directory.resolve("x/../.lock").normalize()))
        .isInstanceOf(LockedException.class)
        .hasMessageContaining("pid " + ProcessHandle.current().pid());

    first.close();
    first.close();
    WriterLock.acquire(file).close();
    assertThat(Files.readString(file)).isEqualTo(ProcessHandle.current().pid() + "\n");
  }

  @Test
  void saysWhereThereIsNoDirectory() {
    assertThatThrownBy(() -> WriterLock.acquire(directory.resolve("no").resolve(".lock")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no");
  }
}
