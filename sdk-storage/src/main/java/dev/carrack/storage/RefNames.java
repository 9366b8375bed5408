package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Multihash;
import java.nio.ByteBuffer;

/** The names of the store's references, as {@code docs/manifest-v1.md} lists them. */
final class RefNames {

  static final String ARTIFACTS = "artifact/";
  static final String TAGS = "tag/";
  static final String PINS = "pin/";
  static final String PENDING = "pending/";

  private RefNames() {}

  static String versions(String name) {
    return ARTIFACTS + name + "/";
  }

  static String version(String name, int number) {
    return versions(name) + "%09d".formatted(number);
  }

  static String tags(String name) {
    return TAGS + name + "/";
  }

  static String tag(String name, String tag) {
    return tags(name) + tag;
  }

  static String counter(String name) {
    return "next/" + name;
  }

  static String pin(Cid cid) {
    return PINS + cid;
  }

  /** What comes after the last slash. */
  static String last(String ref) {
    return ref.substring(ref.lastIndexOf('/') + 1);
  }

  /** How a version's reference is written elsewhere: {@code name@3}. */
  static String shown(String versionRef) {
    String rest = versionRef.substring(ARTIFACTS.length());
    int slash = rest.lastIndexOf('/');
    return rest.substring(0, Math.max(0, slash)) + "@" + number(versionRef);
  }

  /** The number in a version's reference. */
  static int number(String versionRef) {
    try {
      return Integer.parseInt(last(versionRef));
    } catch (NumberFormatException e) {
      throw new IntegrityException(
          "reference '" + versionRef + "' does not end in a version number",
          "restore the log from a backup",
          e);
    }
  }

  /** A number as the target of a reference: an identity CID is kept by no block. */
  static Cid encode(int number) {
    byte[] digest = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return Cid.of(Codec.RAW, Multihash.of(Multihash.IDENTITY, digest));
  }

  static int decode(String ref, Cid target) {
    byte[] digest = target.hash().digest();
    long number = digest.length == Long.BYTES ? ByteBuffer.wrap(digest).getLong() : -1;
    if (!target.hash().isIdentity() || number < 1 || number > 999_999_999) {
      throw new IntegrityException(
          "reference '" + ref + "' points to " + target + ", which is no number",
          "restore the log from a backup");
    }
    return (int) number;
  }
}
