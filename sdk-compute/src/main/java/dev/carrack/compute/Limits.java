package dev.carrack.compute;

import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.time.Duration;
import java.util.Set;

/**
 * What one run of a function may use. Part of the task's identity: the same function under other
 * limits is another task. Immutable.
 *
 * @param memoryPages the function's memory in WebAssembly pages of 64 KiB; 1 to 16384 (1 GiB)
 * @param time how long the function's own code may run, summed over its calls; reading the input
 *     and writing the output do not count. Whole milliseconds, 1 ms to 24 h
 * @param outputBytes the most bytes that the output may have, all files together
 */
public record Limits(int memoryPages, Duration time, long outputBytes) {

  /** Bytes in a WebAssembly page. */
  public static final int PAGE_BYTES = 64 << 10;

  private static final int MAX_PAGES = 16384;
  private static final Duration MAX_TIME = Duration.ofHours(24);
  private static final Limits DEFAULTS = new Limits(512, Duration.ofMinutes(1), 8L << 30);

  /** Checks the ranges. */
  public Limits {
    if (memoryPages < 1 || memoryPages > MAX_PAGES) {
      throw new IllegalArgumentException(
          "memoryPages is " + memoryPages + "; it must be 1 to " + MAX_PAGES);
    }
    if (time.toMillis() < 1
        || time.compareTo(MAX_TIME) > 0
        || !time.equals(Duration.ofMillis(time.toMillis()))) {
      throw new IllegalArgumentException(
          "time is " + time + "; it must be whole milliseconds, 1 ms to 24 h");
    }
    if (outputBytes < 0) {
      throw new IllegalArgumentException(
          "outputBytes is " + outputBytes + "; it must not be negative");
    }
  }

  /** 512 pages (32 MiB), one minute, 8 GiB of output. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** The same with another memory limit. */
  public Limits withMemoryPages(int pages) {
    return new Limits(pages, time, outputBytes);
  }

  /** The same with another time limit. */
  public Limits withTime(Duration limit) {
    return new Limits(memoryPages, limit, outputBytes);
  }

  /** The same with another output limit. */
  public Limits withOutputBytes(long bytes) {
    return new Limits(memoryPages, time, bytes);
  }

  /** The same, each limit lowered to that of {@code ceiling} where it is higher. */
  public Limits cappedBy(Limits ceiling) {
    return new Limits(
        Math.min(memoryPages, ceiling.memoryPages),
        time.compareTo(ceiling.time) <= 0 ? time : ceiling.time,
        Math.min(outputBytes, ceiling.outputBytes));
  }

  /** Whether every limit is at most that of {@code ceiling}. */
  public boolean fits(Limits ceiling) {
    return memoryPages <= ceiling.memoryPages
        && time.compareTo(ceiling.time) <= 0
        && outputBytes <= ceiling.outputBytes;
  }

  /** As data: {@code {memPages, outBytes, timeMs}}. */
  public Node toNode() {
    return Node.map()
        .put("memPages", memoryPages)
        .put("timeMs", time.toMillis())
        .put("outBytes", outputBytes)
        .build();
  }

  /**
   * Reads what {@link #toNode()} wrote.
   *
   * @throws MalformedException naming the field that is missing, unknown or out of range
   */
  public static Limits from(Node node) {
    for (String key : node.entries().keySet()) {
      if (!Set.of("memPages", "timeMs", "outBytes").contains(key)) {
        throw new MalformedException(
            "limit '" + key + "' is unknown", "known limits are memPages, outBytes and timeMs");
      }
    }
    try {
      return new Limits(
          Math.toIntExact(node.at("memPages").int64()),
          Duration.ofMillis(node.at("timeMs").int64()),
          node.at("outBytes").int64());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedException("limits are out of range: " + e.getMessage(), "ask for less", e);
    }
  }
}
