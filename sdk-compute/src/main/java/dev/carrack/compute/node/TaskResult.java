package dev.carrack.compute.node;

import dev.carrack.compute.Limits;
import dev.carrack.compute.wasm.Sandbox;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.provenance.Envelope;
import dev.carrack.core.provenance.Receipt;
import dev.carrack.core.provenance.SignatureScheme;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a task gave: the receipt and the envelope in which its executor signed it. The output lies
 * where the task ran. Immutable.
 *
 * @param task the task's CID
 * @param receipt what was run and what came out
 * @param envelope the signed receipt; its CID names it
 */
public record TaskResult(Cid task, Receipt receipt, Envelope envelope) {

  /** The root of the output. */
  public Cid output() {
    return receipt.output();
  }

  /**
   * Checks a signed receipt against the task that was asked for.
   *
   * @throws IntegrityException if the signature is not valid, or the receipt is for something else
   * @throws MalformedException if it is no receipt
   */
  public static TaskResult verified(
      Task asked, Envelope envelope, Collection<? extends SignatureScheme> schemes) {
    Receipt receipt = Receipt.verified(envelope, schemes);
    Task done;
    try {
      done =
          new Task(
              receipt.function(),
              receipt.input(),
              receipt.parameters(),
              Limits.from(receipt.limits()));
    } catch (MalformedException e) {
      throw differs(asked, e);
    }
    if (!done.equals(asked) || !receipt.abi().equals(Sandbox.ABI)) {
      throw differs(asked, null);
    }
    return new TaskResult(asked.cid(), receipt, envelope);
  }

  private static IntegrityException differs(Task asked, @Nullable Throwable cause) {
    String what = "the receipt is not for task " + asked.cid() + " that was asked for";
    String remedy = "do not use its output: ask another node";
    return cause == null
        ? new IntegrityException(what, remedy)
        : new IntegrityException(what, remedy, cause);
  }
}
