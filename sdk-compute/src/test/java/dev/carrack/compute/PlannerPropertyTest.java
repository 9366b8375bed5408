package dev.carrack.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random plans, worked out a second time in plain doubles from the same random figures. */
class PlannerPropertyTest {
  private static final Cid CID = Cid.of(Codec.RAW, new byte[0]);

  static java.util.stream.IntStream seeds() {
    return java.util.stream.IntStream.range(0, 60);
  }

  /** A site's figures; the planner sees them as a {@link Site}, the recomputation as numbers. */
  private record Figures(
      String id, double cpu, double egress, double ingress, double up, double down, double p) {}

  private record Gpu(String id, String site, double price, long startMs, long stepMs) {}

  private record Expected(String name, double money, double time) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void equalsABruteForceRecomputation(int seed) {
    Random random = new Random(seed);
    List<Figures> figures = new ArrayList<>();
    List<Gpu> gpus = new ArrayList<>();
    Map<String, Double> rtts = new HashMap<>();
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      figures.add(
          new Figures(
              "s" + i,
              figure(random, 2),
              figure(random, 0.2),
              figure(random, 0.01),
              10 + random.nextInt(2000),
              10 + random.nextInt(2000),
              1 - random.nextInt(5) / 10.0));
      for (int j = 0; j < count; j++) {
        rtts.put("s" + i + "s" + j, 1.0 + random.nextInt(250));
      }
      gpus.add(
          new Gpu(
              "g" + i,
              "s" + i,
              figure(random, 30),
              random.nextInt(60_000),
              1000L << random.nextInt(12)));
    }
    boolean onGpu = random.nextBoolean();
    double seconds = 1 + random.nextInt(5000);
    double rate = 1_000_000.0 * (1 + random.nextInt(200));
    double ratio = (1 + random.nextInt(99)) / 100.0;
    double out = (1 + random.nextInt(150)) / 100.0;
    long bytes = 1 + Math.abs(random.nextLong() % 2_000_000_000_000L);
    int copies = 1 + random.nextInt(3);
    String target = "s" + random.nextInt(count);
    Job job =
        (onGpu
                ? Job.container("c")
                    .taking(Duration.ofSeconds((long) seconds))
                    .need(GpuNeed.gpus(1))
                : Job.function(CID).reading(Bytes.of((long) rate)))
            .input(CID, Bytes.of(bytes))
            .heldBy("s0", "s1")
            .outputRatio(out)
            .deliverTo(target)
            .copies(copies)
            .preparedBy(CID, ratio, Bytes.of((long) rate));

    List<Expected> expected = new ArrayList<>();
    for (Figures h : figures.subList(0, 2)) {
      for (int i = 0; i < count; i++) {
        for (boolean prepared : new boolean[] {false, true}) {
          Figures g = figures.get(i);
          double b = prepared ? Math.ceil(bytes * ratio) : bytes;
          double prepareS = prepared ? ms(bytes / rate) : 0;
          double transferS = h == g ? 0 : ms(seconds(b, rtts.get(h.id + g.id), h.up, g.down));
          double runS = ms(onGpu ? seconds : b / rate);
          double startS = onGpu ? gpus.get(i).startMs / 1000.0 : 0;
          double step = onGpu ? gpus.get(i).stepMs / 1000.0 : 1;
          double billed = Math.ceil((startS + runS + (onGpu ? transferS : 0)) / step - 1e-9) * step;
          double o = Math.ceil(b * out);
          boolean delivers = !g.id.equals(target);
          Figures t = figures.stream().filter(f -> f.id.equals(target)).findFirst().orElseThrow();
          double deliverS = delivers ? ms(seconds(o, rtts.get(g.id + t.id), g.up, t.down)) : 0;
          double money =
              (prepared ? h.cpu * prepareS / 3600 : 0)
                  + (h == g ? 0 : (h.egress + g.ingress) * b / 1e9)
                  + (onGpu ? gpus.get(i).price : g.cpu) * billed / 3600
                  + (delivers ? (g.egress + t.ingress) * o / 1e9 : 0);
          String name =
              (prepared ? "prepare at " + h.id + ", " : "")
                  + (h == g
                      ? "run near the data at " + g.id
                      : "move from " + h.id + ", run at " + g.id)
                  + (onGpu ? " on file/g" + i : "");
          expected.add(
              new Expected(
                  name,
                  money * copies / g.p,
                  (prepareS + transferS + startS + runS + deliverS) / g.p));
        }
      }
    }

