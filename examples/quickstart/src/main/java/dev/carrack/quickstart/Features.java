package dev.carrack.quickstart;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * How a row becomes numbers: numbers stay numbers, words become one-hot features. Learnt from the
 * rows for training only; columns that say nothing there (one value) or name every row (too many
 * words) are left out.
 */
final class Features {

  private static final int MAX_WORDS = 64;

  private final String label;
  private final Set<String> numeric = new TreeSet<>();
  private final Map<String, Set<String>> words = new TreeMap<>();

  /**
   * Looks at the columns.
   *
   * @param label the column to predict
   * @param all decide which columns are numbers
   * @param training decide which columns say something, and by which words
   */
  Features(String label, List<Map<String, String>> all, List<Map<String, String>> training) {
    this.label = label;
    Map<String, Set<String>> values = new TreeMap<>();
    training.forEach(
        row -> row.forEach((k, v) -> values.computeIfAbsent(k, key -> new TreeSet<>()).add(v)));
    values.remove(label);
    values.forEach(
        (name, some) -> {
          // Scaling by the standard deviation needs two values of every feature.
          if (all.stream().allMatch(row -> isNumber(row.getOrDefault(name, "")))) {
            Set<Double> numbers = new HashSet<>();
            some.forEach(text -> numbers.add(Double.parseDouble(text)));
            if (numbers.size() > 1) {
              numeric.add(name);
            }
          } else if (some.size() > 1 && some.size() <= MAX_WORDS) {
            words.put(name, some);
          }
        });
  }

  /** Whether no column is left. */
  boolean isEmpty() {
    return numeric.isEmpty() && words.isEmpty();
  }

  /** One row. */
  Example<Label> of(Map<String, String> row) {
    ArrayExample<Label> example = new ArrayExample<>(new Label(row.get(label)));
    numeric.forEach(name -> example.add(name, Double.parseDouble(row.get(name))));
    // Zeros are written out, for the same reason.
    words.forEach(
        (name, known) ->
            known.forEach(
                word -> example.add(name + "=" + word, word.equals(row.get(name)) ? 1.0 : 0.0)));
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
