package dev.carrack.fuzz;

import dev.carrack.core.Block;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Progress;
import dev.carrack.core.car.CarFile;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.car.CarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CAR files of both versions. */
final class CarTarget {

  private record Content(List<Cid> roots, List<Block> blocks) {}

  private CarTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    accepts(input);
  }

  /** Whether it is a CAR; throws if a claim about it fails. */
  static boolean accepts(byte[] input) {
    Content content;
    try {
      content = read(input);
    } catch (CarrackException e) {
      return false;
    }
    byte[] again = write(content);
    Claim.equal(read(again), content, "what was read can be written");
    boolean version2 = input.length > 2 && input[0] == 10 && input[2] == 'g' && again[0] != 10;
    if (!version2) {
      Claim.equal(again, input, "roots and blocks have one CARv1");
    }
    try {
      scanned(input, content);
    } catch (CarrackException e) {
      // A stream cannot see that the index of a version 2 begins behind the file's end.
      Claim.holds(version2, "a CARv1 that can be streamed can be scanned: " + e);
    }
    indexed(input, content);
    return true;
  }

  private static void scanned(byte[] input, Content content) {
    try (CarFile file = CarFile.scan(new ByteFile(input), "input", Progress.none())) {
      Claim.equal(file.roots(), content.roots(), "the roots are the same");
      for (Block block : content.blocks()) {
        Claim.equal(file.get(block.cid()).orElseThrow(), block, "each block can be looked up");
      }
    }
  }

  private static void indexed(byte[] input, Content content) {
    try (CarFile file = CarFile.open(new ByteFile(input), "input")) {
      for (Block block : content.blocks()) {
        lookUp(file, block);
      }
    } catch (CarrackException e) {
      // an index that leads astray, or none
    }
  }

  private static void lookUp(CarFile file, Block block) {
    try {
      Optional<Block> found = file.get(block.cid());
      Claim.holds(found.isEmpty() || found.get().equals(block), "nothing else is found");
    } catch (CarrackException e) {
      // an index that leads astray
    }
  }

  private static Content read(byte[] bytes) {
    try (CarReader in = CarReader.read(new ByteArrayInputStream(bytes), "input")) {
      List<Block> blocks = new ArrayList<>();
      Optional<Block> block;
      while ((block = in.next()).isPresent()) {
        blocks.add(block.get());
      }
      return new Content(in.roots(), blocks);
    }
  }

  private static byte[] write(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CarWriter writer = CarWriter.write(out, content.roots())) {
      content.blocks().forEach(writer::put);
    }
    return out.toByteArray();
  }
}
