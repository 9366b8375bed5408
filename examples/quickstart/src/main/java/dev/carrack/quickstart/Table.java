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
import java.util.TreeSet;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.data.csv.CSVIterator;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A cleaned CSV with a header, cut into examples for training and for testing. */
final class Table {

  private static final LabelFactory LABELS = new LabelFactory();

  private final String label;
  private final List<Map<String, String>> rows;

  private Table(String label, List<Map<String, String>> rows) {
    this.label = label;
    this.rows = rows;
  }

  /**
   * Reads the rows.
   *
   * @param label the column to predict, empty for the last
   * @throws MalformedException if there is no such column, or nothing can be learnt from it
   */
  static Table read(InputStream csv, String label) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> columns;
    try (CSVIterator lines = new CSVIterator(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      while (lines.hasNext()) {
        rows.add(lines.next().getRowData());
      }
      columns = List.copyOf(lines.getFields());
    }
    if (rows.isEmpty()) {
      throw new MalformedException(
          "no row is left after cleaning, which drops rows with a missing value",
          "give a table with complete rows");
    }
    if (columns.size() < 2) {
      throw new MalformedException(
          "the table has one column, '" + columns.get(0) + "'",
          "give one with a header and commas between its columns");
    }
    if (!label.isEmpty() && !columns.contains(label)) {
      throw new MalformedException(
          "the table has no column '" + label + "'",
          "choose one of " + some(columns) + " with --label");
    }
    String column = label.isEmpty() ? columns.get(columns.size() - 1) : label;
    check(column, rows, columns);
    return new Table(column, rows);
  }

  private static void check(String label, List<Map<String, String>> rows, List<String> columns) {
    Set<String> classes = new TreeSet<>();
    rows.forEach(row -> classes.add(row.get(label)));
    if (classes.size() < 2) {
      throw new MalformedException(
          "column '" + label + "' is '" + rows.get(0).get(label) + "' in every row",
          "choose another of " + some(columns) + " with --label");
    }
    if (classes.size() > rows.size() / 3) {
      throw new MalformedException(
          "column '%s' has %,d values in %,d rows, too many to learn each"
              .formatted(label, classes.size(), rows.size()),
          "choose a column of few classes among "
              + some(columns)
              + " with --label, or give more rows");
    }
  }

  private static String some(List<String> columns) {
    return columns.size() <= 20 ? columns.toString() : columns.subList(0, 20) + " and more";
  }

  /** The column to predict. */
  String label() {
    return label;
  }

  /**
   * Shuffles by seed and cuts; the first dataset is for training, the second for testing. A class
   * that only the test rows would have lends its first one to the training.
   *
   * @throws MalformedException if no row is left for testing, or no column to learn from
   */
  List<MutableDataset<Label>> split(double testShare, long seed) {
    List<Map<String, String>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    int cut = (int) Math.round(shuffled.size() * (1 - testShare));
    List<Map<String, String>> train = new ArrayList<>(shuffled.subList(0, cut));
    List<Map<String, String>> test = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    train.forEach(row -> known.add(row.get(label)));
    for (Map<String, String> row : shuffled.subList(cut, shuffled.size())) {
      (known.add(row.get(label)) ? train : test).add(row);
    }
    Features features = new Features(label, rows, train);
    if (test.isEmpty() || features.isEmpty()) {
      throw new MalformedException(
          "%,d rows do not tell '%s' from the other columns".formatted(rows.size(), label),
          "give more rows, or choose another column with --label");
    }
    return List.of(dataset("train", train, features), dataset("test", test, features));
  }

  private static MutableDataset<Label> dataset(
      String name, List<Map<String, String>> part, Features features) {
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance(name, LABELS), LABELS);
    part.forEach(row -> dataset.add(features.of(row)));
    return dataset;
  }
}
