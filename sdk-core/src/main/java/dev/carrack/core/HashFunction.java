package dev.carrack.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A hash function of the multicodec table that this SDK computes, at once or as a stream. An open
 * set: any other code may occur in a {@link Multihash} and is carried, not computed. Immutable and
 * thread-safe.
 */
public final class HashFunction {

  /** The fewest digest bytes that count as a proof of content, as IPFS peers hold it. */
  public static final int MIN_PROOF = 20;

  // Bouncy Castle stands in lambdas only: a method reference would load it, and check the signature
  // of its jar, in every program that takes one SHA-256.
  private static final Map<Long, HashFunction> ALL = new LinkedHashMap<>();

  /** The data itself; at most {@value Multihash#MAX_IDENTITY} bytes. */
  public static final HashFunction IDENTITY =
      add(
          Multihash.IDENTITY,
          "identity",
          Multihash.MAX_IDENTITY,
          () -> new IdentityDigest(Multihash.MAX_IDENTITY));

  /** SHA-1, broken against chosen collisions: git and old data only. */
  public static final HashFunction SHA1 = jdk(Multihash.SHA1, "sha1", 20, "SHA-1");

  /** SHA-2 with 256 bits, the default of the whole ecosystem. */
  public static final HashFunction SHA2_256 = jdk(Multihash.SHA2_256, "sha2-256", 32, "SHA-256");

  /** SHA-2 with 512 bits. */
  public static final HashFunction SHA2_512 = jdk(Multihash.SHA2_512, "sha2-512", 64, "SHA-512");

  /** SHA-2 with 384 bits. */
  public static final HashFunction SHA2_384 = jdk(0x20, "sha2-384", 48, "SHA-384");

  /** SHA-256 of SHA-256, Bitcoin's hash. */
  public static final HashFunction DBL_SHA2_256 = add(0x56, "dbl-sha2-256", 32, DoubleSha256::new);

  /** Keccak with 256 bits, Ethereum's hash: SHA-3 before its padding was settled. */
  public static final HashFunction KECCAK_256 = keccak(0x1b, 256);

  /** BLAKE3 with its usual 256 bits. */
  public static final HashFunction BLAKE3 = add(0x1e, "blake3", 32, () -> BouncyDigest.blake3());

  /** The first 64 bits of MurmurHash3 x64 128: spreads names over shards, proves nothing. */
  public static final HashFunction MURMUR3_X64_64 =
      new HashFunction(0x22, "murmur3-x64-64", 8, false, () -> new Murmur3(8)).added();

  static {
    jdk(0x14, "sha3-512", 64, "SHA3-512");
    jdk(0x15, "sha3-384", 48, "SHA3-384");
    jdk(0x16, "sha3-256", 32, "SHA3-256");
    jdk(0x17, "sha3-224", 28, "SHA3-224");
    keccak(0x1a, 224);
    keccak(0x1c, 384);
    keccak(0x1d, 512);
    jdk(0x1013, "sha2-224", 28, "SHA-224");
    jdk(0x1014, "sha2-512-224", 28, "SHA-512/224");
    jdk(0x1015, "sha2-512-256", 32, "SHA-512/256");
    new HashFunction(0x1022, "murmur3-x64-128", 16, false, () -> new Murmur3(16)).added();
    for (int bytes = 1; bytes <= 64; bytes++) {
      int bits = bytes * 8;
      add(0xb200 + bytes, "blake2b-" + bits, bytes, () -> BouncyDigest.blake2b(bits));
    }
    for (int bytes = 1; bytes <= 32; bytes++) {
      int bits = bytes * 8;
      add(0xb240 + bytes, "blake2s-" + bits, bytes, () -> BouncyDigest.blake2s(bits));
    }
  }

  private final long code;
  private final String name;
  private final int digestLength;
  private final boolean cryptographic;
  private final Supplier<MessageDigest> digests;

  private HashFunction(
      long code,
      String name,
      int digestLength,
      boolean cryptographic,
      Supplier<MessageDigest> digests) {
    this.code = code;
    this.name = name;
    this.digestLength = digestLength;
    this.cryptographic = cryptographic;
    this.digests = digests;
  }

  private static HashFunction add(
      long code, String name, int digestLength, Supplier<MessageDigest> digests) {
    return new HashFunction(code, name, digestLength, true, digests).added();
  }

  private static HashFunction jdk(long code, String name, int digestLength, String algorithm) {
    return add(code, name, digestLength, () -> ofJdk(algorithm));
  }

  private static HashFunction keccak(long code, int bits) {
    return add(code, "keccak-" + bits, bits / 8, () -> BouncyDigest.keccak(bits));
  }

  private HashFunction added() {
    ALL.put(code, this);
    return this;
  }

  static MessageDigest ofJdk(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** Every function this SDK computes. */
  public static List<HashFunction> all() {
    return new ArrayList<>(ALL.values());
  }

  /** The function with that multicodec code, or empty if this SDK cannot compute it. */
  public static Optional<HashFunction> find(long code) {
    return Optional.ofNullable(ALL.get(code));
  }

  /**
   * The function with that multicodec code.
   *
   * @throws UnsupportedVersionException if this SDK cannot compute it
   */
  public static HashFunction of(long code) {
    return find(code).orElseThrow(() -> unknown("0x" + Long.toHexString(code)));
  }

  /**
   * The function with that name of the multicodec table, such as {@code sha2-256}.
   *
   * @throws UnsupportedVersionException if this SDK cannot compute it
   */
  public static HashFunction named(String name) {
    return ALL.values().stream()
        .filter(function -> function.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedVersionException(
                    "no hash function here is named '" + name + "'",
                    "use a multicodec name such as sha2-256, blake2b-256 or blake3"));
  }

  private static UnsupportedVersionException unknown(String which) {
    return new UnsupportedVersionException(
        "hash function %s cannot be computed here".formatted(which),
        "re-encode the data with sha2-256");
  }

  /** The multicodec code. */
  public long code() {
    return code;
  }

  /** The length of a whole digest in bytes; for {@link #IDENTITY} the longest data. */
  public int digestLength() {
    return digestLength;
  }

  /**
   * Whether a match proves the content: a cryptographic function of at least {@link #MIN_PROOF}
   * bytes, or the identity.
   */
  public boolean proves() {
    return cryptographic && digestLength >= MIN_PROOF;
  }

  /**
   * A fresh digest to feed piece by piece; not thread-safe. End it with {@link
   * MessageDigest#digest()} and name the result with {@link #multihash(byte[])}. The identity
   * throws {@link LimitException} past its bound.
   */
  public MessageDigest newDigest() {
    return digests.get();
  }

  /**
   * Names a digest that this function made.
   *
   * @throws MalformedException if it is longer than this function's digests, or empty
   */
  public Multihash multihash(byte[] digest) {
    return Multihash.of(code, digest);
  }

  /**
   * The multihash of {@code data}.
   *
   * @throws LimitException if this is the identity and there is more data than it may hold
   */
  public Multihash hash(byte[] data) {
    return hash(ByteBuffer.wrap(data));
  }

  /** As {@link #hash(byte[])}, of the buffer's remaining bytes; its position does not move. */
  public Multihash hash(ByteBuffer data) {
    MessageDigest digest = newDigest();
    digest.update(data.duplicate());
    return multihash(digest.digest());
  }

  /** The name in the multicodec table. */
  @Override
  public String toString() {
    return name;
  }
}
