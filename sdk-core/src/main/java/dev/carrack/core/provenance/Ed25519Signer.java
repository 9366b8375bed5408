package dev.carrack.core.provenance;

import dev.carrack.core.ConflictException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * An Ed25519 key that signs (RFC 8032, pure), named {@code did:key:z6Mk…}. It needs nothing but the
 * JDK, and {@link Ed25519Scheme} checks its signatures. Immutable and thread-safe; the private key
 * leaves it only through {@link #write(Path)}.
 */
public final class Ed25519Signer implements Signer {

  private final PrivateKey privateKey;
  private final String keyId;

  private Ed25519Signer(PrivateKey privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.keyId = DidKey.of(publicKey);
  }

  /** A fresh key from the platform's secure random source. */
  public static Ed25519Signer generate() {
    byte[] seed = new byte[DidKey.KEY_BYTES];
    new SecureRandom().nextBytes(seed);
    return ofSeed(seed);
  }

  /**
   * Reads the key that {@link #write} wrote, or any unencrypted PKCS#8 PEM of an Ed25519 key such
   * as {@code openssl genpkey -algorithm ed25519} makes.
   *
   * @throws dev.carrack.core.NotFoundException if there is no such file
   * @throws dev.carrack.core.MalformedException if it holds no Ed25519 key; its content is never
   *     quoted
   * @throws dev.carrack.core.StorageException if it cannot be read, or if others may read it
   */
  public static Ed25519Signer read(Path file) {
    byte[] pkcs8 = KeyFile.read(file);
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return ofSeed(((EdECPrivateKey) key).getBytes().orElseThrow());
    } catch (GeneralSecurityException | RuntimeException e) {
      // The cause is left out on purpose: parsers like to quote what they could not read.
      throw KeyFile.noKey(file);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /**
   * Reads the key if the file is there, else makes one and writes it there.
   *
   * @throws dev.carrack.core.MalformedException if the file holds no Ed25519 key
   * @throws dev.carrack.core.StorageException if it cannot be read or written, or if others may
   *     read it
   */
  public static Ed25519Signer readOrCreate(Path file) {
    if (Files.exists(file)) {
      return read(file);
    }
    Ed25519Signer signer = generate();
    try {
      signer.write(file);
    } catch (ConflictException othersWereFirst) {
      return read(file);
    }
    return signer;
  }

  /**
   * Writes the private key as PKCS#8 PEM that only the owner may read (mode 0600 where the file
   * system has modes). The file appears whole or not at all, and an existing file is never
   * replaced.
   *
   * @throws dev.carrack.core.ConflictException if the file exists
   * @throws dev.carrack.core.StorageException if it cannot be written
   */
  public void write(Path file) {
    byte[] pkcs8 = privateKey.getEncoded();
    try {
      KeyFile.write(file, pkcs8);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /**
   * The key of a seed, which RFC 8032 calls the private key.
   *
   * @param seed 32 bytes, copied
   */
  public static Ed25519Signer ofSeed(byte[] seed) {
    if (seed.length != DidKey.KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    try {
      // The JDK shows no way from seed to public key but its generator, which takes the seed as its
      // only draw of randomness; the check below holds should that ever change.
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Replay(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      PrivateKey privateKey =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      Ed25519Signer signer =
          new Ed25519Signer(
              privateKey,
              Arrays.copyOfRange(encoded, encoded.length - DidKey.KEY_BYTES, encoded.length));
      byte[] probe = {1};
      if (!new Ed25519Scheme().verify(signer.keyId, probe, signer.sign(probe))) {
        throw new IllegalStateException("this Java runtime derives Ed25519 keys in another way");
      }
      return signer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  @Override
  public String keyId() {
    return keyId;
  }

  /** The 32 bytes of the public key. */
  public byte[] publicKey() {
    return DidKey.parse(keyId);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(privateKey);
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signing failed in this Java runtime", e);
    }
  }

  /** The key's public name. */
  @Override
  public String toString() {
    return keyId;
  }

  private static final class Replay extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient byte[] seed;

    Replay(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
