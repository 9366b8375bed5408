package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.ipld.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * One run of a function: {@code {function, input, parameters → output}}, and under which
 * conditions. Signed by its executor in an {@link Envelope}, it lets anybody who trusts the
 * executor, or who runs the function again, join output to input. It does not by itself prove that
 * the run happened.
 *
 * @param function the function's module
 * @param input the input's root
 * @param parameters what the function was given besides, a map
 * @param output the output's root
 * @param outputBytes the output's length in bytes
 * @param abi how the function was called, such as {@code carrack/buffer/1}
 * @param engine what ran it, name and version
 * @param limits the bounds it ran under, a map with a unit in each key's name
 * @param executor the key identifier of who ran it; the receipt's signer
 * @param started when it began, UTC
 * @param finished when it ended, UTC, not before {@code started}
 */
public record Receipt(
    Cid function,
    Cid input,
    Node parameters,
    Cid output,
    long outputBytes,
    String abi,
    String engine,
    Node limits,
    String executor,
    Instant started,
    Instant finished) {

  /** The predicate type of a receipt's statement. */
  public static final String PREDICATE_TYPE = "https://carrack.dev/receipt/v1";

  /**
   * Checks what the types do not.
   *
   * @throws IllegalArgumentException if parameters or limits are no map, the size is negative or
   *     the end lies before the start
   */
  public Receipt {
    if (!(parameters instanceof Node.Struct) || !(limits instanceof Node.Struct)) {
      throw new IllegalArgumentException("a receipt's parameters and limits are maps");
    }
    if (outputBytes < 0) {
      throw new IllegalArgumentException("a receipt's outputBytes is negative: " + outputBytes);
    }
    if (finished.isBefore(started)) {
      throw new IllegalArgumentException(
          "a run cannot finish at " + finished + " having started at " + started);
    }
  }

  /**
   * Checks an envelope's signatures and reads the receipt in it.
   *
   * @throws IntegrityException if a signature is not valid or the executor has not signed
   * @throws dev.carrack.core.MalformedException if the payload is no receipt
   */
  public static Receipt verified(Envelope envelope, Collection<? extends SignatureScheme> schemes) {
    Receipt receipt = from(envelope.verifiedStatement(schemes));
    if (!envelope.signers().contains(receipt.executor)) {
      throw new IntegrityException(
          "receipt for output "
              + receipt.output
              + " is by "
              + receipt.executor
              + " but signed by "
              + envelope.signers(),
          "ask the executor for one that is signed");
    }
    return receipt;
  }

  /** The statement to sign; its subject is the output. */
  public Statement statement() {
    Node predicate =
        Node.map()
            .put("function", function.toString())
            .put("input", input.toString())
            .put("parameters", parameters)
            .put("output", output.toString())
            .put("outputBytes", outputBytes)
            .put("abi", abi)
            .put("engine", engine)
            .put("limits", limits)
            .put("executor", executor)
            .put("started", started.toString())
            .put("finished", finished.toString())
            .build();
    return Statement.of(List.of(new Subject("output", output)), PREDICATE_TYPE, predicate);
  }

  /**
   * Reads the receipt out of a statement.
   *
   * @throws dev.carrack.core.MalformedException naming the field that is wrong; also if the
   *     statement is no receipt or its subject is not the output
   */
  public static Receipt from(Statement statement) {
    if (!statement.predicateType().equals(PREDICATE_TYPE)) {
      throw Fields.malformed("predicateType", "is not " + PREDICATE_TYPE);
    }
    Fields fields = Fields.of(statement.predicate(), "predicate");
    Receipt receipt;
    try {
      receipt =
          new Receipt(
              fields.cid("function"),
              fields.cid("input"),
              fields.map("parameters"),
              fields.cid("output"),
              fields.count("outputBytes"),
              fields.text("abi"),
              fields.text("engine"),
              fields.map("limits"),
              fields.text("executor"),
              fields.instant("started"),
              fields.instant("finished"));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Fields.malformed("predicate", "is not valid: " + e.getMessage());
    }
    fields.end();
    if (!statement.subjects().equals(List.of(new Subject("output", receipt.output)))) {
      throw Fields.malformed("subject", "is not the receipt's output " + receipt.output);
    }
    return receipt;
  }
}
