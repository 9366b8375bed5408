package dev.carrack.core.ipns;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a name points, signed by the name's key. There is no way to hold a record whose signature
 * was not checked: {@link #create} signs, {@link #verify} checks. Immutable and thread-safe. Spec:
 * IPNS record and protocol, signature version 2.
 *
 * <p>Of several records of one name the {@linkplain #compareTo greatest} counts: the highest
 * sequence, then the latest end of validity.
 */
public final class IpnsRecord implements Comparable<IpnsRecord> {

  /** The longest record accepted, in bytes. */
  public static final int MAX_BYTES = IpnsEntry.MAX_BYTES;

  private static final byte[] SIGNED_PREFIX = "ipns-signature:".getBytes(StandardCharsets.US_ASCII);
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final PeerId name;
  private final IpnsData data;
  private final Instant validUntil;
  private final byte[] bytes;

  private IpnsRecord(PeerId name, IpnsData data, byte[] bytes) {
    if (!data.value().startsWith("/")) {
      throw new MalformedException(
          "IPNS record of " + name.cid() + " points to no path", "a value is like /ipfs/CID");
    }
    this.name = name;
    this.data = data;
    this.validUntil = data.validUntil();
    this.bytes = bytes;
  }

  /**
   * Signs a record. It carries version 2 only, which every current reader takes.
   *
   * @param key whose name is to point somewhere
   * @param value where to: {@code /ipfs/CID/…} or {@code /ipns/NAME/…}
   * @param sequence unsigned; one more than that of the record before, 0 for the first
   * @param validUntil when the record stops to count, before the year 10000
   * @param ttl how long others may cache it, up to 584 years
   * @throws MalformedException if the value is no path
   * @throws dev.carrack.core.LimitException if the record were longer than {@link #MAX_BYTES}
   */
  public static IpnsRecord create(
      PeerPrivateKey key, String value, long sequence, Instant validUntil, Duration ttl) {
    if (validUntil.isBefore(Instant.EPOCH) || validUntil.isAfter(END_OF_TIME)) {
      throw new IllegalArgumentException("no end of validity: " + validUntil);
    }
    if (ttl.isNegative() || ttl.compareTo(Duration.ofDays(584 * 365)) > 0) {
      throw new IllegalArgumentException("no time to live: " + ttl);
    }
    long nanos = ttl.getSeconds() * 1_000_000_000 + ttl.getNano(); // unsigned
    IpnsData data = new IpnsData(value, validUntil.toString(), sequence, nanos);
    byte[] cbor = data.encode();
    PeerId name = key.peerId();
    Optional<PeerPublicKey> attached =
        name.hash().isIdentity() ? Optional.empty() : Optional.of(key.publicKey());
    return new IpnsRecord(name, data, IpnsEntry.encode(attached, key.sign(signed(cbor)), cbor));
  }

  /**
   * Checks a record that came from anywhere: its size, the key, the signature, that the fields of
   * version 1 agree with what is signed if they are there, and the time.
   *
   * @param name whose record it is said to be
   * @throws MalformedException if it is no record, or has no signature of version 2
   * @throws IntegrityException if key, signature or a version 1 field do not fit, or if it expired
   * @throws dev.carrack.core.LimitException if it is longer than {@link #MAX_BYTES}
   * @throws dev.carrack.core.UnsupportedVersionException if its validity is of an unknown type
   */
  public static IpnsRecord verify(PeerId name, byte[] record, Clock clock) {
    IpnsEntry entry = IpnsEntry.decode(record);
    byte[] signature = entry.require(IpnsEntry.SIGNATURE_V2, "signature of version 2");
    byte[] cbor = entry.require(IpnsEntry.DATA, "signed data");
    if (!key(name, entry).verify(signed(cbor), signature)) {
      throw new IntegrityException(
          "IPNS record of " + name.cid() + " has a wrong signature", "ask another peer");
    }
    IpnsData data = IpnsData.decode(cbor);
    data.requireSame(entry);
    IpnsRecord verified = new IpnsRecord(name, data, record.clone());
    verified.requireValid(clock);
    return verified;
  }

  private static PeerPublicKey key(PeerId name, IpnsEntry entry) {
    Optional<PeerPublicKey> attached = entry.bytes(IpnsEntry.PUBLIC_KEY).map(PeerPublicKey::decode);
    if (attached.isPresent() && !attached.get().peerId().equals(name)) {
      throw new IntegrityException(
          "IPNS record of %s has the key of %s"
              .formatted(name.cid(), attached.get().peerId().cid()),
          "ask another peer");
    }
    return attached
        .or(() -> PeerPublicKey.inside(name))
        .orElseThrow(
            () ->
                new MalformedException(
                    "IPNS record of " + name.cid() + " has no public key",
                    "the name is a hash, so the record must carry the key"));
  }

  private static byte[] signed(byte[] cbor) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIGNED_PREFIX.length + cbor.length);
    out.writeBytes(SIGNED_PREFIX);
    out.writeBytes(cbor);
    return out.toByteArray();
  }

  /**
   * Checks the time again, for records that are kept.
   *
   * @throws IntegrityException if the record expired
   */
  public void requireValid(Clock clock) {
    if (!clock.instant().isBefore(validUntil)) {
      throw new IntegrityException(
          "IPNS record of %s expired at %s".formatted(name.cid(), validUntil),
          "ask for a newer one, or have its owner publish again");
    }
  }

  /** Whose record it is. */
  public PeerId name() {
    return name;
  }

  /** The path it points to, such as {@code /ipfs/CID}. */
  public String value() {
    return data.value();
  }

  /** The version of this name, unsigned. */
  public long sequence() {
    return data.sequence();
  }

  /** When it stops to count. */
  public Instant validUntil() {
    return validUntil;
  }

  /** How long it may be cached before asking again. */
  public Duration ttl() {
    return data.timeToLive();
  }

  /** The protobuf form as a new array. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Orders by sequence, then by the end of validity; the greatest of one name counts. */
  @Override
  public int compareTo(IpnsRecord other) {
    int bySequence = Long.compareUnsigned(sequence(), other.sequence());
    return bySequence != 0 ? bySequence : validUntil.compareTo(other.validUntil);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpnsRecord that
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Name, target, sequence and end of validity. */
  @Override
  public String toString() {
    return "%s → %s (sequence %s, until %s)"
        .formatted(name.cid(), value(), Long.toUnsignedString(sequence()), validUntil);
  }
}
