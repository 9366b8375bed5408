package dev.carrack.fvm.dev;

import dev.carrack.core.CancelledException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.StorageException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pinned npm packages, installed once per user and lock file. The folder appears by one rename,
 * so a reader never sees half of it and two processes may install at the same time.
 */
final class NpmTools {

  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "keeper.cjs");
  private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(5);

  private final Map<String, String> environment;
  private final Path cache;

  NpmTools(Map<String, String> environment, Path cache) {
    this.environment = environment;
    this.cache = cache;
  }

  /** The tools as this process's environment has them. */
  static NpmTools here() {
    Map<String, String> environment = System.getenv();
    return new NpmTools(
        environment,
        CacheFolder.of(
            environment, System.getProperty("os.name"), System.getProperty("user.home")));
  }

  /** The npm command, if it is on the PATH. */
  Optional<Path> npm() {
    return onPath("npm");
  }

  /** The Node.js program that came with npm. */
  Path node() {
    return onPath("node").orElseThrow(() -> missing("node"));
  }

  /** The program anvil for this platform. */
  Path anvil() {
    String platform = platform();
    String file = platform.startsWith("win32") ? "anvil.exe" : "anvil";
    Path program =
        install().resolve(Path.of("node_modules", "@foundry-rs", "anvil-" + platform, "bin", file));
    if (!Files.isExecutable(program)) {
      throw new NotFoundException(
          "npm installed no anvil for " + platform,
          "run on Linux, macOS or Windows on a 64-bit machine, or delete "
              + install()
              + " and try again");
    }
    return program;
  }

  /**
   * The folder with {@code node_modules} and the keeper script; installs it where it is missing.
   */
  Path install() {
    Path target = cache.resolve("npm").resolve(version());
    if (Files.isDirectory(target)) {
      return target;
    }
    Path npm = npm().orElseThrow(() -> missing("npm"));
    Path draft = null;
    try {
      Files.createDirectories(target.getParent());
      draft = Files.createTempDirectory(target.getParent(), ".draft-");
      for (String file : FILES) {
        try (InputStream in = resource(file)) {
          Files.copy(in, draft.resolve(file));
        }
      }
      runNpm(npm, draft);
      publish(draft, target);
      return target;
    } catch (IOException e) {
      throw new StorageException(
          "cannot install the chain tools into " + target,
          "check the folder's permissions and free space, or set CARRACK_CACHE to another",
          e);
    } finally {
      if (draft != null) {
        delete(draft);
      }
    }
  }

  private void publish(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      } // else another process was faster, with the same content
    }
  }

  private void runNpm(Path npm, Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                npm.toString(),
                "ci",
                "--ignore-scripts",
                "--include=optional",
                "--no-audit",
                "--no-fund",
                "--no-progress",
                "--no-update-notifier",
                "--loglevel=error",
                "--prefer-offline",
                "--fetch-retries=1")
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(folder.resolve("package.json").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(INSTALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw installFailed("npm ci took more than " + INSTALL_DEADLINE.toMinutes() + " minutes");
      }
      if (process.exitValue() != 0) {
        throw installFailed("npm ci: " + firstError(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the installation of the chain tools was interrupted", "", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static RemoteException installFailed(String what) {
    return new RemoteException(
        "the chain tools could not be installed: " + what,
        "run once with a connection to the npm registry; after that it works offline");
  }

  private static String firstError(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return Stream.of(text.split("\\R"))
        .filter(line -> line.startsWith("npm error "))
        .map(line -> line.substring("npm error ".length()))
        .filter(line -> !line.matches("(code|errno|syscall|type|path|dest) .*")) // says little
        .findFirst()
        .orElse(text.strip().lines().findFirst().orElse("no reason given"));
  }

  private static NotFoundException missing(String program) {
    return new NotFoundException(
        program + " is not on the PATH, so no local chain can be started",
        "install Node.js 20 or newer, which brings node and npm");
  }

  private Optional<Path> onPath(String program) {
    boolean windows = platform().startsWith("win32");
    List<String> names = windows ? List.of(program + ".exe", program + ".cmd") : List.of(program);
    String path =
        environment.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase("PATH"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** As the anvil packages spell it. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("windows") ? "win32" : os.startsWith("mac") ? "darwin" : "linux";
    return system + (arch.equals("aarch64") || arch.equals("arm64") ? "-arm64" : "-amd64");
  }

  /** Changes whenever one of the installed files does. */
  private static String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        try (InputStream in = resource(file)) {
          digest.update(in.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = NpmTools.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the jar lacks " + name);
    }
    return in;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // Nothing but a few spare megabytes is lost; the draft of a successful run is gone by its
      // rename.
    }
  }
}
