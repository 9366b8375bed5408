package dev.carrack.compute.near;

/**
 * A point on the globe.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {

  private static final double EARTH_RADIUS_KM = 6371.0088;

  /** Checks the ranges. */
  public GeoPoint {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "no point on the globe: latitude " + latitude + ", longitude " + longitude);
    }
  }

  /** The great-circle distance in kilometres (haversine, mean Earth radius). */
  public double distanceKm(GeoPoint other) {
    double dLat = Math.toRadians(other.latitude - latitude);
    double dLon = Math.toRadians(other.longitude - longitude);
    double a =
        square(Math.sin(dLat / 2))
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * square(Math.sin(dLon / 2));
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  private static double square(double x) {
    return x * x;
  }
}
