package dev.carrack.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table that explains a plan. Terms that are nought for every candidate share one line below.
 */
final class PlanTable {

  private static final String UNKNOWN = "?";

  private final Job job;
  private final Objective objective;
  private final String currency;
  private final List<Placement> placements;

  PlanTable(Job job, Objective objective, String currency, List<Placement> placements) {
    this.job = job;
    this.objective = objective;
    this.currency = currency;
    this.placements = placements;
  }

  @Override
  public String toString() {
    Map<String, Function<Terms, String>> columns = columns();
    List<String> nought = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    placements.forEach(
        placement -> rows.add(new ArrayList<>(List.of(mark(placement), placement.toString()))));
    List<String> head = new ArrayList<>(List.of("", "candidate"));
    for (Map.Entry<String, Function<Terms, String>> column : columns.entrySet()) {
      List<String> cells =
          placements.stream()
              .map(placement -> placement.terms().map(column.getValue()).orElse(UNKNOWN))
              .toList();
      if (!column.getKey().startsWith("total") && isNought(cells)) {
        nought.add(column.getKey());
        continue;
      }
      head.add(column.getKey());
      for (int i = 0; i < cells.size(); i++) {
        rows.get(i).add(cells.get(i));
      }
    }
    head.add("verdict");
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).add(verdict(i));
    }
    return "%s%nobjective: %s%n%n%s%s%n%s%n"
        .formatted(
            job,
            objective,
            aligned(head, rows),
            nought.isEmpty()
                ? ""
                : "left out, nought for every candidate: " + String.join(", ", nought),
            summary());
  }

  private Map<String, Function<Terms, String>> columns() {
    Map<String, Function<Terms, String>> out = new LinkedHashMap<>();
    out.put("moved", terms -> terms.moved().toString());
    out.put("rtt ms", PlanTable::roundTrip);
    out.put("prepare s", terms -> seconds(terms.prepareMs()));
    out.put("transfer s", terms -> seconds(terms.transferMs()));
    out.put("wait s", terms -> seconds(terms.waitMs()));
    out.put("run s", terms -> seconds(terms.runMs()));
    out.put("deliver s", terms -> seconds(terms.deliverMs()));
    out.put("total s", terms -> seconds(terms.totalMs()));
    out.put("prepare " + currency, terms -> terms.prepare().shown());
    out.put("egress " + currency, terms -> terms.egress().shown());
    out.put("ingress " + currency, terms -> terms.ingress().shown());
    out.put("run " + currency, terms -> terms.run().shown());
    out.put("deliver " + currency, terms -> terms.deliver().shown());
    out.put("total " + currency, terms -> terms.total().shown());
    return out;
  }

  private String mark(Placement placement) {
    return !placement.accepted() ? "x" : placement.equals(placements.get(0)) ? "*" : "";
  }

  private String verdict(int row) {
    Placement placement = placements.get(row);
    if (!placement.accepted()) {
      return "rejected: " + String.join("; ", placement.rejections());
    }
    return row == 0 ? "chosen" : "";
  }

  private String summary() {
    Optional<Placement> best = placements.stream().filter(Placement::accepted).findFirst();
    if (best.isEmpty()) {
      return "no candidate will do";
    }
    long moved = best.get().terms().orElseThrow().moved().count();
    long most =
        placements.stream()
            .flatMap(placement -> placement.terms().stream())
            .mapToLong(terms -> terms.moved().count())
            .max()
            .orElse(0);
    return "chosen: %s; %s moved, where the most would be %s"
        .formatted(best.get(), new Bytes(moved), new Bytes(most));
  }

  private static String aligned(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        boolean text = i < 2 || i == widths.length - 1;
        line.append(
            String.format(
                Locale.ROOT, "%" + (text ? "-" : "") + Math.max(1, widths[i]) + "s", row.get(i)));
        line.append(i == 0 ? " " : "  ");
      }
      out.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return out.toString();
  }

  private static boolean isNought(List<String> cells) {
    return cells.stream().allMatch(cell -> cell.equals(UNKNOWN) || cell.matches("0( B|\\.0+)?"));
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.3f", ms / 1000.0);
  }

  private static String roundTrip(Terms terms) {
    return terms.transferMs() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f", terms.link().rtt().toNanos() / 1e6);
  }
}
