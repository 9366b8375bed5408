package dev.carrack.compute;

import dev.carrack.compute.near.GeoPoint;
import dev.carrack.core.ipld.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON forms of a location: free text, or {@code {country, lat, lon, raw, source}}. */
final class LocationJson {

  private static final Set<String> KEYS = Set.of("country", "lat", "lon", "raw", "source");

  private LocationJson() {}

  static Node toNode(Location location) {
    Node.MapBuilder map = Node.map();
    location.country().ifPresent(country -> map.put("country", country));
    location
        .point()
        .ifPresent(
            point ->
                map.put("lat", Node.of(point.latitude())).put("lon", Node.of(point.longitude())));
    return map.put("raw", location.raw())
        .put("source", location.source().name().toLowerCase(Locale.ROOT))
        .build();
  }

  static Location from(Node node) {
    if (node instanceof Node.Text text) {
      return Location.parse(text.value());
    }
    Facts facts = Facts.of("location", KEYS, node);
    Optional<Double> lat = facts.read("lat", Node::float64);
    Optional<Double> lon = facts.read("lon", Node::float64);
    if (lat.isPresent() != lon.isPresent()) {
      throw facts.wrong(lat.isPresent() ? "lon" : "lat", "is missing");
    }
    return new Location(
        facts.text("country"),
        lat.map(latitude -> new GeoPoint(latitude, lon.orElseThrow())),
        facts.text("raw").or(() -> facts.text("country")).orElse(""),
        facts
            .read("source", s -> Location.Source.valueOf(s.text().toUpperCase(Locale.ROOT)))
            .orElse(Location.Source.DECLARED));
  }
}
