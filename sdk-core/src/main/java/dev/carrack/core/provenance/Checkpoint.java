package dev.carrack.core.provenance;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.util.Collection;

/**
 * The state of a log at one size, to be signed: whoever holds two of them from one origin can
 * demand a {@link ConsistencyProof} between them, so a log cannot quietly change its past. By
 * itself it proves neither a time nor that others saw it: that is what a {@link Ledger} is for.
 *
 * @param origin the key identifier of the log's keeper, who signs
 * @param size number of entries
 * @param root the log's root at that size
 */
public record Checkpoint(String origin, long size, Digest root) {

  /** The payload type of a signed checkpoint's envelope. */
  public static final String PAYLOAD_TYPE = "application/vnd.carrack.checkpoint+json";

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Checkpoint {
    if (size < 0) {
      throw new IllegalArgumentException("a log cannot have " + size + " entries");
    }
  }

  /** The log's state, signed by its keeper. */
  public static Envelope sign(ProvenanceLog log, long size, Signer keeper) {
    Checkpoint checkpoint = new Checkpoint(keeper.keyId(), size, log.root(size));
    Node payload =
        Node.map()
            .put("origin", checkpoint.origin)
            .put("root", checkpoint.root.toString())
            .put("size", size)
            .build();
    return Envelope.sign(PAYLOAD_TYPE, DagJson.encode(payload), keeper);
  }

  /**
   * Checks an envelope's signatures and reads the checkpoint in it.
   *
   * @throws IntegrityException if a signature is not valid or the origin has not signed
   * @throws MalformedException if the payload is no checkpoint
   */
  public static Checkpoint verified(
      Envelope envelope, Collection<? extends SignatureScheme> schemes) {
    envelope.verify(schemes);
    Checkpoint checkpoint = from(envelope);
    if (!envelope.signers().contains(checkpoint.origin)) {
      throw new IntegrityException(
          "checkpoint is by " + checkpoint.origin + " but signed by " + envelope.signers(),
          "ask the log's keeper for one that is signed");
    }
    return checkpoint;
  }

  /** Reads the checkpoint without a look at the signatures. */
  static Checkpoint from(Envelope envelope) {
    if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
      throw Fields.malformed("payloadType", "is not that of a checkpoint");
    }
    Fields fields = Fields.of(DagJson.decode(envelope.payload()), "checkpoint");
    Checkpoint checkpoint =
        new Checkpoint(fields.text("origin"), fields.count("size"), fields.digest("root"));
    fields.end();
    return checkpoint;
  }
}
