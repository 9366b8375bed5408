package dev.carrack.compute;

/** What the best placement is. A deadline and a budget are hard conditions under each of them. */
public sealed interface Objective {

  /** The least money. */
  static Objective cheapest() {
    return new Cheapest();
  }

  /** The least time. */
  static Objective fastest() {
    return new Fastest();
  }

  /**
   * The least of {@code weight * cost / least cost + (1 - weight) * time / least time}.
   *
   * @param moneyWeight 0 (only time counts) to 1 (only money counts)
   */
  static Objective balanced(double moneyWeight) {
    return new Balanced(moneyWeight);
  }

  /** The least money. */
  record Cheapest() implements Objective {
    @Override
    public String toString() {
      return "cheapest";
    }
  }

  /** The least time. */
  record Fastest() implements Objective {
    @Override
    public String toString() {
      return "fastest";
    }
  }

  /**
   * A compromise.
   *
   * @param moneyWeight 0 to 1
   */
  record Balanced(double moneyWeight) implements Objective {
    /** Checks the range. */
    public Balanced {
      if (!(moneyWeight >= 0 && moneyWeight <= 1)) {
        throw new IllegalArgumentException("moneyWeight is " + moneyWeight + "; it must be 0 to 1");
      }
    }

    @Override
    public String toString() {
      return "balanced, money counting " + moneyWeight;
    }
  }
}