    for (Objective objective :
        List.of(Objective.cheapest(), Objective.fastest(), Objective.balanced(0.3))) {
      Plan plan = plan(figures, gpus, rtts, objective, random, job);

      assertThat(plan.placements()).hasSize(expected.size()).allMatch(Placement::accepted);
      for (Placement placement : plan.placements()) {
        Expected other =
            expected.stream()
                .filter(e -> e.name.equals(placement.toString()))
                .findFirst()
                .orElseThrow();
        Terms terms = placement.terms().orElseThrow();
        assertThat(terms.total().amount().doubleValue())
            .isCloseTo(other.money, within(1e-9 + other.money * 1e-9));
        assertThat(terms.totalMs() / 1000.0).isCloseTo(other.time, within(0.01));
      }
      assertThat(score(objective, expected, byName(expected, plan.best().toString())))
          .isCloseTo(
              expected.stream().mapToDouble(e -> score(objective, expected, e)).min().orElseThrow(),
              within(1e-3));
    }
  }

  private static Plan plan(
      List<Figures> figures,
      List<Gpu> gpus,
      Map<String, Double> rtts,
      Objective objective,
      Random random,
      Job job) {
    List<Site> sites = new ArrayList<>();
    for (Figures f : figures) {
      sites.add(
          Site.of(f.id)
              .withEngines(Site.WASM)
              .withCpuPerHour(usd(f.cpu))
              .withTraffic(usd(f.egress), usd(f.ingress))
              .withBandwidth(f.up, f.down)
              .withReliability(f.p));
    }
    List<GpuOffer> offers = new ArrayList<>();
    for (Gpu gpu : gpus) {
      offers.add(
          GpuOffer.of(gpu.id, "file", gpu.site, 1)
              .withPricePerHour(usd(gpu.price))
              .withStart(Duration.ofMillis(gpu.startMs))
              .withBilling(Duration.ofMillis(gpu.stepMs)));
    }
    Collections.shuffle(sites, random);
    Collections.shuffle(offers, random);
    return Planner.over(() -> new Offers(sites, offers))
        .withObjective(objective)
        .withRtts(
            (from, to) ->
                Optional.of(Duration.ofNanos((long) (rtts.get(from.id() + to.id()) * 1e6))))
        .place(job);
  }

  private static Expected byName(List<Expected> expected, String name) {
    return expected.stream().filter(e -> e.name.equals(name)).findFirst().orElseThrow();
  }

  private static double score(Objective objective, List<Expected> all, Expected one) {
    double money = all.stream().mapToDouble(Expected::money).min().orElseThrow();
    double time = all.stream().mapToDouble(Expected::time).min().orElseThrow();
    if (objective instanceof Objective.Balanced balanced) {
      return balanced.moneyWeight() * one.money / money
          + (1 - balanced.moneyWeight()) * one.time / time;
    }
    return objective instanceof Objective.Fastest ? one.time / time : one.money / money;
  }

  private static double seconds(double bytes, double rttMs, double up, double down) {
    double tcp = 1460 * 8 * 1.22 / (rttMs / 1000 * Math.sqrt(1e-5)) / 1e6;
    return 4 * rttMs / 1000 + bytes * 8 / (Math.min(tcp, Math.min(up, down)) * 1e6);
  }

  private static double ms(double seconds) {
    return Math.ceil(seconds * 1000) / 1000;
  }

  private static double figure(Random random, double most) {
    return (1 + random.nextInt(1000)) * most / 1000;
  }

  private static Money usd(double amount) {
    return new Money(BigDecimal.valueOf(amount), "USD");
  }
}
