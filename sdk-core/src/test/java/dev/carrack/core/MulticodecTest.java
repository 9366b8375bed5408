package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MulticodecTest {

  // Source: multiformats/multicodec 45c88b8, table.csv.
  @Test
  @Needs("fixtures")
  void everyCodeWeDeclareIsThatOfTheTable() throws Exception {
    Map<String, Long> table = table();
    Map<String, Long> declared = declared();

    declared.forEach((name, code) -> assertThat(table).containsEntry(name, code));
    Fixtures.count("ipld/multicodec", declared.size());
  }

  @Test
  @Needs("fixtures")
  void everyLengthOfBlake2InTheTableIsComputed() throws IOException {
    Map<String, Long> table = table();
    table.keySet().removeIf(name -> !name.matches("blake2[bs]-\\d+"));

    assertThat(table).hasSize(96);
    table.forEach((name, code) -> assertThat(HashFunction.of(code)).hasToString(name));
  }

  private static Map<String, Long> declared() throws IllegalAccessException {
    Map<String, Long> declared = new LinkedHashMap<>();
    for (Field field : Codec.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        Codec codec = (Codec) field.get(null);
        declared.put(codec.toString(), codec.code());
      }
    }
    for (HashFunction function : HashFunction.all()) {
      declared.put(function.toString(), function.code());
    }
    for (Field field : Multihash.class.getFields()) {
      if (field.getType() == long.class) {
        declared.put(name(field), field.getLong(null));
      }
    }
    for (MultiaddrProtocol protocol : MultiaddrProtocol.all()) {
      declared.put(protocol.name(), protocol.code());
    }
    assertThat(declared).hasSizeGreaterThan(150).doesNotContainKey("");
    return declared;
  }

  /** SHA2_256_TRUNC254_PADDED as the table writes it, with a dash for each underscore. */
  private static String name(Field field) {
    String name = field.getName().toLowerCase().replace('_', '-');
    return name.startsWith("fr32-sha2-256") ? name.replace("sha2-256", "sha256") : name;
  }

  static Map<String, Long> table() throws IOException {
    Map<String, Long> table = new LinkedHashMap<>();
    for (String row : Files.readAllLines(Fixtures.path("ipld/multicodec/table.csv"))) {
      String[] cells = row.split("\\s*,\\s*", -1);
      if (cells.length > 2 && cells[2].startsWith("0x")) {
        table.put(cells[0], Long.decode(cells[2]));
      }
    }
    assertThat(table.keySet()).containsAll(Set.of("cidv1", "raw"));
    return table;
  }
}
