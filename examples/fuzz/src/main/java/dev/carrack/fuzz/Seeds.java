package dev.carrack.fuzz;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.Multihash;
import dev.carrack.core.PeerId;
import dev.carrack.core.Progress;
import dev.carrack.core.car.Car;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a target begins: its own small inputs, lines of hexadecimal in {@code <name>.hex}, and with
 * {@code CARRACK_FIXTURES} those of the official vectors that are short enough.
 */
final class Seeds {

  private Seeds() {}

  static List<byte[]> of(Target target) throws IOException {
    List<byte[]> seeds = new ArrayList<>(own(target));
    String fixtures = System.getenv("CARRACK_FIXTURES");
    if (fixtures != null && !fixtures.isBlank()) {
      seeds.addAll(official(target, Path.of(fixtures)));
    }
    seeds.removeIf(seed -> seed.length > target.longest());
    return seeds;
  }

  /** Writes each seed into a file of {@code folder} named by its hash. */
  static void write(Target target, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (byte[] seed : of(target)) {
      String name = HexFormat.of().formatHex(Multihash.sha256(seed).digest(), 0, 8);
      Files.write(folder.resolve(name), seed);
    }
  }

  private static List<byte[]> own(Target target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (InputStream in = Seeds.class.getResourceAsStream(target.name() + ".hex")) {
      if (in == null) {
        throw new IllegalStateException("the target " + target + " has no seeds of its own");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && line.charAt(0) != '#') {
          seeds.add(HexFormat.of().parseHex(line.strip()));
        }
      }
    }
    return seeds;
  }

  private static List<byte[]> official(Target target, Path fixtures) throws IOException {
    Path ipld = fixtures.resolve("ipld");
    List<byte[]> seeds = new ArrayList<>();
    switch (target.name()) {
      case "cid" -> {
        for (Path file : files(ipld.resolve("codec-fixtures"), ".dag-cbor")) {
          String name = file.getFileName().toString();
          String text = name.substring(0, name.indexOf('.'));
          seeds.add(text.getBytes(StandardCharsets.UTF_8));
          seeds.add(Cid.parse(text).bytes());
        }
      }
      case "unixfs" -> {
        for (Path file : files(ipld, ".car")) {
          script(Files.readAllBytes(file), seeds);
        }
      }
      case "car" -> {
        for (Path file : files(ipld, ".car")) {
          seeds.add(Files.readAllBytes(file));
        }
        for (Path file : files(ipld.resolve("car/fuzz"), "")) {
          seeds.add(Files.readAllBytes(file));
        }
      }
      case "ipns" -> {
        for (Path file : files(ipld, ".ipns-record")) {
          seeds.add(record(file));
        }
      }
      default -> {
        for (Path file : files(ipld.resolve("codec-fixtures"), "." + target.name())) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
    return seeds;
  }

  // The vectors are named by their key, and some by what is wrong with them.
  private static byte[] record(Path file) throws IOException {
    byte[] id = PeerId.parse(file.getFileName().toString().split("[._]", 2)[0]).bytes();
    byte[] record = Files.readAllBytes(file);
    return ByteBuffer.allocate(3 + id.length + record.length)
        .put((byte) 0)
        .putShort((short) id.length)
        .put(id)
        .put(record)
        .array();
  }

  private static void script(byte[] car, List<byte[]> seeds) {
    if (car.length > 1 << 16) {
      return;
    }
    try {
      MemoryBlockStore store = new MemoryBlockStore();
      Car.Contents contents =
          Car.importAll(new ByteArrayInputStream(car), "seed", store, Progress.none());
      for (Cid root : contents.roots()) {
        seeds.add(BlockScript.of(store, root));
      }
    } catch (CarrackException e) {
      // one of the vectors that must be refused
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
