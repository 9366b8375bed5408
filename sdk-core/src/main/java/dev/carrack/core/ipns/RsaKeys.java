package dev.carrack.core.ipns;

import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * RSA with PKCS#1 v1.5 signatures over SHA-256 by the JDK: a public key in PKIX DER, a private key
 * in PKCS#1 DER, which the JDK reads inside PKCS#8 only.
 */
final class RsaKeys implements KeyAlgorithm {

  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 8192; // as Go's libp2p: verifying more is a burden

  @Override
  public void checkPublic(byte[] publicKey) {
    RSAPublicKey key;
    byte[] canonical;
    try {
      key = publicKey(publicKey);
      canonical = encoded(key.getModulus(), key.getPublicExponent());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new MalformedException("not an RSA public key in PKIX DER", "it is damaged", e);
    }
    checkSize(key.getModulus());
    if (!Arrays.equals(canonical, publicKey)) {
      throw new MalformedException(
          "RSA public key is not in its canonical DER", "one key must have one name");
    }
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(publicKey(publicKey));
      rsa.update(message);
      return rsa.verify(signature);
    } catch (GeneralSecurityException invalid) {
      return false; // a signature of another length
    }
  }

  @Override
  public byte[] generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(MIN_BITS);
      byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
      return PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  @Override
  public byte[] publicOf(byte[] privateKey) {
    RSAPrivateCrtKey key;
    byte[] publicKey;
    try {
      key = privateKey(privateKey);
      publicKey = encoded(key.getModulus(), key.getPublicExponent());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new MalformedException("not an RSA private key in PKCS#1 DER", "it is damaged");
    }
    checkSize(key.getModulus());
    // A key with one damaged number may sign wrongly, and a wrong signature can give the key away.
    byte[] probe = {1};
    if (!verify(publicKey, probe, sign(privateKey, probe))) {
      throw damaged();
    }
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] privateKey, byte[] message) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign((PrivateKey) privateKey(privateKey));
      rsa.update(message);
      return rsa.sign();
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw damaged();
    }
  }

  private static MalformedException damaged() {
    return new MalformedException(
        "RSA private key's numbers do not fit each other", "restore it from a copy");
  }

  private static byte[] encoded(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, exponent))
        .getEncoded();
  }

  private static RSAPublicKey publicKey(byte[] der) throws GeneralSecurityException {
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
  }

  private static RSAPrivateCrtKey privateKey(byte[] pkcs1)
      throws GeneralSecurityException, IOException {
    AlgorithmIdentifier rsa =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    byte[] pkcs8 = new PrivateKeyInfo(rsa, ASN1Primitive.fromByteArray(pkcs1)).getEncoded();
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static void checkSize(BigInteger modulus) {
    int bits = modulus.bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new MalformedException(
          "RSA key has %d bits, not %d to %d".formatted(bits, MIN_BITS, MAX_BITS),
          "use an Ed25519 key");
    }
  }
}
