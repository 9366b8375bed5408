package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondWriterIT {

  @TempDir Path directory;

  private String child() throws Exception {
    Path output = directory.resolve("output");
    Process child =
        ChildJvm.start(
            LockChild.class, List.of(), List.of(directory.resolve("store").toString()), output);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }

  @Test
  void anotherProcessMayReadButNotWriteUntilTheWriterCloses() throws Exception {
    Path lake = directory.resolve("store");
    try (PackStore store = PackStore.open(lake)) {
      CollectTest.put(store, "a", CollectTest.tree(1, 2, 100));

      assertThat(child())
          .contains("reads [a]")
          .contains("refused: ")
          .contains("process " + ProcessHandle.current().pid())
          .contains(lake.toString())
          .doesNotContain("writes");
      // The other's attempt did not take our lock away.
      assertThat(child()).contains("refused: ");
    }
    assertThat(child()).contains("writes");
  }
}
