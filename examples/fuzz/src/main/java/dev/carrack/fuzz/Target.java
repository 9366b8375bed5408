package dev.carrack.fuzz;

import java.util.List;
import java.util.function.Predicate;

/**
 * One target.
 *
 * @param name as it is given on the command line
 * @param type the class with the method that Jazzer calls
 * @param accepts what that method does: tells whether the parser took the input
 * @param longest input tried, in bytes
 */
record Target(String name, Class<?> type, Predicate<byte[]> accepts, int longest) {

  static List<Target> all() {
    return List.of(
        new Target("cid", CidTarget.class, CidTarget::accepts, 600),
        new Target("multiaddr", MultiaddrTarget.class, MultiaddrTarget::accepts, 1024),
        new Target("dag-cbor", DagCborTarget.class, DagCborTarget::accepts, 4096),
        new Target("dag-json", DagJsonTarget.class, DagJsonTarget::accepts, 4096),
        new Target("dag-pb", DagPbTarget.class, DagPbTarget::accepts, 4096),
        new Target("unixfs", UnixFsTarget.class, UnixFsTarget::accepts, 8192),
        new Target("car", CarTarget.class, CarTarget::accepts, 8192),
        new Target("ipns", IpnsTarget.class, IpnsTarget::accepts, 2048),
        new Target("safetensors", SafetensorsTarget.class, SafetensorsTarget::accepts, 2048),
        new Target("gguf", GgufTarget.class, GgufTarget::accepts, 2048),
        new Target("zip", ZipTarget.class, ZipTarget::accepts, 2048));
  }

  static Target named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no target "
                        + name
                        + "; there are "
                        + all().stream().map(Target::name).toList()));
  }

  @Override
  public String toString() {
    return name;
  }
}
