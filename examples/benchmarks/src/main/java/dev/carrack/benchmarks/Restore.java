package dev.carrack.benchmarks;

import dev.carrack.benchmarks.ModelVersion.Change;
import dev.carrack.benchmarks.ModelVersion.Weights;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.unixfs.Chunking;
import dev.carrack.core.unixfs.Profile;
import dev.carrack.core.unixfs.UnixFsImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stores a model and then its next version, over seeded layouts, and counts what the second stores
 * anew against the least that it must.
 */
public final class Restore {

  private static final double REACH = 1.05;
  private static final double INDEX_REACH = 0.002;
  private static final Profile TENSORS = Profile.UNIXFS_V1_2025.withChunking(Chunking.TENSORS);

  /**
   * Two versions; {@code differ} are the bytes that differ where that is less than whole tensors.
   */
  private record Layout(ModelVersion before, ModelVersion after, long differ) {
    Layout(ModelVersion before, ModelVersion after) {
      this(before, after, Long.MAX_VALUE);
    }
  }

  /** What one store of a directory put into blocks. */
  private record Blocks(Map<Cid, Integer> sizes) {

    long bytesBeside(Blocks known, boolean leaves) {
      long total = 0;
      for (Map.Entry<Cid, Integer> each : sizes.entrySet()) {
        if (each.getKey().codec().equals(Codec.RAW) == leaves
            && !known.sizes().containsKey(each.getKey())) {
          total += each.getValue();
        }
      }
      return total;
    }
  }

  private Restore() {}

  /** Arguments: a scratch directory, the seed, the file for the JSON. */
  public static void main(String[] args) throws IOException {
    Path scratch = Path.of(args[0]);
    long seed = Long.parseLong(args[1]);
    System.out.printf(
        "seed %d, profile %s; fixed = the same under %s%n%n", seed, TENSORS, TENSORS.canonical());
    System.out.printf(
        "%-44s %8s %10s %10s %7s %8s %7s%n",
        "layout", "MB", "least", "stored", "ratio", "index", "fixed");
    List<Node> rows = new ArrayList<>();
    int missed = 0;
    for (Map.Entry<String, Layout> each : layouts(seed).entrySet()) {
      missed += run(scratch, each.getKey(), each.getValue(), true, rows) ? 0 : 1;
    }
    System.out.println();
    System.out.println("no reach, nothing helps against these:");
    for (Map.Entry<String, Layout> each : failures(seed).entrySet()) {
      run(scratch, each.getKey(), each.getValue(), false, rows);
    }
    Node json = Node.map().put("seed", seed).put("rows", Node.list(rows)).build();
    Files.write(Path.of(args[2]), DagJson.encode(json));
    System.out.printf(
        "%n%s: %d layouts, %d missed %.2f of the least or %.1f %% of index; %s%n",
        missed == 0 ? "OK" : "FAILED",
        layouts(seed).size(),
        missed,
        REACH,
        100 * INDEX_REACH,
        args[2]);
    System.exit(missed == 0 ? 0 : 1);
  }

  private static boolean run(
      Path scratch, String name, Layout layout, boolean gated, List<Node> rows) throws IOException {
    Map<String, Long> old = write(scratch, layout.before());
    Blocks before = store(scratch, TENSORS);
    Blocks fixedBefore = store(scratch, TENSORS.canonical());
    Map<String, Long> now = write(scratch, layout.after());
    Blocks after = store(scratch, TENSORS);
    Blocks fixedAfter = store(scratch, TENSORS.canonical());

    now.keySet().removeAll(old.keySet());
    long least = Math.min(layout.differ(), now.values().stream().mapToLong(Long::longValue).sum());
    long size = after.bytesBeside(new Blocks(Map.of()), true);
    long leaves = after.bytesBeside(before, true);
    long index = after.bytesBeside(before, false);
    long fixed = fixedAfter.bytesBeside(fixedBefore, true);
    double ratio = (double) leaves / least;
    boolean reached = ratio <= REACH && index <= INDEX_REACH * size;
    System.out.printf(
        "%-44s %8.1f %10d %10d %7.3f %8d %6.1f%%%s%n",
        name,
        size / 1e6,
        least,
        leaves,
        ratio,
        index,
        100.0 * fixed / size,
        reached || !gated ? "" : "  MISSED");
    rows.add(
        Node.map()
            .put("layout", name)
            .put("gated", Node.of(gated))
            .put("size", size)
            .put("least", least)
            .put("stored", leaves)
            .put("index", index)
            .put("fixed", fixed)
            .put("ratio", Node.of(ratio))
            .build());
    return reached;
  }

