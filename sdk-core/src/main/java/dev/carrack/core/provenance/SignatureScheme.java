package dev.carrack.core.provenance;

/** Checks signatures of one kind. Implementations are stateless and thread-safe. */
public interface SignatureScheme {

  /** Whether this scheme is the one for that key identifier, told by its form. */
  boolean supports(String keyId);

  /**
   * Whether {@code signature} over {@code message} was made by the holder of {@code keyId}.
   * Anything malformed is simply not valid.
   */
  boolean verify(String keyId, byte[] message, byte[] signature);
}
