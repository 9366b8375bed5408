package dev.carrack.core.ipld;

import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * DAG-JSON, the JSON form of the IPLD data model. Spec: ipld DAG-JSON.
 *
 * <p>The canonical form has no white space, keys sorted by their UTF-8 bytes, links as {@code
 * {"/":"<cid>"}}, bytes as {@code {"/":{"bytes":"<base64>"}}}, floats always with a point or an
 * exponent, and escapes only where JSON demands them. Numbers and nesting are bounded as in {@link
 * DagCbor}.
 */
public final class DagJson {

  private DagJson() {}

  /**
   * The canonical encoding of a value, UTF-8.
   *
   * @throws MalformedException if it holds a map that DAG-JSON reserves, such as one whose first
   *     key is {@code "/"} with a string, or a string with an unpaired surrogate
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public static byte[] encode(Node node) {
    JsonWriter out = new JsonWriter();
    out.write(node, 0);
    return Utf8.encode(out.toString(), "DAG-JSON");
  }

  /** As {@link #encode}, as text. */
  public static String print(Node node) {
    return new String(encode(node), StandardCharsets.UTF_8);
  }

  /**
   * The value that {@code bytes} encode; only the canonical form is accepted.
   *
   * @throws MalformedException naming the rule broken and the place
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public static Node decode(byte[] bytes) {
    Node node = decodeLenient(bytes);
    byte[] canonical = encode(node);
    int differs = Arrays.mismatch(bytes, canonical);
    if (differs >= 0) {
      throw new MalformedException(
          "DAG-JSON is not canonical from byte " + differs + " on",
          "remove white space, sort the keys and write numbers and escapes in their short form, or"
              + " read it as json, laxly");
    }
    return node;
  }

  /**
   * As {@link #decode}, but white space, any order of keys, and other spellings of numbers, strings
   * and CIDs are accepted: for documents written by hand. Duplicate keys and reserved maps are
   * refused.
   *
   * @throws MalformedException naming the rule broken and the place
   * @throws dev.carrack.core.LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public static Node decodeLenient(byte[] bytes) {
    return new JsonReader(Utf8.decode(ByteBuffer.wrap(bytes), "DAG-JSON")).document();
  }
}
