package dev.carrack.core.ipns;

import dev.carrack.core.HashFunction;
import dev.carrack.core.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * ECDSA over SHA-256 with deterministic nonces (RFC 6979) and DER signatures, on the two curves of
 * libp2p. The JDK has dropped secp256k1, so both are Bouncy Castle's.
 */
final class EllipticKeys implements KeyAlgorithm {

  private static final int SCALAR = 32;

  private final String name;
  private final ECDomainParameters curve;
  private final boolean der; // P-256 keys are DER structures, secp256k1 keys bare numbers

  private EllipticKeys(String name, String curve, boolean der) {
    X9ECParameters parameters = CustomNamedCurves.getByName(curve);
    this.name = name;
    this.curve = new ECDomainParameters(parameters);
    this.der = der;
  }

  static EllipticKeys secp256k1() {
    return new EllipticKeys("secp256k1", "secp256k1", false);
  }

  static EllipticKeys p256() {
    return new EllipticKeys("ECDSA P-256", "secp256r1", true);
  }

  @Override
  public void checkPublic(byte[] publicKey) {
    point(publicKey);
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    BigInteger[] rs;
    try {
      rs = StandardDSAEncoding.INSTANCE.decode(curve.getN(), signature);
    } catch (IOException | RuntimeException e) {
      return false;
    }
    if (!der && isHigh(rs[1])) {
      return false; // BIP 62: one signature, one form
    }
    ECDSASigner ecdsa = new ECDSASigner();
    ecdsa.init(false, new ECPublicKeyParameters(point(publicKey), curve));
    return ecdsa.verifySignature(sha256(message), rs[0], rs[1]);
  }

  @Override
  public byte[] generate() {
    BigInteger scalar;
    do {
      scalar = new BigInteger(256, new SecureRandom());
    } while (scalar.signum() == 0 || scalar.compareTo(curve.getN()) >= 0);
    return der ? sec1(scalar) : fixed(scalar);
  }

  @Override
  public byte[] publicOf(byte[] privateKey) {
    ECPoint point = multiply(scalar(privateKey));
    if (!der) {
      return point.getEncoded(true);
    }
    boolean fits;
    try {
      ASN1BitString held = ECPrivateKey.getInstance(privateKey).getPublicKey();
      fits = held == null || Arrays.equals(held.getOctets(), point.getEncoded(false));
    } catch (RuntimeException e) {
      throw noPrivateKey();
    }
    if (!fits) {
      throw noPrivateKey();
    }
    return pkix(point);
  }

  @Override
  public byte[] sign(byte[] privateKey, byte[] message) {
    ECDSASigner ecdsa = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    ecdsa.init(true, new ECPrivateKeyParameters(scalar(privateKey), curve));
    BigInteger[] rs = ecdsa.generateSignature(sha256(message));
    if (!der && isHigh(rs[1])) {
      rs[1] = curve.getN().subtract(rs[1]);
    }
    try {
      return StandardDSAEncoding.INSTANCE.encode(curve.getN(), rs[0], rs[1]);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private ECPoint point(byte[] publicKey) {
    try {
      byte[] encoded = publicKey;
      if (der) {
        SubjectPublicKeyInfo info =
            SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(publicKey));
        encoded = info.getPublicKeyData().getOctets();
      }
      ECPoint point = curve.validatePublicPoint(curve.getCurve().decodePoint(encoded));
      if (Arrays.equals(publicKey, der ? pkix(point) : point.getEncoded(true))) {
        return point;
      }
    } catch (IOException | RuntimeException e) {
      throw new MalformedException("not a public key of " + name, "it is damaged", e);
    }
    throw new MalformedException(
        "public key of " + name + " is not in its canonical form", "one key must have one name");
  }

  private BigInteger scalar(byte[] privateKey) {
    BigInteger scalar = BigInteger.ZERO;
    try {
      if (der) {
        ECPrivateKey key = ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(privateKey));
        boolean ours = SECObjectIdentifiers.secp256r1.equals(key.getParametersObject());
        scalar = ours ? key.getKey() : scalar;
      } else if (privateKey.length == SCALAR) {
        scalar = new BigInteger(1, privateKey);
      }
    } catch (IOException | RuntimeException e) {
      throw noPrivateKey();
    }
    if (scalar.signum() <= 0 || scalar.compareTo(curve.getN()) >= 0) {
      throw noPrivateKey();
    }
    return scalar;
  }

  private MalformedException noPrivateKey() {
    return new MalformedException("not a private key of " + name, "restore it from a copy");
  }

  private ECPoint multiply(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(curve.getG(), scalar).normalize();
  }

  private static byte[] pkix(ECPoint point) {
    AlgorithmIdentifier p256 =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
    return encoded(new SubjectPublicKeyInfo(p256, point.getEncoded(false)));
  }

  private byte[] sec1(BigInteger scalar) {
    byte[] point = multiply(scalar).getEncoded(false);
    return encoded(
        new ECPrivateKey(256, scalar, new DERBitString(point), SECObjectIdentifiers.secp256r1));
  }

  private static byte[] encoded(ASN1Object structure) {
    try {
      return structure.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private static byte[] fixed(BigInteger scalar) {
    byte[] bytes = scalar.toByteArray(); // 1 to 33 bytes
    byte[] out = new byte[SCALAR];
    int length = Math.min(SCALAR, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, SCALAR - length, length);
    return out;
  }

  private boolean isHigh(BigInteger s) {
    return s.compareTo(curve.getN().shiftRight(1)) > 0;
  }

  private static byte[] sha256(byte[] message) {
    return HashFunction.SHA2_256.newDigest().digest(message);
  }
}
