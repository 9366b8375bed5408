package dev.carrack.compute;

import dev.carrack.compute.near.Link;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Time and money of one placement. With B the input's bytes, h the holder, g the place of running:
 *
 * <pre>
 * prepare   B / rate at h;  then B := ratio * B
 * transfer  0 if g is h, else round trips + B * 8 / bandwidth(h, g)
 * run       B / rate, a given time, or operations / (0.35 * speed * GPUs)
 * money     cpu(h) * prepare + egress(h) * GB + ingress(g) * GB
 *           + price(g) * ceil((start + transfer if hired by the hour + run) / step) * step
 *           + egress(g) * output + ingress(destination) * output
 * totals    time / p;  money * copies / p        p = reliability(g), 1 if unknown
 * </pre>
 */
final class CostModel {

  private static final double EFFICIENCY = 0.35;
  private static final BigDecimal MS_PER_HOUR = BigDecimal.valueOf(3_600_000);
  private static final long DEFAULT_STEP_MS = 1000;

  private final Job job;
  private final String currency;
  private final RttSource rtts;
  private final List<String> unknown = new ArrayList<>();

  CostModel(Job job, String currency, RttSource rtts) {
    this.job = job;
    this.currency = currency;
    this.rtts = rtts;
  }

  /** Why the last {@link #terms} was empty. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** The terms, or empty if a price or time that matters is unknown. */
  Optional<Terms> terms(
      Site holder, Site site, Optional<GpuOffer> offer, boolean prepared, Optional<Site> target) {
    unknown.clear();
    boolean moves = !holder.id().equals(site.id());
    Bytes input = job.inputBytes();
    long prepareMs = 0;
    Money prepare = Money.zero(currency);
    if (prepared) {
      Job.Preparation preparation = job.preparation().orElseThrow();
      prepareMs = ms(input.count() / preparation.bytesPerSecond());
      prepare =
          price(holder.cpuPerHour(), "price of running at " + holder.id()).times(hours(prepareMs));
      input = input.times(preparation.ratio());
    }
    Link link = link(holder, site);
    Bytes moved = moves ? input : new Bytes(0);
    long transferMs = ms(link.seconds(moved.count()));
    Money egress = traffic(holder.egressPerGb(), moved, "egress price of " + holder.id());
    Money ingress = traffic(site.ingressPerGb(), moved, "ingress price of " + site.id());

    long startMs = offer.flatMap(GpuOffer::start).map(Duration::toMillis).orElse(0L);
    long queueMs = offer.flatMap(GpuOffer::queue).map(Duration::toMillis).orElse(0L);
    long runMs = ms(runSeconds(input, offer));
    // A hired machine is paid for while the data arrives; a function only while it runs.
    long billed = startMs + runMs + (offer.isPresent() ? transferMs : 0);
    Money run = hourly(site, offer).times(hours(quantised(billed, step(site, offer))));

    Bytes output = input.times(job.outputRatio());
    boolean delivers = target.isPresent() && !target.get().id().equals(site.id());
    Bytes delivered = delivers ? output : new Bytes(0);
    long deliverMs = delivers ? ms(link(site, target.get()).seconds(delivered.count())) : 0;
    Money deliver =
        delivers
            ? traffic(site.egressPerGb(), delivered, "egress price of " + site.id())
                .plus(
                    traffic(
                        target.get().ingressPerGb(),
                        delivered,
                        "ingress price of " + target.get().id()))
            : Money.zero(currency);

    double p = reliability(site, offer).orElse(1);
    long once = prepareMs + transferMs + queueMs + startMs + runMs + deliverMs;
    Money money = prepare.plus(egress).plus(ingress).plus(run).plus(deliver);
    if (!unknown.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal attempts =
        BigDecimal.valueOf(job.copies()).divide(BigDecimal.valueOf(p), MathContext.DECIMAL128);
    return Optional.of(
        new Terms(
            new Bytes(moved.count() + delivered.count()),
            link,
            prepareMs,
            transferMs,
            queueMs + startMs,
            runMs,
            deliverMs,
            (long) Math.ceil(once / p),
            prepare,
            egress,
            ingress,
            run,
            deliver,
            money.times(attempts)));
  }

  static OptionalDouble reliability(Site site, Optional<GpuOffer> offer) {
    return offer
        .map(GpuOffer::reliability)
        .filter(OptionalDouble::isPresent)
        .orElse(site.reliability());
  }

  /** The price of an hour of all that is hired, if it is known. */
  Optional<Money> pricePerHour(Site site, Optional<GpuOffer> offer) {
    return offer.isPresent()
        ? offer.get().pricePerHour().map(price -> price.times(taken(offer.get())))
        : site.cpuPerHour();
  }

  /** How many times the offer has to be taken. */
  long taken(GpuOffer offer) {
    return Math.max(1, (job.need().gpus() + offer.count() - 1L) / offer.count());
  }

  private Money hourly(Site site, Optional<GpuOffer> offer) {
    String name =
        offer.map(gpu -> "price of " + gpu.id()).orElse("price of running at " + site.id());
    return price(pricePerHour(site, offer), name);
  }

  private double runSeconds(Bytes input, Optional<GpuOffer> offer) {
    if (job.bytesPerSecond().isPresent()) {
      return input.count() / job.bytesPerSecond().getAsDouble();
    }
    if (job.duration().isPresent()) {
      return job.duration().get().toNanos() / 1e9;
    }
    if (job.flops().isEmpty()) {
      unknown.add("how long the job takes is unknown");
      return 0;
    }
    OptionalDouble speed = offer.map(GpuOffer::tflops).orElse(OptionalDouble.empty());
    if (speed.isEmpty()) {
      unknown.add("speed is unknown");
      return 0;
    }
    double gpus = Math.max(1, job.need().gpus());
    return job.flops().getAsDouble() / (EFFICIENCY * speed.getAsDouble() * 1e12 * gpus);
  }

  private Link link(Site from, Site to) {
    return Link.between(
        rtts.between(from, to),
        from.location().distanceKm(to.location()),
        from.uplinkMbit(),
        to.downlinkMbit());
  }

  private Money traffic(Optional<Money> perGb, Bytes bytes, String name) {
    return bytes.count() == 0 ? Money.zero(currency) : price(perGb, name).times(bytes.gigabytes());
  }

  private Money price(Optional<Money> price, String name) {
    if (price.isEmpty()) {
      unknown.add(name + " is unknown");
    } else if (!price.get().currency().equals(currency)) {
      unknown.add(name + " is in " + price.get().currency() + ", not " + currency);
    } else {
      return price.get();
    }
    return Money.zero(currency);
  }

  private static long step(Site site, Optional<GpuOffer> offer) {
    Optional<Duration> step = offer.isPresent() ? offer.get().billing() : site.billing();
    return Math.max(1, step.map(Duration::toMillis).orElse(DEFAULT_STEP_MS));
  }

  private static long quantised(long ms, long step) {
    return (ms + step - 1) / step * step;
  }

  private static BigDecimal hours(long ms) {
    return BigDecimal.valueOf(ms).divide(MS_PER_HOUR, MathContext.DECIMAL128);
  }

  private static long ms(double seconds) {
    return (long) Math.ceil(seconds * 1000);
  }
}
