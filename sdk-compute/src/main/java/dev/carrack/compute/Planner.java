package dev.carrack.compute;

import dev.carrack.core.NotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides where a job runs: beside the data, or elsewhere with the data moved there, prepared or
 * not. It works out every combination, keeps what meets the need, and puts the best first. The same
 * offers, job and round trips give the same plan. Immutable and thread-safe.
 */
public final class Planner {

  private final List<OfferSource> sources;
  private final Objective objective;
  private final RttSource rtts;
  private final String currency;
  private final Clock clock;

  private Planner(
      List<OfferSource> sources,
      Objective objective,
      RttSource rtts,
      String currency,
      Clock clock) {
    this.sources = List.copyOf(sources);
    this.objective = objective;
    this.rtts = rtts;
    this.currency = currency;
    this.clock = clock;
  }

  /** Plans over these sources: the cheapest, in US dollars, with round trips from distances. */
  public static Planner over(OfferSource... sources) {
    return new Planner(
        List.of(sources), Objective.cheapest(), RttSource.NONE, "USD", Clock.systemUTC());
  }

  /** The same with another idea of the best. */
  public Planner withObjective(Objective goal) {
    return new Planner(sources, goal, rtts, currency, clock);
  }

  /** The same with measured round trips. */
  public Planner withRtts(RttSource measured) {
    return new Planner(sources, objective, measured, currency, clock);
  }

  /** The same in another currency; prices in any other are not converted but rejected. */
  public Planner withCurrency(String code) {
    return new Planner(sources, objective, rtts, code, clock);
  }

  /** The same, telling whether an offer has run out by this clock. */
  public Planner withClock(Clock time) {
    return new Planner(sources, objective, rtts, currency, time);
  }

  /**
   * Places the job.
   *
   * @return every candidate, the accepted ones first and best first; {@link Plan#best()} may be
   *     none
   * @throws NotFoundException if a site that the job names is in none of the sources
   * @throws dev.carrack.core.MalformedException if two sources tell different things about one site
   */
  public Plan place(Job job) {
    Map<String, Site> sites = new TreeMap<>();
    List<GpuOffer> gpus = new ArrayList<>();
    for (OfferSource source : sources) {
      Offers offers = source.list();
      for (Site site : offers.sites()) {
        Site known = sites.putIfAbsent(site.id(), site);
        if (known != null && !known.equals(site)) {
          throw new dev.carrack.core.MalformedException(
              "two sources tell different things about site '" + site.id() + "'",
              "give the sites different names, or leave one source out");
        }
      }
      gpus.addAll(offers.gpus());
    }
    gpus.sort(Comparator.comparing(GpuOffer::market).thenComparing(GpuOffer::id));
    Optional<Site> target = job.deliverTo().map(id -> require(sites, id));
    List<Placement> placements = new ArrayList<>();
    for (String id : job.holders()) {
      Site holder = require(sites, id);
      if (job.need().gpus() == 0 && job.function().isPresent()) {
        sites
            .values()
            .forEach(site -> add(job, holder, site, Optional.empty(), target, placements));
      } else {
        gpus.forEach(
            gpu ->
                add(job, holder, require(sites, gpu.site()), Optional.of(gpu), target, placements));
      }
    }
    return new Plan(job, objective, currency, new Ranking(objective).sorted(placements));
  }

  private void add(
      Job job,
      Site holder,
      Site site,
      Optional<GpuOffer> offer,
      Optional<Site> target,
      List<Placement> out) {
    out.add(placement(job, holder, site, offer, false, target));
    if (job.preparation().isPresent()) {
      out.add(placement(job, holder, site, offer, true, target));
    }
  }

  private Placement placement(
      Job job,
      Site holder,
      Site site,
      Optional<GpuOffer> offer,
      boolean prepared,
      Optional<Site> target) {
    CostModel costs = new CostModel(job, currency, rtts);
    Optional<Terms> terms = costs.terms(holder, site, offer, prepared, target);
    List<String> reasons = new ArrayList<>(costs.unknown());
    reasons.addAll(
        new Conditions(job, costs, clock.instant()).broken(holder, site, offer, prepared, terms));
    return new Placement(holder, site, offer, prepared, terms, reasons);
  }

  private static Site require(Map<String, Site> sites, String id) {
    Site site = sites.get(id);
    if (site == null) {
      throw new NotFoundException(
          "no source of offers knows the site '" + id + "'; known: " + sites.keySet(),
          "add it to the offers file, or pass its node");
    }
    return site;
  }
}
