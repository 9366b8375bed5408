package dev.carrack.core.tensor;

import dev.carrack.core.MalformedException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one of several files that make a model, {@code NAME-00002-of-00005.gguf}.
 *
 * @param prefix what comes before the numbers, without the hyphen
 * @param number from 1
 * @param count of files, at least {@code number}
 * @param extension what comes behind the numbers, without the dot
 */
public record ShardName(String prefix, int number, int count, String extension) {

  private static final Pattern FORM = Pattern.compile("(.*)-([0-9]{5})-of-([0-9]{5})\\.([^./]+)");

  /** The parts of a file name, or empty if it is no shard's. */
  public static Optional<ShardName> parse(String fileName) {
    Matcher form = FORM.matcher(fileName);
    if (!form.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(form.group(2));
    int count = Integer.parseInt(form.group(3));
    return number < 1 || number > count
        ? Optional.empty()
        : Optional.of(new ShardName(form.group(1), number, count, form.group(4)));
  }

  /**
   * Checks that the files of this model are all there.
   *
   * @param fileNames of the directory; those of other models do not matter
   * @throws MalformedException naming the first that is missing
   */
  public void requireComplete(Collection<String> fileNames) {
    for (int i = 1; i <= count; i++) {
      String name = new ShardName(prefix, i, count, extension).toString();
      if (!fileNames.contains(name)) {
        throw new MalformedException(
            "the shard '" + name + "' is missing", "get the model again: it is not whole");
      }
    }
  }

  /** The file name. */
  @Override
  public String toString() {
    return "%s-%05d-of-%05d.%s".formatted(prefix, number, count, extension);
  }
}
