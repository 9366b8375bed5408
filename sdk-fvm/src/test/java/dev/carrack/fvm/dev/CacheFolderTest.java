package dev.carrack.fvm.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  @Test
  void isWhereTheUserSays() {
    assertThat(CacheFolder.of(Map.of("CARRACK_CACHE", "/data/c"), "Linux", "/home/a"))
        .isEqualTo(Path.of("/data/c"));
  }

  @Test
  void isThePlatformsOwnPlaceOtherwise() {
    assertThat(CacheFolder.of(Map.of(), "Linux", "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/carrack"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/x"), "Linux", "/home/a"))
        .isEqualTo(Path.of("/x/carrack"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/carrack"));
    assertThat(CacheFolder.of(Map.of(), "Mac OS X", "/Users/a"))
        .isEqualTo(Path.of("/Users/a/Library/Caches/carrack"));
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/u"))
        .isEqualTo(Path.of("/l/carrack/cache"));
  }
}
