package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who says that which version of an artifact was made when, from what, by what code, with which
 * configuration: the predicate of this SDK's statements.
 *
 * <p>Begin with {@link #of}, add with the {@code with} methods, sign the {@link #statement()} in an
 * {@link Envelope}. The environment (Java, operating system, libraries on the class path) is
 * collected, not typed. Immutable and thread-safe; equal by value.
 *
 * <pre>{@code
 * var said = Attestation.of(artifact, signer.keyId(), clock.instant())
 *     .withInput("reviews-clean", cleaned)
 *     .withConfiguration(Node.map().put("epochs", 3).build());
 * var envelope = Envelope.sign(said.statement(), signer);
 * }</pre>
 */
public final class Attestation {

  /** The predicate type of an attestation's statement. */
  public static final String PREDICATE_TYPE = "https://carrack.dev/provenance/v1";

  private final ArtifactVersion artifact;
  private final String who;
  private final Instant when;
  private final List<Input> inputs;
  private final List<Cid> receipts;
  private final Node configuration;
  private final Optional<Code> code;
  private final Map<String, String> environment;

  private Attestation(
      ArtifactVersion artifact,
      String who,
      Instant when,
      List<Input> inputs,
      List<Cid> receipts,
      Node configuration,
      Optional<Code> code,
      Map<String, String> environment) {
    this.artifact = artifact;
    this.who = who;
    this.when = when;
    this.inputs = List.copyOf(inputs);
    this.receipts = List.copyOf(receipts);
    this.configuration = configuration;
    this.code = code;
    this.environment = Map.copyOf(environment);
  }

  /**
   * An attestation without inputs, receipts, code or configuration, and with this JVM's
   * environment.
   *
   * @param who the key identifier of whoever will sign
   * @param when when the artifact was made, UTC
   */
  public static Attestation of(ArtifactVersion artifact, String who, Instant when) {
    return new Attestation(
        artifact,
        who,
        when,
        List.of(),
        List.of(),
        Node.map().build(),
        Optional.empty(),
        Environment.current());
  }

  /** Adds something the artifact was made from. */
  public Attestation withInput(String name, Cid root) {
    List<Input> more = new ArrayList<>(inputs);
    more.add(new Input(name, root));
    return new Attestation(artifact, who, when, more, receipts, configuration, code, environment);
  }

  /**
   * Adds the {@link Envelope#cid()} of a receipt whose output is an input or the artifact itself.
   */
  public Attestation withReceipt(Cid envelope) {
    List<Cid> more = new ArrayList<>(receipts);
    more.add(envelope);
    return new Attestation(artifact, who, when, inputs, more, configuration, code, environment);
  }

  /**
   * Sets the configuration of the training, or of whatever made the artifact.
   *
   * @param configuration an open map
   * @throws IllegalArgumentException if it is no map
   */
  public Attestation withConfiguration(Node configuration) {
    if (!(configuration instanceof Node.Struct)) {
      throw new IllegalArgumentException("a configuration is a map: use Node.map()");
    }
    return new Attestation(artifact, who, when, inputs, receipts, configuration, code, environment);
  }

  /** Sets the code that made the artifact. */
  public Attestation withCode(Code code) {
    return new Attestation(
        artifact, who, when, inputs, receipts, configuration, Optional.of(code), environment);
  }

  /** Replaces the collected environment, for work that another machine did. */
  public Attestation withEnvironment(Map<String, String> environment) {
    return new Attestation(artifact, who, when, inputs, receipts, configuration, code, environment);
  }

  /**
   * Reads the attestation out of a statement.
   *
   * @throws MalformedException naming the field that is wrong; also if the statement is of another
   *     type or its subject is not the artifact
   */
  public static Attestation from(Statement statement) {
    if (!statement.predicateType().equals(PREDICATE_TYPE)) {
      throw Fields.malformed("predicateType", "is not " + PREDICATE_TYPE);
    }
    Fields fields = Fields.of(statement.predicate(), "predicate");
    Attestation attestation;
    try {
      attestation =
          new Attestation(
              ArtifactVersion.from(fields.fields("artifact")),
              fields.text("who"),
              fields.instant("when"),
              fields.list("inputs", item -> Input.from(item.fields())),
              fields.list("receipts", Fields.Item::cid),
              fields.map("configuration"),
              fields.optional("code", Code::from),
              fields.texts("environment"));
    } catch (IllegalArgumentException e) {
      throw Fields.malformed("predicate.artifact", "is not valid: " + e.getMessage());
    }
    fields.end();
    if (!statement.subjects().equals(List.of(attestation.subject()))) {
      throw Fields.malformed("subject", "is not the artifact " + attestation.artifact);
    }
    return attestation;
  }

  /**
   * Checks an envelope's signatures and reads the attestation in it.
   *
   * @throws IntegrityException if a signature is not valid or {@link #who()} has not signed
   * @throws MalformedException if the payload is no attestation
   */
  public static Attestation verified(
      Envelope envelope, Collection<? extends SignatureScheme> schemes) {
    Attestation attestation = from(envelope.verifiedStatement(schemes));
    if (!envelope.signers().contains(attestation.who)) {
      throw new IntegrityException(
          "statement about "
              + attestation.artifact
              + " is by "
              + attestation.who
              + " but signed by "
              + envelope.signers(),
          "ask its author for one that is signed");
    }
    return attestation;
  }

  /** The statement to sign; its subject is the artifact's name and root. */
  public Statement statement() {
    Node.MapBuilder facts = Node.map();
    environment.forEach(facts::put);
    Node predicate =
        Node.map()
            .put("artifact", artifact.toNode())
            .put("who", who)
            .put("when", when.toString())
            .put("inputs", Node.list(inputs.stream().map(Input::toNode).toList()))
            .put("receipts", texts(receipts))
            .put("configuration", configuration)
            .put("code", code.map(Code::toNode))
            .put("environment", facts.build())
            .build();
    return Statement.of(List.of(subject()), PREDICATE_TYPE, predicate);
  }

  private static Node texts(List<Cid> cids) {
    return Node.list(cids.stream().map(cid -> Node.of(cid.toString())).toList());
  }

  private Subject subject() {
    return new Subject(artifact.name(), artifact.root());
  }

  /** Which artifact and version. */
  public ArtifactVersion artifact() {
    return artifact;
  }

  /** The key identifier of whoever says so. */
  public String who() {
    return who;
  }

  /** When the artifact was made, as its maker says, UTC. */
  public Instant when() {
    return when;
  }

  /** What the artifact was made from. */
  public List<Input> inputs() {
    return inputs;
  }

  /** The CIDs of the receipts' envelopes. */
  public List<Cid> receipts() {
    return receipts;
  }

  /** The configuration, a map. */
  public Node configuration() {
    return configuration;
  }

  /** The code, where it was said. */
  public Optional<Code> code() {
    return code;
  }

  /** Facts about the machine and its software. */
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attestation that && statement().equals(that.statement());
  }

  @Override
  public int hashCode() {
    return 31 * artifact.hashCode() + when.hashCode();
  }

  /** Artifact, author and time. */
  @Override
  public String toString() {
    return artifact + " by " + who + " at " + when;
  }
}
