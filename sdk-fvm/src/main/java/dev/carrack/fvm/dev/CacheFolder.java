package dev.carrack.fvm.dev;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this user's machine keeps what can be fetched again. */
final class CacheFolder {

  private CacheFolder() {}

  /** {@code CARRACK_CACHE}, else the platform's own place; not created here. */
  static Path of(Map<String, String> environment, String osName, String home) {
    String chosen = environment.getOrDefault("CARRACK_CACHE", "");
    if (!chosen.isBlank()) {
      return Path.of(chosen);
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      Path base = local.isBlank() ? Path.of(home, "AppData", "Local") : Path.of(local);
      return base.resolve("carrack").resolve("cache");
    }
    if (os.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "carrack");
    }
    // XDG Base Directory Specification: a relative path must be ignored.
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache");
    return base.resolve("carrack");
  }
}
