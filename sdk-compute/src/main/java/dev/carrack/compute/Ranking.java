package dev.carrack.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Best first, rejected last. Ties go to the other term, then to fewer bytes moved, then to running
 * near the data, then to the name, so that the order never depends on chance.
 */
final class Ranking {

  private final Objective objective;

  Ranking(Objective objective) {
    this.objective = objective;
  }

  List<Placement> sorted(List<Placement> placements) {
    List<Placement> accepted =
        new ArrayList<>(placements.stream().filter(Placement::accepted).toList());
    accepted.sort(
        order(accepted)
            .thenComparing(Ranking::moved)
            .thenComparing(placement -> !placement.nearData())
            .thenComparing(Placement::toString));
    List<Placement> out = new ArrayList<>(accepted);
    placements.stream()
        .filter(placement -> !placement.accepted())
        .sorted(Comparator.comparing(Placement::toString))
        .forEach(out::add);
    return out;
  }

  private Comparator<Placement> order(List<Placement> accepted) {
    Comparator<Placement> byMoney = Comparator.comparing(placement -> terms(placement).total());
    Comparator<Placement> byTime = Comparator.comparing(placement -> terms(placement).totalMs());
    if (objective instanceof Objective.Balanced balanced && !accepted.isEmpty()) {
      double leastMoney =
          terms(accepted.stream().min(byMoney).orElseThrow()).total().amount().doubleValue();
      double leastTime = terms(accepted.stream().min(byTime).orElseThrow()).totalMs();
      double weight = balanced.moneyWeight();
      Comparator<Placement> byScore =
          Comparator.comparing(
              placement ->
                  weight * ratio(terms(placement).total().amount().doubleValue(), leastMoney)
                      + (1 - weight) * ratio(terms(placement).totalMs(), leastTime));
      return byScore.thenComparing(byMoney).thenComparing(byTime);
    }
    return objective instanceof Objective.Fastest
        ? byTime.thenComparing(byMoney)
        : byMoney.thenComparing(byTime);
  }

  // Where the least is nothing, anything more is infinitely more: free beats all that costs.
  private static double ratio(double value, double least) {
    return value == least ? 1 : least == 0 ? Double.POSITIVE_INFINITY : value / least;
  }

  private static long moved(Placement placement) {
    return terms(placement).moved().count();
  }

  private static Terms terms(Placement placement) {
    return placement.terms().orElseThrow();
  }
}
