package dev.carrack.compute.wasm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.compute.Limits;
import dev.carrack.core.FunctionException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanCsvTest {
  private static final WasmFunction FUNCTION = WasmFunction.cleanCsv();
  private static final CompiledFunction COMPILED = CompiledFunction.of(FUNCTION);
  private static final Sandbox SANDBOX = new Sandbox();

  @Test
  void hasTheCidThatReceiptsName() {
    // SHA-256 and base32 of the file, worked out with Python 3.11.
    assertThat(FUNCTION.cid())
        .hasToString("bafkreibktnig4dylag2xoc62pbqc4jadz7w46qtj4g7usploubxxbkidja");
  }

  @Test
  void tidiesATable() throws IOException {
    String dirty =
        "\uFEFFid, name ,score\r\n"
            + "1,  Ann ,7\r\n"
            + "\r\n"
            + "2,NA,8\r\n"
            + "id,name,score\r\n"
            + "3,\"Bo, the \"\"Bear\"\" \",9\r"
            + "4,Cy\r\n"
            + "5,Di,null\r\n"
            + "6,\"two\r\nlines\",?\r\n"
            + "7,\"two\r\nlines\",1";

    assertThat(clean("{}", dirty))
        .isEqualTo("id,name,score\n1,Ann,7\n3,\"Bo, the \"\"Bear\"\"\",9\n7,\"two\nlines\",1\n");
  }

  @Test
  void followsItsParameters() throws IOException {
    assertThat(clean("{\"columns\":[\"b\"]}", "a,b\nNA,1\n1,NA\n")).isEqualTo("a,b\nNA,1\n");
    assertThat(clean("{\"drop\":\"none\",\"case\":\"lower\"}", "A,B\nÄX,NA\n"))
        .isEqualTo("A,B\nÄx,na\n");
    assertThat(clean("{\"header\":\"no\",\"delimiter\":\";\"}", "1;2\n1;2\n?;2\n"))
        .isEqualTo("1;2\n1;2\n");
    assertThat(
            clean(
                "{\"columns\":[\"größe \\\"x\\\"\",\"bä\"]}",
                "\"größe \"\"x\"\"\",bä,c\n1,2,\n,2,3\n"))
        .isEqualTo("\"größe \"\"x\"\"\",bä,c\n1,2,\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{\"drop\":\"all\"}                      | parameter drop must be null or none, not all",
        "{\"rows\":\"7\"}                        | parameter rows is unknown; known: case, columns, delimiter, drop, header",
        "{\"drop\":7}                            | parameter drop must be a string",
        "{\"columns\":[\"z\"]}                   | parameter columns names z, which the header does not have",
        "{\"delimiter\":\"ab\"}                  | parameter delimiter must be one ASCII punctuation mark or a tab",
        "{\"columns\":[\"a\"],\"header\":\"no\"} | parameter columns needs a header",
      })
  void refusesParametersItDoesNotKnow(String parameters, String reason) {
    assertThatThrownBy(() -> clean(parameters, "a,b\n1,2\n"))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining(FUNCTION.cid().toString())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "[]                         | must be a JSON object",
        "{\"drop\":\"none\"        | a comma or } is missing",
        "{\"drop\":\"none\"} x     | text after the closing }",
        "{\"drop\" \"none\"}       | not valid JSON after key drop",
        "{\"columns\":[\"a\\u00g0\"]} | must be a list of column names",
        "{\"columns\":\"a\"}       | must be a list of column names",
        "{\"columns\":[\"a         | must be a list of column names",
      })
  void refusesParametersThatAreNoJson(String json, String reason) {
    assertThatThrownBy(() -> configure(json))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("refused in configure: ")
        .hasMessageContaining(reason);
  }

  @Test
  void readsEveryEscapeOfJson() {
    configure(
        "{ \"columns\" : [\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00\", \"b\" ] , \"drop\":\"null\"}");
  }

  @Test
  void neverSwallowsTheRestAfterAnOpenQuote() {
    assertThatThrownBy(() -> clean("{}", "a,b\n1,2\n\"3,4\n5,6\n"))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("the quote opened in line 3 is never closed");
    assertThatThrownBy(() -> clean("{}", "a,b\n1,\"" + "x".repeat(2 << 20) + "\"\n"))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining("the quote opened in line 2 is not closed within 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void equalsTheReferenceAtEverySplit(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] input = table(random, ',', 9);
    var expected = new TidyCsv(',', true, false, true, List.of()).clean(input);

    for (int split = 0; split <= input.length; split++) {
      assertThat(split(input, split)).as("seed %d split %d", seed, split).isEqualTo(expected);
    }
  }

  @Test
  void equalsTheReferenceOnRandomTables() throws IOException {
    Random random = new Random(20_261_122);
    int refused = 0;
    int longest = 0;
    for (int i = 0; i < 300; i++) {
      char delimiter = ",;\t|".charAt(random.nextInt(4));
      boolean drop = random.nextBoolean();
      boolean lower = random.nextBoolean();
      boolean header = random.nextBoolean();
      byte[] input = table(random, delimiter, 60);
      var parameters =
          Node.map()
              .put("drop", drop ? "null" : "none")
              .put("case", lower ? "lower" : "keep")
              .put("header", header ? "yes" : "no")
              .put("delimiter", String.valueOf(delimiter))
              .build();

      var expected = new TidyCsv(delimiter, drop, lower, header, List.of()).clean(input);
      Optional<String> found = Optional.empty();
      try {
        found = Optional.of(new String(clean(parameters, input), ISO_8859_1));
      } catch (FunctionException e) {
        refused++;
      }

      assertThat(found).as("table %d: %s", i, new String(input, ISO_8859_1)).isEqualTo(expected);
      longest = Math.max(longest, expected.map(String::length).orElse(0));
    }
    assertThat(refused).isBetween(1, 150);
    assertThat(longest).isGreaterThan(200);
  }

  @Test
  void keepsItsMemoryFlatOverALongInput() throws IOException {
    byte[] row = "12345, some \"text\" here ,\"a, b\",NA,x\r\n1,2,3,4,5\r\n".getBytes(UTF_8);
    byte[] input = new byte[(6 << 20) + 11];
    for (int i = 0; i < input.length; i++) {
      input[i] = row[i % row.length];
    }
    var out = new ByteArrayOutputStream();

    var run =
        SANDBOX.run(
            FUNCTION,
            Node.map().put("drop", "none").build(),
            new ByteArrayInputStream(input),
            out,
            Limits.defaults());

    assertThat(run.memoryPages()).isLessThanOrEqualTo(160);
    assertThat(out.toString(ISO_8859_1))
        .isEqualTo(new TidyCsv(',', false, false, true, List.of()).clean(input).orElseThrow());
  }

  private static Optional<String> split(byte[] input, int at) throws Exception {
    try (var thread =
        new GuestThread(
            "carrack-function", Allowance.of(Limits.defaults()), new Failures(FUNCTION.cid()))) {
      var guest = new Guest(COMPILED, Limits.defaults(), thread);
      var out = new ByteArrayOutputStream();
      byte[] tail = Arrays.copyOfRange(input, at, input.length);
      keep(guest, guest.process(input, at), out);
      keep(guest, guest.process(tail, tail.length), out);
      keep(guest, guest.finish(), out);
      return Optional.of(out.toString(ISO_8859_1));
    } catch (FunctionException e) {
      return Optional.empty();
    }
  }

  private static void keep(Guest guest, Guest.Output output, ByteArrayOutputStream out) {
    byte[] bytes = new byte[(int) output.length()];
    guest.copy(output.at(), bytes, 0, bytes.length);
    out.writeBytes(bytes);
  }

  private static void configure(String json) {
    try (var thread =
        new GuestThread(
            "carrack-function", Allowance.of(Limits.defaults()), new Failures(FUNCTION.cid()))) {
      new Guest(COMPILED, Limits.defaults(), thread).configure(json.getBytes(UTF_8));
    }
  }

  private static byte[] table(Random random, char delimiter, int rows) {
    String[] pieces = {
      "a",
      "B",
      "12",
      "NA",
      "null",
      "N/A",
      "?",
      "nan",
      " ",
      "  x ",
      "\t",
      "",
      "é",
      "\u00ef\u00bb\u00bf",
      "\"q\"",
      "\" q" + delimiter + "r \"",
      "\"say \"\"hi\"\"\"",
      "\"l\r\nm\"",
      "\"\"",
      "in\"side",
      "\"x\" ",
      "\"x\" y",
      "\"x\" \"y\"",
    };
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\u00ef\u00bb\u00bf" : "");
    String header = "id" + delimiter + " Name" + delimiter + "v";
    text.append(random.nextInt(4) == 0 ? "\r\n" : "").append(header).append("\r\n");
    for (int r = 0; r < rows; r++) {
      if (random.nextInt(8) == 0) {
        text.append(header);
      } else {
        int cells = random.nextInt(6) == 0 ? random.nextInt(5) : 3;
        for (int c = 0; c < cells; c++) {
          text.append(c == 0 ? "" : delimiter);
          text.append(
              random.nextInt(3) == 0
                  ? "v" + random.nextInt(99)
                  : pieces[random.nextInt(pieces.length)]);
        }
      }
      text.append(new String[] {"\n", "\r\n", "\r", "\n\n"}[random.nextInt(4)]);
    }
    if (random.nextInt(12) == 0) {
      text.append("\"open");
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static String clean(String parameters, String input) throws IOException {
    return new String(
        clean(DagJson.decodeLenient(parameters.getBytes(UTF_8)), input.getBytes(UTF_8)), UTF_8);
  }

  private static byte[] clean(Node parameters, byte[] input) throws IOException {
    var out = new ByteArrayOutputStream();
    SANDBOX.run(FUNCTION, parameters, new ByteArrayInputStream(input), out, Limits.defaults());
    return out.toByteArray();
  }
}
