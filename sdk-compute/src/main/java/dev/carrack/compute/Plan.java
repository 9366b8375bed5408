package dev.carrack.compute;

import dev.carrack.core.NotFoundException;
import java.util.List;

/**
 * Where a job may run: every candidate that was weighed, the accepted ones first and best first.
 */
public final class Plan {

  private final Job job;
  private final Objective objective;
  private final String currency;
  private final List<Placement> placements;

  Plan(Job job, Objective objective, String currency, List<Placement> placements) {
    this.job = job;
    this.objective = objective;
    this.currency = currency;
    this.placements = List.copyOf(placements);
  }

  /** What was placed. */
  public Job job() {
    return job;
  }

  /** Every candidate, accepted first, best first. */
  public List<Placement> placements() {
    return placements;
  }

  /**
   * The best that meets the need.
   *
   * @throws NotFoundException if none does; {@link #explain()} says why for each
   */
  public Placement best() {
    return placements.stream()
        .filter(Placement::accepted)
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "none of %d candidates can do %s".formatted(placements.size(), job),
                    placements.isEmpty()
                        ? "name the sites that hold the input"
                        : "see Plan.explain() for each reason, and ask for less"));
  }

  /** A table of every candidate with every term, for people; aligned for a fixed-width font. */
  public String explain() {
    return new PlanTable(job, objective, currency, placements).toString();
  }

  /** As {@link #explain()}. */
  @Override
  public String toString() {
    return explain();
  }
}
