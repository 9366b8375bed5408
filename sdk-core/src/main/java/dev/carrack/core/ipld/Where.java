package dev.carrack.core.ipld;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A place in a value on the way from its root, for errors; made without building its text. */
final class Where {

  static final Where ROOT = new Where(null, "", 0);

  private final @Nullable Where parent;
  private final String segment;
  private final int depth;

  private Where(@Nullable Where parent, String segment, int depth) {
    this.parent = parent;
    this.segment = segment;
    this.depth = depth;
  }

  Where at(Object segment) {
    if (depth == DagCbor.MAX_DEPTH) {
      throw new LimitException(
          "value is nested deeper than " + DagCbor.MAX_DEPTH, "split it into linked blocks");
    }
    return new Where(this, segment.toString(), depth + 1);
  }

  MalformedException malformed(String problem, String remedy) {
    return new MalformedException("at '" + this + "': " + problem, remedy);
  }

  MalformedException malformed(String problem, Throwable cause) {
    return new MalformedException("at '" + this + "': " + problem, "", cause);
  }

  /** The path, {@code /} for the root. */
  @Override
  public String toString() {
    Deque<String> segments = new ArrayDeque<>();
    for (Where at = this; at != null && at.parent != null; at = at.parent) {
      String quoted = Quote.of(at.segment);
      segments.addFirst(quoted.substring(1, quoted.length() - 1));
    }
    return "/" + String.join("/", segments);
  }
}
