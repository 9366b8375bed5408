package dev.carrack.compute.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.compute.Limits;
import dev.carrack.core.CancelledException;
import dev.carrack.core.FunctionException;
import dev.carrack.core.LimitException;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
  private static final Node NONE = Node.map(Map.of());
  private static final Limits LIMITS = Limits.defaults();

  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void leavesNoThreadBehind() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("carrack-function"));
  }

  @Test
  void streamsChunkByChunkAndKeepsTheState() {
    byte[] input = new byte[3 * Sandbox.CHUNK_BYTES + 5];
    Arrays.fill(input, (byte) 'x');
    var out = new ByteArrayOutputStream();

    var run =
        sandbox.run(Modules.load("count"), NONE, new ByteArrayInputStream(input), out, LIMITS);

    assertThat(out.size()).isEqualTo(input.length + 1);
    assertThat(out.toByteArray()[input.length]).isEqualTo((byte) '4');
    assertThat(run.inputBytes()).isEqualTo(input.length);
    assertThat(run.outputBytes()).isEqualTo(input.length + 1);
    assertThat(run.determinism()).isEqualTo(Determinism.STRICT);
  }

  @Test
  void chunksDoNotDependOnHowTheInputArrives() {
    byte[] input = new byte[Sandbox.CHUNK_BYTES + 1];
    InputStream dripping =
        new ByteArrayInputStream(input) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, 100_000));
          }
        };
    var out = new ByteArrayOutputStream();

    sandbox.run(Modules.load("count"), NONE, dripping, out, LIMITS);

    assertThat(out.toByteArray()[input.length]).isEqualTo((byte) '2');
  }

  @Test
  void anEmptyInputOnlyFinishes() {
    assertThat(run("count", new byte[0])).isEqualTo("0".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "start-loop", "fibonacci", "fill"})
  void stopsAnEndlessLoopAtItsTimeLimit(String name) {
    var function = Modules.load(name);
    sandbox.check(function);
    Limits short_ = LIMITS.withTime(Duration.ofMillis(150));
    long start = System.nanoTime();

    assertThatThrownBy(() -> run(function, new byte[1], short_))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining(function.cid().toString())
        .hasMessageContaining("time limit of 150 ms; look for an endless loop, or allow more time");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void stopsAtItsMemoryLimit() {
    var function = Modules.load("grow");

    assertThatThrownBy(() -> run(function, new byte[1], LIMITS.withMemoryPages(100)))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining(function.cid().toString())
        .hasMessageContaining("its limit is 100; look for a leak, or allow more pages");
  }

  @Test
  void stopsAtItsOutputLimit() {
    var function = Modules.load("flood");
    var out = new ByteArrayOutputStream();

    assertThatThrownBy(
            () ->
                sandbox.run(
                    function,
                    NONE,
                    new ByteArrayInputStream(new byte[1]),
                    out,
                    LIMITS.withOutputBytes(1000)))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("output limit of 1000 bytes");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock      | imports 'env.now' (FUNCTION), which the sandbox does not give; a function has no clock",
        "simd       | uses the instruction V128_LOAD",
        "wrong-type | does not follow the ABI buffer/1: export 'process' has type",
        "no-memory  | does not follow the ABI buffer/1: it does not export 'alloc'",
        "outside    | process gave 1 bytes at 2147418112, outside its memory",
        "trap       | trapped in process: integer divide by zero",
        "recurse    | trapped in process: call stack exhausted",
        "abort      | aborted: the input is odd (",
      })
  void refusesWithTheReason(String name, String reason) {
    var function = Modules.load(name);

    assertThatThrownBy(() -> run(function, new byte[1], LIMITS))
        .isInstanceOf(FunctionException.class)
        .hasMessageStartingWith("function " + function.cid() + " ")
        .hasMessageContaining(reason)
        .hasMessageContaining("; ");
  }

  @Test
  void refusesWhatIsNoModule() {
    byte[] whole = Modules.load("count").block().bytes();

    for (byte[] bytes :
        List.of("not wasm".getBytes(UTF_8), new byte[0], Arrays.copyOf(whole, whole.length / 2))) {
      assertThatThrownBy(() -> sandbox.check(WasmFunction.of(bytes)))
          .isInstanceOf(FunctionException.class)
          .hasMessageContaining("is not a valid WebAssembly module");
    }
  }

  @Test
  void refusesAFewBytesThatDeclareMillionsOfLocals() {
    // type () -> (), 400 functions of it, each with one group of 50,000 i32 locals: 10 bytes each.
    int functions = 400;
    var bomb = new ByteArrayOutputStream();
    bomb.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0});
    bomb.writeBytes(new byte[] {3, (byte) 0x92, 3, (byte) 0x90, 3});
    bomb.writeBytes(new byte[functions]);
    bomb.writeBytes(new byte[] {10, (byte) 0xf2, 0x15, (byte) 0x90, 3});
    for (int i = 0; i < functions; i++) {
      bomb.writeBytes(new byte[] {6, 1, (byte) 0xd0, (byte) 0x86, 3, 0x7f, 0x0b});
    }

    byte[] whole = bomb.toByteArray();
    bomb.writeBytes(new byte[] {1, -1, -1, -1, -1, -1, -1});
    assertThat(LocalsScan.count(bomb.toByteArray())).isEqualTo(20_000_000);
    assertThatThrownBy(() -> sandbox.check(WasmFunction.of(whole)))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("declares 20000000 local variables; the limit is 1000000");
  }

  @Test
  void countsTheLocalsOfOrdinaryModules() {
    assertThat(LocalsScan.count(WasmFunction.cleanCsv().block().bytes())).isBetween(10L, 1000L);
    assertThat(LocalsScan.count(new byte[3])).isZero();
  }

  @Test
  void refusesAModuleThatIsTooLarge() {
    assertThatThrownBy(() -> WasmFunction.of(new byte[WasmFunction.MAX_SIZE + 1]))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("2097153 bytes; the limit is 2097152");
  }

  @Test
  void refusesParametersWhereThereAreNone() {
    var function = Modules.load("count");
    var parameters = Node.map().put("a", 1).build();

    assertThatThrownBy(
            () ->
                sandbox.run(
                    function,
                    parameters,
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    LIMITS))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("takes no parameters");
  }

  @Test
  void saysWhichFunctionsUseFloatingPoint() {
    assertThat(sandbox.check(Modules.load("float"))).isEqualTo(Determinism.NONE);
    assertThat(sandbox.check(WasmFunction.cleanCsv())).isEqualTo(Determinism.STRICT);
  }

  @Test
  void anInterruptCancelsAndStaysSet() throws Exception {
    var function = Modules.load("loop");
    sandbox.check(function);
    Thread runner = Thread.currentThread();
    InputStream interrupting =
        new InputStream() {
          @Override
          public int read() {
            runner.interrupt();
            return 'x';
          }

          @Override
          public int read(byte[] b, int off, int len) {
            runner.interrupt();
            return len;
          }
        };

    assertThatThrownBy(
            () ->
                sandbox.run(function, NONE, interrupting, OutputStream.nullOutputStream(), LIMITS))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aBrokenInputIsAStorageError() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk gone");
          }
        };

    assertThatThrownBy(
            () ->
                sandbox.run(
                    Modules.load("count"), NONE, broken, OutputStream.nullOutputStream(), LIMITS))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("disk gone");
  }

  @Test
  void manyThreadsShareOneCompiledFunction() throws Exception {
    var function = WasmFunction.cleanCsv();
    byte[] input = "a, b\r\n1 , 2\r\nNA,3\r\n".repeat(50).getBytes(UTF_8);
    byte[] expected = run(function, input, LIMITS);
    List<Callable<byte[]>> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      runs.add(() -> run(function, input, LIMITS));
    }

    var executor = Executors.newFixedThreadPool(4);
    try {
      for (Future<byte[]> result : executor.invokeAll(runs)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void keepsABoundedNumberOfCompiledFunctions() throws Exception {
    var cache = new CompiledCache(2);
    var first = cache.get(Modules.load("count"));

    assertThat(cache.get(Modules.load("count"))).isSameAs(first);
    cache.get(Modules.load("trap"));
    cache.get(Modules.load("flood"));
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(Modules.load("count"))).isNotSameAs(first);
  }

  private byte[] run(String name, byte[] input) {
    return run(Modules.load(name), input, LIMITS);
  }

  private byte[] run(WasmFunction function, byte[] input, Limits limits) {
    var out = new ByteArrayOutputStream();
    sandbox.run(function, NONE, new ByteArrayInputStream(input), out, limits);
    return out.toByteArray();
  }
}
