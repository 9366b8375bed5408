package dev.carrack.core.ipns;

/** The kinds of keys that libp2p peers have. Spec: libp2p peer-ids. */
public enum KeyType {
  /** RSA of 2048 to 8192 bits; PKIX and PKCS#1 DER. */
  RSA(0, new RsaKeys()),
  /** Ed25519, the default; raw bytes. */
  ED25519(1, new Ed25519Keys()),
  /** ECDSA on secp256k1; SEC1 points and scalars, signatures with a low S. */
  SECP256K1(2, EllipticKeys.secp256k1()),
  /** ECDSA on P-256; PKIX and SEC1 DER. */
  ECDSA(3, EllipticKeys.p256());

  private final int code;
  private final KeyAlgorithm algorithm;

  KeyType(int code, KeyAlgorithm algorithm) {
    this.code = code;
    this.algorithm = algorithm;
  }

  /** The number in the protobuf form. */
  int code() {
    return code;
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }
}
