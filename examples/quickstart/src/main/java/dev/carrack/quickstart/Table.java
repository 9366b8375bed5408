package dev.carrack.quickstart;

import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.data.csv.CSVIterator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A CSV with a header as training examples: numbers stay numbers, words become one-hot features.
 * Columns that say nothing (one value only) or name every row (too many words) are left out.
 */
final class Table {

  private static final LabelFactory LABELS = new LabelFactory();
  private static final int MAX_WORDS = 64;

  private final String label;
  private final List<Map<String, String>> rows;
  private final Map<String, Set<String>> values = new TreeMap<>();
  private final Set<String> numeric = new TreeSet<>();

  private Table(String label, List<Map<String, String>> rows) {
    this.label = label;
    this.rows = rows;
    rows.forEach(
        row -> row.forEach((k, v) -> values.computeIfAbsent(k, key -> new TreeSet<>()).add(v)));
    values.forEach(
        (name, all) -> {
          if (all.stream().allMatch(Table::isNumber)) {
            numeric.add(name);
          }
        });
  }

  /**
   * Reads the rows.
   *
   * @param label the column to predict, empty for the last
   * @throws MalformedException if there is no such column, or it has fewer than two classes
   */
  static Table read(InputStream csv, String label) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    String column = label;
    try (CSVIterator lines = new CSVIterator(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      while (lines.hasNext()) {
        rows.add(lines.next().getRowData());
      }
      List<String> fields = lines.getFields();
      column = column.isEmpty() && !fields.isEmpty() ? fields.get(fields.size() - 1) : column;
    }
    Table table = new Table(column, rows);
    int classes = table.values.getOrDefault(column, Set.of()).size();
    if (classes < 2) {
      throw new MalformedException(
          "column '%s' has %d classes in %d rows of %s"
              .formatted(column, classes, rows.size(), table.values.keySet()),
          "choose the column to predict with --label NAME");
    }
    return table;
  }

  String label() {
    return label;
  }

  /** Shuffles by seed and cuts; the first dataset is for training, the second for testing. */
  List<MutableDataset<Label>> split(double testShare, long seed) {
    List<Map<String, String>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    int cut = (int) Math.round(shuffled.size() * (1 - testShare));
    return List.of(
        dataset("train", shuffled.subList(0, cut)),
        dataset("test", shuffled.subList(cut, shuffled.size())));
  }

  private MutableDataset<Label> dataset(String name, List<Map<String, String>> part) {
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance(name, LABELS), LABELS);
    part.forEach(row -> dataset.add(example(row)));
    return dataset;
  }

  private Example<Label> example(Map<String, String> row) {
    ArrayExample<Label> example = new ArrayExample<>(new Label(row.get(label)));
    row.forEach(
        (name, value) -> {
          Set<String> all = values.getOrDefault(name, Set.of());
          if (name.equals(label) || all.size() < 2) {
            return;
          }
          if (numeric.contains(name)) {
            example.add(name, Double.parseDouble(value));
          } else if (all.size() <= MAX_WORDS) {
            // Zeros are written out: scaling by the standard deviation needs both values.
            all.forEach(word -> example.add(name + "=" + word, word.equals(value) ? 1.0 : 0.0));
          }
        });
    return example;
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
