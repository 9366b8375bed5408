package dev.carrack.compute;

import dev.carrack.compute.near.Countries;
import dev.carrack.compute.near.GeoPoint;
import dev.carrack.compute.near.Light;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a site says, or was found, to be. Immutable.
 *
 * @param country ISO 3166-1 alpha-2, upper case, if known
 * @param point latitude and longitude, if known
 * @param raw what the source said, word for word
 * @param source how it is known
 */
public record Location(
    Optional<String> country, Optional<GeoPoint> point, String raw, Source source) {

  /** How a location is known. */
  public enum Source {
    /** The site says so. */
    DECLARED,
    /** Looked up by network address. */
    GEOIP,
    /** Worked out from round trips. */
    MEASURED,
    /** Claimed, and proven wrong by a round trip faster than light allows. */
    IMPOSSIBLE
  }

  private static final Pattern KEYED =
      Pattern.compile("(?:^|[;,])\\s*[Cc]\\s*=\\s*([A-Za-z]{2})\\s*(?=[;,]|$)");
  private static final Pattern CODE = Pattern.compile("(?:^|,\\s*)([A-Z]{2})\\s*$");

  /** Checks the country's form. */
  public Location {
    if (country.isPresent() && !country.get().matches("[A-Z]{2}")) {
      throw new IllegalArgumentException("no ISO 3166 country: " + country.get());
    }
  }

  /** Nothing is known. */
  public static Location unknown() {
    return new Location(Optional.empty(), Optional.empty(), "", Source.DECLARED);
  }

  /** A declared country, ISO 3166-1 alpha-2. */
  public static Location of(String country) {
    return new Location(
        Optional.of(country.toUpperCase(Locale.ROOT)), Optional.empty(), country, Source.DECLARED);
  }

  /** A declared country and point. */
  public static Location of(String country, double latitude, double longitude) {
    return new Location(
        Optional.of(country.toUpperCase(Locale.ROOT)),
        Optional.of(new GeoPoint(latitude, longitude)),
        country,
        Source.DECLARED);
  }

  /**
   * Reads what people write: {@code C=US;ST=California;L=San Francisco}, {@code Sweden, SE}, {@code
   * DE}. What cannot be read is kept as {@link #raw()} with no country; nothing is thrown.
   */
  public static Location parse(String raw) {
    Matcher keyed = KEYED.matcher(raw);
    Matcher code = CODE.matcher(raw);
    Optional<String> country =
        keyed.find()
            ? Optional.of(keyed.group(1).toUpperCase(Locale.ROOT))
            : code.find() ? Optional.of(code.group(1)) : Optional.empty();
    return new Location(country, Optional.empty(), raw, Source.DECLARED);
  }

  /**
   * The same, or the same marked {@link Source#IMPOSSIBLE} if something at {@code observer} got an
   * answer from it faster than light could bring one.
   */
  public Location checked(GeoPoint observer, Duration rtt) {
    OptionalDouble nearest =
        point.isPresent()
            ? OptionalDouble.of(point.get().distanceKm(observer))
            : extent()
                .map(e -> OptionalDouble.of(e.centre().distanceKm(observer) - e.radiusKm()))
                .orElse(OptionalDouble.empty());
    boolean possible = nearest.isEmpty() || nearest.getAsDouble() <= Light.farthestKm(rtt);
    return possible ? this : new Location(country, point, raw, Source.IMPOSSIBLE);
  }

  /** The distance in kilometres, between countries' centres where nothing better is known. */
  public OptionalDouble distanceKm(Location other) {
    Optional<GeoPoint> here = best();
    Optional<GeoPoint> there = other.best();
    return here.isPresent() && there.isPresent()
        ? OptionalDouble.of(here.get().distanceKm(there.get()))
        : OptionalDouble.empty();
  }

  private Optional<GeoPoint> best() {
    if (source == Source.IMPOSSIBLE) {
      return Optional.empty();
    }
    return point.or(() -> extent().map(Countries.Extent::centre));
  }

  private Optional<Countries.Extent> extent() {
    return country.flatMap(Countries::find);
  }

  /** The country or the source's words, and how it is known. */
  @Override
  public String toString() {
    String where = country.orElse(raw.isEmpty() ? "unknown" : raw);
    return source == Source.DECLARED ? where : where + " (" + source + ")";
  }
}
