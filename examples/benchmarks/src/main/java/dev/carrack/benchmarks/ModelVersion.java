package dev.carrack.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A model as files of tensors, and what a next version does to it. Immutable.
 *
 * @param files the tensors of each file, in their order
 * @param note what stands in every header besides
 */
record ModelVersion(Map<String, List<Weights>> files, String note) {

  /**
   * One tensor: {@code bytes} of it are random by {@code seed}.
   *
   * @param change what was done to the bytes after they were made
   */
  record Weights(String name, int bytes, long seed, Change change) {

    Weights(String name, int bytes, long seed) {
      this(name, bytes, seed, Change.NONE);
    }

    Weights again() {
      return new Weights(name, bytes, seed + 1_000_003, change);
    }

    Weights grown(int more) {
      return new Weights(name, bytes + more, seed, change);
    }

    Weights changed(Change other) {
      return new Weights(name, bytes, seed, other);
    }
  }

  /** What training does to a tensor without replacing it. */
  enum Change {
    NONE,
    /** Every second byte moves, as the low halves of 16-bit floats do in an optimiser's step. */
    DENSE,
    /** One row of 2 KiB in a hundred is another. */
    SPARSE_ROWS
  }

  static ModelVersion of(String file, List<Weights> tensors) {
    return new ModelVersion(Map.of(file, tensors), "");
  }

  /** A transformer in 16-bit floats: some 90 MB, two norms of 2 KiB a layer. */
  static List<Weights> transformer(int layers, long seed) {
    List<Weights> out = new ArrayList<>();
    out.add(new Weights("embed", 9_000 * 2_000, seed));
    for (int i = 0; i < layers; i++) {
      String layer = "layers." + i + ".";
      for (String name : List.of("q", "k", "v", "o")) {
        out.add(new Weights(layer + name, 1_000 * 700, seed + out.size()));
      }
      out.add(new Weights(layer + "norm1", 2_000, seed + out.size()));
      for (String name : List.of("gate", "up", "down")) {
        out.add(new Weights(layer + name, 1_000 * 1_300, seed + out.size()));
      }
      out.add(new Weights(layer + "norm2", 2_000, seed + out.size()));
    }
    out.add(new Weights("norm", 2_000, seed + out.size()));
    out.add(new Weights("head", 9_000 * 2_000, seed + 77));
    return out;
  }

  /** The tensors of a ResNet-50: 53 convolutions, each with four vectors of 256 bytes to 8 KiB. */
  static List<Weights> resnet(long seed) {
    List<Weights> out = new ArrayList<>();
    int[] blocks = {3, 4, 6, 3};
    convolution(out, "stem", 3, 64, 7, seed);
    int in = 64;
    for (int stage = 0; stage < blocks.length; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < blocks[stage]; block++) {
        String name = "layer" + stage + "." + block + ".";
        convolution(out, name + "1", in, width, 1, seed);
        convolution(out, name + "2", width, width, 3, seed);
        convolution(out, name + "3", width, 4 * width, 1, seed);
        if (block == 0) {
          convolution(out, name + "d", in, 4 * width, 1, seed);
        }
        in = 4 * width;
      }
    }
    out.add(new Weights("fc", 4 * 2048 * 1000, seed + out.size()));
    return out;
  }

  private static void convolution(
      List<Weights> out, String name, int in, int width, int kernel, long seed) {
    out.add(new Weights(name, 4 * in * width * kernel * kernel, seed + out.size()));
    for (String vector : List.of("weight", "bias", "mean", "var")) {
      out.add(new Weights(name + "." + vector, 4 * width, seed + out.size()));
    }
  }

  ModelVersion with(String header) {
    return new ModelVersion(files, header);
  }

  /** A share of all tensors, chosen by a seed, becomes others. */
  ModelVersion changed(double share, long seed) {
    int count = files.values().stream().mapToInt(List::size).sum();
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(i);
    }
    Collections.shuffle(chosen, new Random(seed));
    List<Integer> few = chosen.subList(0, (int) Math.ceil(count * share));
    int[] at = {0};
    return each(weights -> few.contains(at[0]++) ? weights.again() : weights);
  }

  ModelVersion each(UnaryOperator<Weights> change) {
    return tensors(list -> list.stream().map(change).toList());
  }

  ModelVersion tensors(UnaryOperator<List<Weights>> change) {
    Map<String, List<Weights>> out = new LinkedHashMap<>();
    files.forEach((file, list) -> out.put(file, change.apply(list)));
    return new ModelVersion(out, note);
  }

  ModelVersion reordered(long seed) {
    return tensors(
        list -> {
          List<Weights> out = new ArrayList<>(list);
          Collections.shuffle(out, new Random(seed));
          return out;
        });
  }

  /** The same tensors, dealt out to {@code count} files. */
  ModelVersion sharded(String pattern, int count) {
    List<Weights> all = files.values().stream().flatMap(List::stream).toList();
    Map<String, List<Weights>> out = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      out.put(
          pattern.formatted(i + 1, count),
          all.subList(all.size() * i / count, all.size() * (i + 1) / count));
    }
    return new ModelVersion(out, note);
  }
}
