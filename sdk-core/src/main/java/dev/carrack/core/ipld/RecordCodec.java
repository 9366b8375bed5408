package dev.carrack.core.ipld;

import dev.carrack.core.MalformedException;

/**
 * Maps a Java record to a value of the data model, a map of its components by their names, and
 * back. Immutable and thread-safe; made once, used often.
 *
 * <table>
 * <caption>Types of components</caption>
 * <tr><td>{@code boolean}, {@code String}, {@code byte[]}, {@code Cid}, {@code Node}</td>
 *   <td>boolean, string, bytes, link, any value</td></tr>
 * <tr><td>{@code byte short int long BigInteger}</td><td>integer, range checked</td></tr>
 * <tr><td>{@code float double}</td><td>float; an integer is taken if it is exactly that number,
 *   because JavaScript writes 1.0 as 1</td></tr>
 * <tr><td>an enum</td><td>string, the constant's name</td></tr>
 * <tr><td>{@code Optional<T>}</td><td>T, or no entry in the map (not null)</td></tr>
 * <tr><td>{@code List<T>}, {@code Map<String, T>}</td><td>list, map</td></tr>
 * <tr><td>a record</td><td>map</td></tr>
 * <tr><td>a sealed interface of records</td><td>map of one entry: the record's simple name and its
 *   map (a keyed union of IPLD schemas)</td></tr>
 * </table>
 *
 * <p>Wrapper classes are taken like their primitives. Reading is strict: an entry that no component
 * has, and a component that no entry has, are errors that name the place ({@code /layers/0/name}),
 * and so is what a record's own constructor refuses.
 *
 * @param <T> the record
 */
public final class RecordCodec<T extends Record> {

  private final Class<T> type;
  private final Form form;

  private RecordCodec(Class<T> type, Form form) {
    this.type = type;
    this.form = form;
  }

  /**
   * The mapping of a record class.
   *
   * @throws IllegalArgumentException if it has a component of another type than those above, or is
   *     in a module that does not open its package
   */
  public static <T extends Record> RecordCodec<T> of(Class<T> type) {
    return new RecordCodec<>(type, new Forms().of(type, Where.ROOT));
  }

  /**
   * The record as a value.
   *
   * @throws IllegalArgumentException if a component is null
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public Node toNode(T record) {
    return form.write(record, Where.ROOT);
  }

  /**
   * The record that a value stands for.
   *
   * @throws MalformedException naming the place and what is wrong there
   */
  public T fromNode(Node node) {
    return type.cast(form.read(node, Where.ROOT));
  }

  /** The record as DAG-CBOR; errors as {@link #toNode} and {@link DagCbor#encode} have. */
  public byte[] encode(T record) {
    return DagCbor.encode(toNode(record));
  }

  /** The record out of strict DAG-CBOR; errors as {@link DagCbor#decode} and {@link #fromNode}. */
  public T decode(byte[] dagCbor) {
    return fromNode(DagCbor.decode(dagCbor));
  }

  @Override
  public String toString() {
    return "RecordCodec[" + type.getName() + "]";
  }
}
