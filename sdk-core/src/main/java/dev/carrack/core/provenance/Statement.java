package dev.carrack.core.provenance;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.util.List;

/**
 * An in-toto Statement v1: some subjects, and a predicate that says something about them. What is
 * said is up to the predicate's type: {@link Attestation} and {@link Receipt} are this SDK's two.
 *
 * <p>{@link #bytes()} is canonical DAG-JSON (keys sorted, no white space, CIDs as plain strings),
 * so one statement has one encoding and any in-toto tool can read it. Immutable and thread-safe.
 * Spec: in-toto/attestation, Statement v1.
 */
public final class Statement {

  /** The value of {@code _type}. */
  public static final String TYPE = "https://in-toto.io/Statement/v1";

  /** The longest encoding accepted, in bytes (1 MiB). */
  public static final int MAX_BYTES = 1 << 20;

  private final List<Subject> subjects;
  private final String predicateType;
  private final Node predicate;

  private Statement(List<Subject> subjects, String predicateType, Node predicate) {
    this.subjects = subjects;
    this.predicateType = predicateType;
    this.predicate = predicate;
  }

  /**
   * Builds a statement from its parts.
   *
   * @param predicateType the URI of the predicate's type
   * @param predicate a map
   * @throws IllegalArgumentException if there is no subject or the predicate is no map
   */
  public static Statement of(List<Subject> subjects, String predicateType, Node predicate) {
    if (subjects.isEmpty() || !(predicate instanceof Node.Struct)) {
      throw new IllegalArgumentException("a statement needs a subject and a predicate map");
    }
    return new Statement(List.copyOf(subjects), predicateType, predicate);
  }

  /**
   * Reads the JSON form.
   *
   * @throws MalformedException naming the field that is missing, unknown or of the wrong form
   * @throws LimitException if there are more than {@link #MAX_BYTES}
   */
  public static Statement decode(byte[] json) {
    requireSize(json.length);
    Fields fields = Fields.of(DagJson.decode(json), "");
    fields.constant("_type", TYPE);
    List<Subject> subjects = fields.list("subject", item -> Subject.from(item.fields()));
    String predicateType = fields.text("predicateType");
    Node predicate = fields.map("predicate");
    fields.end();
    if (subjects.isEmpty()) {
      throw Fields.malformed("subject", "is empty");
    }
    return new Statement(List.copyOf(subjects), predicateType, predicate);
  }

  /** What the statement is about, at least one. */
  public List<Subject> subjects() {
    return subjects;
  }

  /** The URI that says how to read the predicate. */
  public String predicateType() {
    return predicateType;
  }

  /** What is said, a map. */
  public Node predicate() {
    return predicate;
  }

  /**
   * The canonical JSON form.
   *
   * @throws LimitException if it would be longer than {@link #MAX_BYTES}
   */
  public byte[] bytes() {
    Node node =
        Node.map()
            .put("_type", TYPE)
            .put("subject", Node.list(subjects.stream().map(Subject::toNode).toList()))
            .put("predicateType", predicateType)
            .put("predicate", predicate)
            .build();
    byte[] json = DagJson.encode(node);
    requireSize(json.length);
    return json;
  }

  private static void requireSize(int length) {
    if (length > MAX_BYTES) {
      throw new LimitException(
          "statement has " + length + " bytes, more than " + MAX_BYTES,
          "store what is long as an artifact and name its CID");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Statement that
        && subjects.equals(that.subjects)
        && predicateType.equals(that.predicateType)
        && predicate.equals(that.predicate);
  }

  @Override
  public int hashCode() {
    return 31 * subjects.hashCode() + predicate.hashCode();
  }

  /** The predicate's type and the subjects. */
  @Override
  public String toString() {
    return predicateType + " about " + subjects;
  }
}
