package dev.carrack.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.NotFoundException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Cid FUNCTION = Cid.of(Codec.RAW, new byte[] {1});
  private static final Cid DATA = Cid.of(Codec.RAW, new byte[] {2});

  private final Site lisbon = site("lisbon", "0.05").withLocation(Location.of("PT", 38.7, -9.1));
  private final Site osaka = site("osaka", "0.05").withLocation(Location.of("JP", 34.7, 135.5));
  private final Job clean =
      Job.function(FUNCTION)
          .input(DATA, Bytes.gb(10))
          .heldBy("lisbon")
          .reading(Bytes.of(50_000_000))
          .outputRatio(0.5);

  @Test
  void runsBesideTheDataWhenPricesAreAlike() {
    Placement best = plan(clean, lisbon, osaka).best();

    assertThat(best).hasToString("run near the data at lisbon");
    assertThat(best.terms().orElseThrow().moved()).isEqualTo(Bytes.of(0));
    assertThat(best.terms().orElseThrow().totalMs()).isEqualTo(200_000);
    // 200 s of 0.05 USD an hour
    assertThat(best.terms().orElseThrow().total().amount())
        .isBetween(new BigDecimal("0.002777"), new BigDecimal("0.002778"));
  }

  @Test
  void aTieStaysBesideTheData() {
    Job nothing = clean.input(Cid.parse("bafkqaaa"), Bytes.of(0));
    Site twin = lisbon.withCpuPerHour(Money.usd("0")).withBilling(Duration.ofSeconds(1));

    Placement best =
        plan(nothing, twin, osaka.withCpuPerHour(Money.usd("0")).withLocation(twin.location()))
            .best();

    assertThat(best.nearData()).isTrue();
  }

  @Test
  void swappingThePricesSwapsThePlan() {
    Site dear = lisbon.withCpuPerHour(Money.usd("90"));

    assertThat(plan(clean, dear, osaka).best().site().id()).isEqualTo("osaka");
    assertThat(
            plan(
                    clean,
                    dear.withCpuPerHour(Money.usd("0.05")),
                    osaka.withCpuPerHour(Money.usd("90")))
                .best()
                .site()
                .id())
        .isEqualTo("lisbon");
  }

  @Test
  void swappingTheLocationsSwapsThePlan() {
    Site desk = site("desk", "0.05").withLocation(Location.of("ES", 40.4, -3.7)).withEngines();
    Job twoHolders = clean.heldBy("lisbon", "osaka").deliverTo("desk");
    Site swappedLisbon = lisbon.withLocation(osaka.location());
    Site swappedOsaka = osaka.withLocation(lisbon.location());

    assertThat(fastest(twoHolders, lisbon, osaka, desk).best().site().id()).isEqualTo("lisbon");
    assertThat(fastest(twoHolders, swappedLisbon, swappedOsaka, desk).best().site().id())
        .isEqualTo("osaka");
  }

  @Test
  void swappingTheCountriesSwapsThePlanUnderAResidencyRule() {
    Job staysInPortugal = clean.heldBy("lisbon", "osaka").need(GpuNeed.none().in("PT"));

    assertThat(plan(staysInPortugal, lisbon, osaka).best().site().id()).isEqualTo("lisbon");
    assertThat(
            plan(
                    staysInPortugal,
                    lisbon.withLocation(osaka.location()),
                    osaka.withLocation(lisbon.location()))
                .best()
                .site()
                .id())
        .isEqualTo("osaka");
  }

  @Test
  void preparesBesideTheDataBeforeMovingItToTheGpu() {
    GpuOffer gpu =
        GpuOffer.of("h100", "file", "osaka", 8)
            .withModel("h100-sxm-80gb", Bytes.gib(80))
            .withPricePerHour(Money.usd("20"));
    Job train =
        Job.container("train:3")
            .input(DATA, Bytes.gb(100))
            .heldBy("lisbon")
            .taking(Duration.ofMinutes(30))
            .preparedBy(FUNCTION, 0.1, Bytes.of(50_000_000))
            .need(GpuNeed.gpus(8).vram(Bytes.gib(80)));

    Plan plan = Planner.over(() -> new Offers(List.of(lisbon, osaka), List.of(gpu))).place(train);

    assertThat(plan.placements()).hasSize(2);
    assertThat(plan.best())
        .hasToString("prepare at lisbon, move from lisbon, run at osaka on file/h100");
    assertThat(plan.best().terms().orElseThrow().moved()).isEqualTo(Bytes.gb(10));
  }

  @Test
  void namesEveryReasonToReject() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    GpuOffer weak =
        GpuOffer.of("weak", "file", "lisbon", 2)
            .withModel("a10-24gb", Bytes.gib(24))
            .withComputeCapability("8.6")
            .withPricePerHour(Money.usd("9"))
            .withObserved(now.minusSeconds(7200), Duration.ofHours(1));
    Job job =
        Job.container("c")
            .input(DATA, Bytes.gb(1))
            .heldBy("lisbon")
            .taking(Duration.ofHours(2))
            .need(
                GpuNeed.gpus(8)
                    .vram(Bytes.gib(80))
                    .computeCapability("9.0")
                    .models("h100-sxm-80gb")
                    .tee("H100_CC")
                    .in("JP")
                    .reliability(0.9)
                    .pricePerHour(Money.usd("5"))
                    .within(Duration.ofHours(1))
                    .budget(Money.usd("10")));

    Plan plan =
        Planner.over(() -> new Offers(List.of(lisbon), List.of(weak)))
            .withClock(Clock.fixed(now, ZoneOffset.UTC))
            .place(job);

    assertThat(plan.placements().get(0).rejections())
        .containsExactly(
            "2 GPUs < 8",
            "memory per GPU 25.8 GB < 85.9 GB",
            "compute capability 8.6 < 9.0",
            "model a10-24gb is not one of [h100-sxm-80gb]",
            "trusted environment unknown is not H100_CC",
            "offer is from 2025-12-31T22:00:00Z and has run out",
            "country PT is not allowed",
            "reliability unknown < 0.9",
            "price per hour 36.000000 > 5 USD",
            "takes longer than 3600 s",
            "total 72.000000 > 10 USD");
    assertThatThrownBy(plan::best)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none of 1 candidates");
  }

  @Test
  void anUnknownPriceRejectsAndIsNeverNought() {
    Site silent = Site.of("silent").withEngines(Site.WASM);

    Plan plan = plan(clean, lisbon, silent);

    assertThat(plan.placements().get(1).rejections())
        .containsExactly(
            "ingress price of silent is unknown", "price of running at silent is unknown");
    assertThat(plan.placements().get(1).terms()).isEmpty();
  }

  @Test
  void foreignMoneyIsNotConvertedInSilence() {
    Plan plan = plan(clean, lisbon.withCpuPerHour(new Money(BigDecimal.ONE, "EUR")));

    assertThat(plan.placements().get(0).rejections())
        .containsExactly("price of running at lisbon is in EUR, not USD");
  }

  @Test
  void aLocationThatCannotBeTrueDoesNotSatisfyAResidencyRule() {
    Site liar =
        lisbon.withLocation(
            lisbon
                .location()
                .checked(osaka.location().point().orElseThrow(), Duration.ofMillis(2)));

    assertThat(plan(clean.need(GpuNeed.none().in("PT")), liar).placements().get(0).rejections())
        .containsExactly("its location PT cannot be true: it answers too fast");
  }

  @Test
  void measuredRoundTripsBeatDistance() {
    Planner planner =
        Planner.over(() -> new Offers(List.of(lisbon, osaka), List.of()))
            .withRtts((from, to) -> Optional.of(Duration.ofMillis(1)));

    Terms terms = planner.place(clean).placements().get(1).terms().orElseThrow();

    assertThat(terms.link().rtt()).isEqualTo(Duration.ofMillis(1));
    assertThat(terms.transferMs()).isEqualTo(800_004);
  }

  @Test
  void explainsEveryCandidateWithEveryTerm() {
    Site noEngine = Site.of("archive");

    String table = plan(clean, lisbon, osaka, noEngine).explain();

    assertThat(table.lines().skip(1))
        .containsExactly(
            "objective: cheapest",
            "",
            "  candidate                           moved  rtt ms  transfer s    run s   total s  egress USD   run USD  total USD  verdict",
            "* run near the data at lisbon           0 B       -       0.000  200.000   200.000    0.000000  0.002778   0.002778  chosen",
            "  move from lisbon, run at osaka    10.0 GB   168.2    2986.029  200.000  3186.029    0.200000  0.002778   0.202778",
            "x move from lisbon, run at archive        ?       ?           ?        ?         ?           ?         ?          ?  rejected: ingress"
                + " price of archive is unknown; price of running at archive is unknown; archive has no wasm engine",
            "left out, nought for every candidate: prepare s, wait s, deliver s, prepare USD, ingress USD, deliver USD",
            "chosen: run near the data at lisbon; 0 B moved, where the most would be 10.0 GB");
    assertThat(plan(clean, lisbon, osaka, noEngine).explain()).isEqualTo(table);
  }

  @Test
  void namesASiteThatNobodyKnows() {
    assertThatThrownBy(() -> plan(clean, osaka))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("'lisbon'; known: [osaka]");
  }

  private static Site site(String id, String perHour) {
    return Site.of(id)
        .withEngines(Site.WASM)
        .withCpuPerHour(Money.usd(perHour))
        .withTraffic(Money.usd("0.02"), Money.usd("0"));
  }

  private static Plan plan(Job job, Site... sites) {
    return Planner.over(() -> new Offers(List.of(sites), List.of())).place(job);
  }

  private static Plan fastest(Job job, Site... sites) {
    return Planner.over(() -> new Offers(List.of(sites), List.of()))
        .withObjective(Objective.fastest())
        .place(job);
  }
}
