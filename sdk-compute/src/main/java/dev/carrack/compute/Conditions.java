package dev.carrack.compute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The hard conditions: every reason why a placement will not do, not only the first. */
final class Conditions {

  private final Job job;
  private final GpuNeed need;
  private final CostModel costs;
  private final Instant now;

  Conditions(Job job, CostModel costs, Instant now) {
    this.job = job;
    this.need = job.need();
    this.costs = costs;
    this.now = now;
  }

  List<String> broken(
      Site holder, Site site, Optional<GpuOffer> offer, boolean prepared, Optional<Terms> terms) {
    List<String> out = new ArrayList<>();
    if (job.function().isPresent() && offer.isEmpty() && !site.engines().contains(Site.WASM)) {
      out.add(site.id() + " has no wasm engine");
    }
    if (prepared && !holder.engines().contains(Site.WASM)) {
      out.add(holder.id() + " has no wasm engine to prepare with");
    }
    offer.ifPresent(gpu -> gpu(gpu, out));
    place(site, out);
    need.reliability()
        .ifPresent(
            least -> {
              OptionalDouble p = CostModel.reliability(site, offer);
              if (p.isEmpty() || p.getAsDouble() < least) {
                out.add("reliability " + shown(p) + " < " + least);
              }
            });
    need.pricePerHour()
        .ifPresent(most -> dearer("price per hour", costs.pricePerHour(site, offer), most, out));
    terms.ifPresent(
        found -> {
          need.within()
              .filter(most -> found.totalMs() > most.toMillis())
              .ifPresent(most -> out.add("takes longer than " + most.toSeconds() + " s"));
          need.budget().ifPresent(most -> dearer("total", Optional.of(found.total()), most, out));
        });
    return out;
  }

  private void gpu(GpuOffer offer, List<String> out) {
    long available = offer.count() * offer.replicas();
    if (available < need.gpus()) {
      out.add(available + " GPUs < " + need.gpus());
    }
    need.vram()
        .ifPresent(
            least -> {
              if (offer.vram().filter(vram -> vram.compareTo(least) >= 0).isEmpty()) {
                out.add("memory per GPU " + shown(offer.vram()) + " < " + least);
              }
            });
    need.computeCapability()
        .ifPresent(
            least -> {
              if (offer.computeCapability().filter(v -> version(v) >= version(least)).isEmpty()) {
                out.add("compute capability " + shown(offer.computeCapability()) + " < " + least);
              }
            });
    if (!need.models().isEmpty() && offer.model().filter(need.models()::contains).isEmpty()) {
      out.add("model " + shown(offer.model()) + " is not one of " + need.models());
    }
    need.tee()
        .filter(tee -> !offer.tee().equals(Optional.of(tee)))
        .ifPresent(tee -> out.add("trusted environment " + shown(offer.tee()) + " is not " + tee));
    if (offer.observedAt().isPresent()
        && offer.timeToLive().isPresent()
        && offer.observedAt().get().plus(offer.timeToLive().get()).isBefore(now)) {
      out.add("offer is from " + offer.observedAt().get() + " and has run out");
    }
  }

  private void place(Site site, List<String> out) {
    if (need.regions().isEmpty() && need.deniedRegions().isEmpty()) {
      return;
    }
    Location location = site.location();
    if (location.source() == Location.Source.IMPOSSIBLE) {
      out.add("its location " + location.raw() + " cannot be true: it answers too fast");
    } else if (location.country().isEmpty()) {
      out.add("its country is unknown");
    } else if (need.deniedRegions().contains(location.country().get())
        || !(need.regions().isEmpty() || need.regions().contains(location.country().get()))) {
      out.add("country " + location.country().get() + " is not allowed");
    }
  }

  private static void dearer(String what, Optional<Money> price, Money most, List<String> out) {
    if (price.isEmpty()) {
      out.add(what + " is unknown");
    } else if (!price.get().currency().equals(most.currency())) {
      out.add(what + " is in " + price.get().currency() + ", the limit in " + most.currency());
    } else if (price.get().compareTo(most) > 0) {
      out.add(what + " " + price.get().shown() + " > " + most);
    }
  }

  private static int version(String text) {
    int dot = text.indexOf('.');
    return Integer.parseInt(text.substring(0, dot)) * 1000
        + Integer.parseInt(text.substring(dot + 1));
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).orElse("unknown");
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "unknown";
  }
}
