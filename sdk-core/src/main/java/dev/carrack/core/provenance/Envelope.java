package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Bytes with signatures: a DSSE v1 envelope. What is signed is the payload's exact bytes together
 * with its type, so neither can be swapped. {@link #bytes()} is canonical JSON, {@link #cid()} its
 * address as one raw block (the CID that adding the file to IPFS gives), and the CID covers the
 * signatures.
 *
 * <p>Reading an envelope checks its form only: {@link #verify} checks who signed. Immutable and
 * thread-safe. Spec: secure-systems-lab/dsse, protocol and envelope v1.
 */
public final class Envelope {

  /** The payload type of an in-toto statement. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /** The longest JSON form accepted, in bytes (1.5 MiB: a statement in base64, and signatures). */
  public static final int MAX_BYTES = 3 << 19;

  private static final int MAX_SIGNATURES = 16;
  private static final byte[] PAYLOAD_FIRST = "{\"payload\":\"".getBytes(StandardCharsets.US_ASCII);

  private final String payloadType;
  private final byte[] payload;
  private final List<Signed> signatures;

  private Envelope(String payloadType, byte[] payload, List<Signed> signatures) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
  }

  /** Signs a statement. */
  public static Envelope sign(Statement statement, Signer signer) {
    return sign(IN_TOTO, statement.bytes(), signer);
  }

  /**
   * Signs any bytes.
   *
   * @param payloadType the media type that says how to read them, not empty
   * @param payload copied
   * @throws LimitException if the envelope would be longer than {@link #MAX_BYTES}
   */
  public static Envelope sign(String payloadType, byte[] payload, Signer signer) {
    if (payloadType.isEmpty()) {
      throw new IllegalArgumentException("an envelope needs a payload type");
    }
    return new Envelope(payloadType, payload.clone(), List.of()).alsoSignedBy(signer);
  }

  /**
   * This envelope with one more signature.
   *
   * @throws IllegalArgumentException if that key has signed already
   * @throws LimitException if there would be too many
   */
  public Envelope alsoSignedBy(Signer signer) {
    if (signers().contains(signer.keyId())) {
      throw new IllegalArgumentException(signer.keyId() + " has signed this envelope already");
    }
    List<Signed> more = new ArrayList<>(signatures);
    more.add(new Signed(signer.keyId(), signer.sign(pae(payloadType, payload))));
    Envelope out = new Envelope(payloadType, payload, more);
    if (more.size() > MAX_SIGNATURES || out.bytes().length > MAX_BYTES) {
      throw new LimitException(
          "envelope of %d payload bytes and %d signatures is too large"
              .formatted(payload.length, more.size()),
          "sign at most %d bytes with at most %d keys".formatted(MAX_BYTES / 2, MAX_SIGNATURES));
    }
    return out;
  }

  /**
   * Reads the JSON form.
   *
   * @throws MalformedException naming the field that is wrong
   * @throws LimitException if there are more than {@link #MAX_BYTES}
   */
  public static Envelope decode(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw new LimitException(
          "envelope has " + json.length + " bytes, more than " + MAX_BYTES,
          "it is no envelope of this SDK");
    }
    return from(Fields.of(DagJson.decode(json), ""));
  }

  /**
   * The payload of the canonical form without reading the rest, for searching many: empty if the
   * bytes do not begin as that form does.
   */
  static byte[] peek(byte[] canonical) {
    // Keys are sorted, so "payload" comes first, and base64 has no quotes or escapes.
    int start = PAYLOAD_FIRST.length;
    int end = start;
    while (end < canonical.length && canonical[end] != '"') {
      end++;
    }
    boolean begins =
        canonical.length > start
            && Arrays.equals(canonical, 0, start, PAYLOAD_FIRST, 0, PAYLOAD_FIRST.length);
    try {
      String base64 =
          begins ? new String(canonical, start, end - start, StandardCharsets.US_ASCII) : "";
      return Base64Text.decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static Envelope from(Fields fields) {
    String payloadType = fields.text("payloadType");
    byte[] payload = fields.base64("payload");
    List<Signed> signatures = fields.list("signatures", item -> Signed.from(item.fields()));
    fields.end();
    if (payloadType.isEmpty()) {
      throw fields.malformed("payloadType");
    }
    long keys = signatures.stream().map(signed -> signed.keyId).distinct().count();
    if (keys == 0 || keys > MAX_SIGNATURES || keys != signatures.size()) {
      throw fields.malformed("signatures");
    }
    return new Envelope(payloadType, payload, signatures);
  }

  /** The canonical JSON form. */
  public byte[] bytes() {
    return DagJson.encode(toNode());
  }

  Node toNode() {
    return Node.map()
        .put("payload", Base64Text.encode(payload))
        .put("payloadType", payloadType)
        .put("signatures", Node.list(signatures.stream().map(Signed::toNode).toList()))
        .build();
  }

  /** The CID of {@link #bytes()} as a raw block under SHA-256. */
  public Cid cid() {
    return Cid.of(Codec.RAW, bytes());
  }

  /** The media type that says how to read the payload. */
  public String payloadType() {
    return payloadType;
  }

  /** A copy of the signed bytes; nothing is known about them before {@link #verify}. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The key identifiers that the signatures claim, in their order. */
  public List<String> signers() {
    return signatures.stream().map(signed -> signed.keyId).toList();
  }

  /**
   * Checks every signature.
   *
   * @param schemes the kinds of keys that can be checked
   * @return the key identifiers that signed, at least one
   * @throws IntegrityException if one signature is not valid, or no scheme is for its key
   */
  public List<String> verify(Collection<? extends SignatureScheme> schemes) {
    byte[] message = pae(payloadType, payload);
    for (Signed signed : signatures) {
      SignatureScheme scheme =
          schemes.stream()
              .filter(candidate -> candidate.supports(signed.keyId))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IntegrityException(
                          "signature of " + signed.keyId + " is of a kind not known here",
                          "pass the signature scheme for such keys"));
      if (!scheme.verify(signed.keyId, message, signed.signature.clone())) {
        throw new IntegrityException(
            "signature of " + signed.keyId + " does not fit the signed bytes",
            "the document was changed after it was signed: get it from its author again");
      }
    }
    return signers();
  }

  /**
   * Checks every signature and reads the payload.
   *
   * @throws IntegrityException as {@link #verify}
   * @throws MalformedException if the payload is no in-toto statement
   */
  public Statement verifiedStatement(Collection<? extends SignatureScheme> schemes) {
    verify(schemes);
    if (!payloadType.equals(IN_TOTO)) {
      throw Fields.malformed("payloadType", "is '" + payloadType + "', not a statement's");
    }
    return Statement.decode(payload);
  }

  /**
   * What is signed, DSSE's pre-authentication encoding: {@code DSSEv1 LEN(type) type LEN(body)
   * body} with lengths in bytes.
   */
  static byte[] pae(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + typeBytes.length + 32);
    out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(typeBytes);
    out.writeBytes((" " + body.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    return out.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }

  /** The type, the size and the signers; never the payload. */
  @Override
  public String toString() {
    return "%s of %d bytes signed by %s".formatted(payloadType, payload.length, signers());
  }

  private static final class Signed {
    private final String keyId;
    private final byte[] signature;

    Signed(String keyId, byte[] signature) {
      this.keyId = keyId;
      this.signature = signature;
    }

    static Signed from(Fields fields) {
      // DSSE lets the keyid be left out; here it is the identity that the signature is checked
      // against.
      Signed signed = new Signed(fields.text("keyid"), fields.base64("sig"));
      fields.end();
      return signed;
    }

    Node toNode() {
      return Node.map().put("keyid", keyId).put("sig", Base64Text.encode(signature)).build();
    }
  }
}