  private static Map<String, Long> write(Path scratch, ModelVersion version) throws IOException {
    try (Stream<Path> old = Files.list(scratch)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    ModelWriter writer = new ModelWriter(scratch);
    writer.write(version);
    return writer.parts();
  }

  private static Blocks store(Path directory, Profile profile) {
    Map<Cid, Integer> sizes = new HashMap<>();
    UnixFsImporter.into(block -> sizes.put(block.cid(), block.size()))
        .withProfile(profile)
        .withNotes(
            note -> {
              throw new IllegalStateException(note.toString());
            })
        .tree(directory);
    return new Blocks(sizes);
  }

  private static Map<String, Layout> layouts(long seed) {
    Map<String, Layout> out = new LinkedHashMap<>();
    String longer = "a header that has become longer";
    ModelVersion st = ModelVersion.of("model.safetensors", ModelVersion.transformer(10, seed));
    out.put("5 % of tensors", new Layout(st, st.changed(0.05, seed)));
    List<Weights> lora = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      lora.add(new Weights("lora." + i, 16_000 + i % 7 * 6_000, seed + i));
    }
    ModelVersion adapter = ModelVersion.of("adapter.safetensors", lora);
    out.put("all tensors < 64 KiB, 5 %", new Layout(adapter, adapter.changed(0.05, seed)));
    out.put("5 %, header longer", new Layout(st, st.changed(0.05, seed + 2).with(longer)));
    out.put("header longer", new Layout(st, st.with(longer)));
    out.put("reordered", new Layout(st, st.reordered(seed)));
    out.put("5 %, reordered", new Layout(st, st.changed(0.05, seed + 3).reordered(seed)));
    out.put("vocabulary grown", new Layout(st, st.each(Restore::grown)));
    out.put("vocabulary grown, 5 %", new Layout(st, st.each(Restore::grown).changed(0.05, seed)));
    out.put("last layers tuned, header longer", new Layout(st, st.each(Restore::tuned).with("x")));
    out.put("small tensor inserted", new Layout(st, st.tensors(Restore::inserted)));
    ModelVersion four = st.sharded("model-%05d-of-%05d.safetensors", 4);
    out.put("4 shards, 5 %", new Layout(four, four.changed(0.05, seed + 4).with(longer)));
    ModelVersion six = st.sharded("model-%05d-of-%05d.safetensors", 6);
    out.put("4 shards become 6, 5 %", new Layout(four, six.changed(0.05, seed + 5)));
    ModelVersion cnn = ModelVersion.of("cnn.safetensors", ModelVersion.resnet(seed));
    out.put("4 of 5 tensors < 64 KiB, 5 %", new Layout(cnn, cnn.changed(0.05, seed + 6)));
    out.put(
        "4 of 5 tensors < 64 KiB, 5 %, header longer",
        new Layout(cnn, cnn.changed(0.05, seed + 7).with(longer)));
    ModelVersion gguf = ModelVersion.of("model.gguf", ModelVersion.transformer(10, seed + 500));
    out.put("GGUF, 5 %", new Layout(gguf, gguf.changed(0.05, seed + 8)));
    out.put("GGUF, 5 %, header longer", new Layout(gguf, gguf.changed(0.05, seed).with(longer)));
    out.put("GGUF, reordered", new Layout(gguf, gguf.reordered(seed + 9)));
    ModelVersion zip = ModelVersion.of("model.pt", ModelVersion.transformer(10, seed + 900));
    out.put("PyTorch zip, 5 %", new Layout(zip, zip.changed(0.05, seed + 10)));
    out.put("PyTorch zip, tensor inserted", new Layout(zip, zip.tensors(Restore::inserted)));
    ModelVersion onnx =
        ModelVersion.of("weights.onnx_data", ModelVersion.transformer(10, seed + 1300));
    out.put("ONNX external data, 5 %", new Layout(onnx, onnx.changed(0.05, seed).with(longer)));
    return out;
  }

  private static Map<String, Layout> failures(long seed) {
    Map<String, Layout> out = new LinkedHashMap<>();
    ModelVersion st = ModelVersion.of("model.safetensors", ModelVersion.transformer(10, seed));
    out.put(
        "dense update", new Layout(st, st.each(each -> each.changed(Change.DENSE)), bytes(st) / 2));
    out.put(
        "1 % of embedding rows",
        new Layout(
            st,
            st.each(e -> e.name().equals("embed") ? e.changed(Change.SPARSE_ROWS) : e),
            88 * 2048)); // every hundredth of 8,789 rows
    List<Weights> small = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      small.add(new Weights("scale." + i, 200 + i % 7 * 100, seed + i));
    }
    ModelVersion tiny = ModelVersion.of("scales.safetensors", small);
    out.put("5 % scattered, all tensors < 1 KiB", new Layout(tiny, tiny.changed(0.05, seed)));
    return out;
  }

  private static long bytes(ModelVersion model) {
    return model.files().values().stream().flatMap(List::stream).mapToLong(Weights::bytes).sum();
  }

  private static Weights grown(Weights each) {
    boolean vocabulary = each.name().equals("embed") || each.name().equals("head");
    return vocabulary ? each.grown(16 * 2_000) : each;
  }

  private static Weights tuned(Weights each) {
    return each.name().startsWith("layers.8.") || each.name().startsWith("layers.9.")
        ? each.again()
        : each;
  }

  private static List<Weights> inserted(List<Weights> tensors) {
    List<Weights> out = new ArrayList<>(tensors);
    out.add(10, new Weights("inserted", 300_000, -1));
    return out;
  }
}
