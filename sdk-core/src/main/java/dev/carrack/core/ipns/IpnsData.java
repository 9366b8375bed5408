package dev.carrack.core.ipns;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What an IPNS record signs, a DAG-CBOR map. Other fields may stand beside ours.
 *
 * @param value the content path
 * @param validity the end of validity as written, RFC 3339 with up to nine digits of a second
 * @param sequence unsigned
 * @param ttl nanoseconds, unsigned
 */
record IpnsData(String value, String validity, long sequence, long ttl) {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

  static IpnsData decode(byte[] cbor) {
    try {
      Node map = DagCbor.decode(cbor);
      long validityType = unsigned(map, "ValidityType");
      if (validityType != 0) {
        throw new UnsupportedVersionException(
            "IPNS record has validity type " + Long.toUnsignedString(validityType),
            "only 0, an end of validity, is known");
      }
      return new IpnsData(
          text(map, "Value"),
          text(map, "Validity"),
          unsigned(map, "Sequence"),
          unsigned(map, "TTL"));
    } catch (MalformedException e) {
      throw new MalformedException("IPNS record's data: " + e.problem(), e.remedy(), e);
    }
  }

  private static String text(Node map, String key) {
    return Utf8.decode(ByteBuffer.wrap(map.at(key).bytes()), key);
  }

  private static long unsigned(Node map, String key) {
    BigInteger value = map.at(key).integer();
    if (value.signum() < 0) {
      throw new MalformedException(key + " is negative", "it is an unsigned number");
    }
    return value.longValue();
  }

  byte[] encode() {
    return DagCbor.encode(
        Node.map()
            .put("Value", Node.of(utf8(value)))
            .put("Validity", Node.of(utf8(validity)))
            .put("ValidityType", 0)
            .put("Sequence", Node.of(new BigInteger(Long.toUnsignedString(sequence))))
            .put("TTL", Node.of(new BigInteger(Long.toUnsignedString(ttl))))
            .build());
  }

  Instant validUntil() {
    try {
      if (RFC_3339.matcher(validity).matches()) {
        return OffsetDateTime.parse(validity).toInstant();
      }
    } catch (DateTimeException e) {
      throw new MalformedException("IPNS record's validity is no date", "RFC 3339 is read", e);
    }
    throw new MalformedException("IPNS record's validity is no time of RFC 3339", "it is damaged");
  }

  Duration timeToLive() {
    long second = 1_000_000_000;
    return Duration.ofSeconds(
        Long.divideUnsigned(ttl, second), Long.remainderUnsigned(ttl, second));
  }

  /** Refuses version 1 fields that say something else than what is signed. */
  void requireSame(IpnsEntry entry) {
    boolean version1 =
        entry.bytes(IpnsEntry.VALUE).isPresent() || entry.bytes(IpnsEntry.SIGNATURE_V1).isPresent();
    same(entry, version1, IpnsEntry.VALUE, value);
    same(entry, version1, IpnsEntry.VALIDITY, validity);
    same(entry, version1, IpnsEntry.VALIDITY_TYPE, 0);
    same(entry, version1, IpnsEntry.SEQUENCE, sequence);
    same(entry, version1, IpnsEntry.TTL, ttl);
  }

  private static void same(IpnsEntry entry, boolean needed, int field, String signed) {
    byte[] absent = needed ? new byte[0] : utf8(signed);
    require(Arrays.equals(entry.bytes(field).orElse(absent), utf8(signed)), field);
  }

  private static void same(IpnsEntry entry, boolean needed, int field, long signed) {
    require(entry.number(field).orElse(needed ? 0L : signed) == signed, field);
  }

  private static void require(boolean same, int field) {
    if (!same) {
      throw new IntegrityException(
          "IPNS record's field %d differs from its signed data".formatted(field),
          "the record was altered: ask another peer");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
