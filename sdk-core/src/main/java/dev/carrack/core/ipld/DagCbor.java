package dev.carrack.core.ipld;

/**
 * DAG-CBOR, the strict CBOR form of the IPLD data model. Spec: ipld DAG-CBOR.
 *
 * <p>Every value has exactly one encoding and only that one decodes: shortest integers and lengths,
 * string keys sorted by length and then bytes, no duplicates, nothing indefinite, 64-bit finite
 * floats, links as tag 42, one item and no bytes after it. Integers reach from -2^64 to 2^64-1.
 */
public final class DagCbor {

  /** How deep lists and maps may be nested; one more is refused. */
  public static final int MAX_DEPTH = 1024;

  /**
   * How many values a decoder makes of one document, as many as the largest block can hold; one
   * more is refused. It bounds the memory that a document of small values takes.
   */
  public static final int MAX_ITEMS = 2 << 20;

  private DagCbor() {}

  /**
   * The one encoding of a value.
   *
   * @throws dev.carrack.core.MalformedException if a string holds an unpaired surrogate
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link #MAX_DEPTH}
   */
  public static byte[] encode(Node node) {
    CborWriter out = new CborWriter();
    out.write(node, 0);
    return out.toBytes();
  }

  /**
   * The value that {@code bytes} encode.
   *
   * @throws dev.carrack.core.MalformedException naming the rule broken and the offset
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link #MAX_DEPTH} or has
   *     more than {@link #MAX_ITEMS} values
   */
  public static Node decode(byte[] bytes) {
    return CborReader.strict(bytes).document();
  }

  /**
   * As {@link #decode}, but keys in any order, integers and lengths wider than needed, and 16 and
   * 32-bit floats are accepted: for blocks of old or careless encoders. Their CIDs are of the bytes
   * they had; what {@link #encode} makes of the value has another.
   *
   * @throws dev.carrack.core.MalformedException naming the rule broken and the offset
   * @throws dev.carrack.core.LimitException as {@link #decode} does
   */
  public static Node decodeLenient(byte[] bytes) {
    return CborReader.lenient(bytes).document();
  }
}
