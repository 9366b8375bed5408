package dev.carrack.interop;

import java.util.EnumMap;
import java.util.Map;

/** How often a generator made each class of input; a class it never made is a failure. */
final class Coverage<C extends Enum<C>> {
  private final Map<C, Integer> counts;
  private final Class<C> classes;

  Coverage(Class<C> classes) {
    this.classes = classes;
    this.counts = new EnumMap<>(classes);
  }

  void hit(C seen) {
    counts.merge(seen, 1, Integer::sum);
  }

  void hit(C seen, boolean when) {
    if (when) {
      hit(seen);
    }
  }

  boolean has(C wanted) {
    return counts.containsKey(wanted);
  }

  void report(String generator) {
    System.out.println("coverage of " + generator + ": " + counts);
    for (C each : classes.getEnumConstants()) {
      if (!counts.containsKey(each)) {
        throw new AssertionError(generator + " made no " + each + "; raise the number of cases");
      }
    }
  }
}
