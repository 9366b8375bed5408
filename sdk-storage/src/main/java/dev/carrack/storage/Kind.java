package dev.carrack.storage;

import dev.carrack.core.MalformedException;
import java.util.regex.Pattern;

/**
 * What an artifact is for. An open set: the constants are those this SDK knows, any other word of
 * the same form may be used and read.
 *
 * @param name 1 to 32 lower-case letters, digits and hyphens, beginning with a letter
 */
public record Kind(String name) {

  // First: the constants below are checked against it.
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** Data to train on or to evaluate with. */
  public static final Kind DATASET = new Kind("dataset");

  /** Trained weights, ready to use. */
  public static final Kind MODEL = new Kind("model");

  /** The state of a training run that can be resumed. */
  public static final Kind CHECKPOINT = new Kind("checkpoint");

  /** What a run said while it ran. */
  public static final Kind LOG = new Kind("log");

  /** What a function or a model produced. */
  public static final Kind OUTPUT = new Kind("output");

  /** A program that acts: its code, its configuration, its memory. */
  public static final Kind AGENT = new Kind("agent");

  /** Checks the form. */
  public Kind {
    if (!FORM.matcher(name).matches()) {
      throw new MalformedException(
          "'" + name + "' cannot be a kind",
          "use 1 to 32 lower-case letters, digits and hyphens, such as dataset or model");
    }
  }

  /** The word itself. */
  @Override
  public String toString() {
    return name;
  }
}
