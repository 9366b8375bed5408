package dev.carrack.compute.near;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small table of countries: a point in the middle and how far the country reaches from it,
 * rounded to degrees and 50 km. Good enough to tell continents apart, no more; a site that says
 * where it is beats it. Immutable and thread-safe.
 */
public final class Countries {

  /**
   * A country's extent.
   *
   * @param centre a point in the middle
   * @param radiusKm no place of its mainland is farther from the centre, in kilometres
   */
  public record Extent(GeoPoint centre, double radiusKm) {}

  private static final Map<String, Extent> TABLE = read();

  private Countries() {}

  /**
   * The extent of the country with this ISO 3166-1 alpha-2 code, or empty if the table has none.
   */
  public static Optional<Extent> find(String iso2) {
    return Optional.ofNullable(TABLE.get(iso2.toUpperCase(Locale.ROOT)));
  }

  private static Map<String, Extent> read() {
    Map<String, Extent> table = new TreeMap<>();
    try (InputStream in = Countries.class.getResourceAsStream("countries.csv")) {
      if (in == null) {
        throw new IllegalStateException("countries.csv is missing from the jar of carrack-compute");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      lines.readLine();
      for (String line; (line = lines.readLine()) != null; ) {
        String[] cells = line.split(",", -1);
        table.put(
            cells[0],
            new Extent(
                new GeoPoint(Double.parseDouble(cells[1]), Double.parseDouble(cells[2])),
                Double.parseDouble(cells[3])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(table);
  }
}
