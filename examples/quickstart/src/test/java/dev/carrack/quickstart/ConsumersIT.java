package dev.carrack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others, compiled against our jars and run in a JVM of their own. */
class ConsumersIT {
  private static final Path JARS = Path.of("target", "lib");
  private static final String MODULE =
      """
      module consumer {
        requires dev.carrack.compute;
        requires dev.carrack.fvm;
      }
      """;
  private static final String PROGRAM =
      """
      package consumer;

      import dev.carrack.compute.wasm.WasmFunction;
      import dev.carrack.core.Cid;
      import dev.carrack.core.HashFunction;
      import dev.carrack.fvm.Wallet;
      import dev.carrack.storage.Artifact;
      import dev.carrack.storage.Artifacts;
      import dev.carrack.storage.http.TrustlessGateway;
      import java.net.URI;
      import java.nio.file.Files;
      import java.nio.file.Path;

      public final class Program {
        public static void main(String[] args) throws Exception {
          Path folder = Path.of(args[0]);
          Path table = Files.writeString(folder.resolve("reviews.csv"), "stars,text\\n");
          try (var artifacts = Artifacts.open(folder.resolve("lake"))) {
            artifacts.put(Artifact.dataset("reviews").file(table));
            try (var in = artifacts.open("reviews")) {
              in.transferTo(System.out);
            }
          }
          System.out.println(HashFunction.BLAKE3.hash(new byte[0]));
          System.out.println(WasmFunction.cleanCsv().cid());
          System.out.println(Wallet.generate().address().toString().length());
          TrustlessGateway.of(URI.create("http://127.0.0.1:1/")).close();
          for (Class<?> each :
              new Class<?>[] {Cid.class, Artifacts.class, WasmFunction.class, Wallet.class}) {
            System.out.println(each.getModule());
          }
        }
      }
      """;
  private static final String OUTPUT =
      """
      stars,text
      1e20af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262
      bafkreibktnig4dylag2xoc62pbqc4jadz7w46qtj4g7usploubxxbkidja
      42
      """;

  /** What is a module. The others, which are web3j's, go on the class path. */
  private static final String MODULES =
      "(carrack|okhttp-jvm|okio-jvm|kotlin-stdlib|jackson|slf4j-api|bcprov|jspecify|runtime|wasm|compiler|asm)-.*";

  @TempDir Path folder;

  @Test
  void oneOnTheClassPathRuns() throws Exception {
    String jars = path(jar -> true);
    compile(List.of("-cp", jars), Map.of("Program.java", PROGRAM));

    assertThat(run(List.of("-cp", jars + File.pathSeparator + classes(), "consumer.Program")))
        .startsWith(OUTPUT)
        .contains("unnamed module");
  }

  @Test
  void oneOnTheModulePathRuns() throws Exception {
    String modules = path(jar -> jar.matches(MODULES));
    String others = path(jar -> !jar.matches(MODULES));
    compile(List.of("-p", modules), Map.of("Program.java", PROGRAM, "module-info.java", MODULE));

    String output =
        run(
            List.of(
                "-p",
                modules + File.pathSeparator + classes(),
                "-cp",
                others,
                "-m",
                "consumer/consumer.Program"));

    assertThat(output)
        .startsWith(OUTPUT)
        .endsWith(
            """
            module dev.carrack.core
            module dev.carrack.storage
            module dev.carrack.compute
            module dev.carrack.fvm
            """);
  }

  private void compile(List<String> options, Map<String, String> sources) throws IOException {
    List<String> args = new ArrayList<>(options);
    args.addAll(
        List.of(
            "-proc:none", "-Xlint:all,-requires-automatic", "-Werror", "-d", classes().toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      args.add(Files.writeString(folder.resolve(source.getKey()), source.getValue()).toString());
    }
    StringWriter said = new StringWriter();
    int failed =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(said), args.toArray(String[]::new));
    assertThat(failed).as(said.toString()).isZero();
  }

  private String run(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(folder.toString());
    Path output = folder.resolve("output");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private static String path(Predicate<String> wanted) throws IOException {
    try (Stream<Path> jars = Files.list(JARS)) {
      return jars.filter(jar -> wanted.test(jar.getFileName().toString()))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
