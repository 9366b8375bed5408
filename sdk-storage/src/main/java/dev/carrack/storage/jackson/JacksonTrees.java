package dev.carrack.storage.jackson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.Multibase;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jackson trees as values of the IPLD data model and back. Bytes and links follow DAG-JSON: {@code
 * {"/": "<cid>"}} is a link, {@code {"/": {"bytes": "<base64>"}}} are bytes, and maps that DAG-JSON
 * reserves are refused, so a tree read from DAG-JSON text is the value that text encodes. A Jackson
 * {@code BinaryNode} is bytes too. Stateless.
 */
public final class JacksonTrees {

  private static final String SLASH = "/";
  private static final String BYTES = "bytes";

  private JacksonTrees() {}

  /**
   * The value that a tree stands for.
   *
   * @throws MalformedException naming the place of a number, a string or a map that the data model
   *     cannot hold, such as a decimal that is no 64-bit float
   * @throws LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public static Node toNode(JsonNode tree) {
    return toNode(tree, Place.ROOT);
  }

  private static Node toNode(JsonNode tree, Place at) {
    try {
      return switch (tree.getNodeType()) {
        case NULL -> Node.nil();
        case BOOLEAN -> Node.of(tree.booleanValue());
        case NUMBER -> number(tree);
        case STRING -> Node.of(tree.textValue());
        case BINARY -> Node.of(tree.binaryValue());
        case ARRAY -> list(tree, at);
        case OBJECT -> map(tree, at);
        default ->
            throw new MalformedException(
                "a " + tree.getNodeType() + " node stands for no value", "use plain JSON nodes");
      };
    } catch (java.io.IOException e) {
      throw new IllegalStateException("binary nodes hold their bytes", e);
    } catch (MalformedException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("at '")
          ? e
          : new MalformedException("at '" + at + "': " + e.getMessage(), "", e);
    }
  }

  private static Node number(JsonNode tree) {
    if (tree.isIntegralNumber()) {
      return Node.of(tree.bigIntegerValue());
    }
    double value = tree.doubleValue();
    if (tree.isBigDecimal()
        && Double.isFinite(value)
        && tree.decimalValue().compareTo(new BigDecimal(value)) != 0
        && tree.decimalValue().compareTo(new BigDecimal(Double.toString(value))) != 0) {
      throw new MalformedException(
          "the decimal " + tree.decimalValue() + " is no 64-bit float", "store it as text");
    }
    return Node.of(value);
  }

  private static Node list(JsonNode tree, Place at) {
    List<Node> out = new ArrayList<>();
    for (JsonNode item : tree) {
      out.add(toNode(item, at.below(out.size())));
    }
    return Node.list(out);
  }

  private static Node map(JsonNode tree, Place at) {
    JsonNode slash = tree.get(SLASH);
    if (slash != null && (slash.isTextual() || bytes(slash).isPresent())) {
      if (tree.size() != 1 || (slash.isObject() && slash.size() != 1)) {
        throw new MalformedException(
            "a map uses the reserved key '/' together with others", "rename the key '/'");
      }
      return slash.isTextual()
          ? Node.of(Cid.parse(slash.textValue()))
          : Node.of(base64(bytes(slash).orElseThrow()));
    }
    Map<String, Node> out = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> fields = tree.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      out.put(field.getKey(), toNode(field.getValue(), at.below(field.getKey())));
    }
    return Node.map(out);
  }

  private static Optional<String> bytes(JsonNode slash) {
    JsonNode bytes = slash.isObject() ? slash.get(BYTES) : null;
    return bytes == null || !bytes.isTextual() ? Optional.empty() : Optional.of(bytes.textValue());
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("bytes are not base64", "write RFC 4648 base64", e);
    }
  }

  /**
   * The tree of a value, in the form of DAG-JSON.
   *
   * @throws MalformedException if it holds a map that DAG-JSON reserves, naming the place
   * @throws LimitException if it is nested deeper than {@link DagCbor#MAX_DEPTH}
   */
  public static JsonNode toTree(Node node) {
    return toTree(node, Place.ROOT);
  }

  private static JsonNode toTree(Node node, Place at) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node instanceof Node.Bool bool) {
      return make.booleanNode(bool.value());
    } else if (node instanceof Node.Int integer) {
      return integer(integer, make);
    } else if (node instanceof Node.Float64 number) {
      return make.numberNode(number.value());
    } else if (node instanceof Node.Text text) {
      return make.textNode(text.value());
    } else if (node instanceof Node.Bytes bytes) {
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes.value());
      return make.objectNode().set(SLASH, make.objectNode().put(BYTES, base64));
    } else if (node instanceof Node.Link link) {
      return make.objectNode().put(SLASH, text(link.value()));
    } else if (node instanceof Node.Array list) {
      ArrayNode out = make.arrayNode();
      for (Node item : list.value()) {
        out.add(toTree(item, at.below(out.size())));
      }
      return out;
    } else if (node instanceof Node.Struct map) {
      return tree(map, at, make);
    }
    return make.nullNode();
  }

  // Base 32 even for IPNS names, as DAG-JSON fixes it.
  private static String text(Cid cid) {
    return cid.version() == 0 ? cid.toString() : cid.toString(Multibase.BASE32);
  }

  // Numbers as Jackson's parser makes them, so that trees of the same text are equal.
  private static JsonNode integer(Node.Int integer, JsonNodeFactory make) {
    int bits = integer.value().bitLength();
    return bits < 32
        ? make.numberNode(integer.value().intValue())
        : bits < 64
            ? make.numberNode(integer.value().longValue())
            : make.numberNode(integer.value());
  }

  private static JsonNode tree(Node.Struct map, Place at, JsonNodeFactory make) {
    ObjectNode out = make.objectNode();
    for (Map.Entry<String, Node> entry : map.value().entrySet()) {
      JsonNode value = toTree(entry.getValue(), at.below(entry.getKey()));
      if (entry.getKey().equals(SLASH) && (value.isTextual() || bytes(value).isPresent())) {
        throw new MalformedException(
            "at '" + at + "': a map cannot be DAG-JSON: its key '/' is reserved",
            "rename the key '/'");
      }
      out.set(entry.getKey(), value);
    }
    return out;
  }

  /** Where a node is: written out for errors only, for the keys on the way may be long. */
  private record Place(@Nullable Place parent, Object segment, int depth) {

    private static final Place ROOT = new Place(null, "", 0);

    Place below(Object key) {
      if (depth == DagCbor.MAX_DEPTH) {
        throw new LimitException(
            "value is nested deeper than " + DagCbor.MAX_DEPTH, "split it into linked blocks");
      }
      return new Place(this, key, depth + 1);
    }

    @Override
    public String toString() {
      Deque<String> segments = new ArrayDeque<>();
      for (Place at = this; at != null && at.parent != null; at = at.parent) {
        segments.addFirst(at.segment.toString());
      }
      return "/" + String.join("/", segments);
    }
  }
}
