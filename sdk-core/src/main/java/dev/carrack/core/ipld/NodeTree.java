package dev.carrack.core.ipld;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares, hashes and prints nodes with one stack frame a level. What records and the JDK's
 * collections bring along takes six, which a document nested to the limit turns into a stack
 * overflow.
 */
final class NodeTree {

  private NodeTree() {}

  static boolean same(Node a, @Nullable Object b) {
    if (a == b) {
      return true;
    } else if (a instanceof Node.Array list) {
      if (!(b instanceof Node.Array other) || list.value().size() != other.value().size()) {
        return false;
      }
      Iterator<Node> theirs = other.value().iterator();
      for (Node item : list.value()) {
        if (!same(item, theirs.next())) {
          return false;
        }
      }
      return true;
    } else if (a instanceof Node.Struct map) {
      if (!(b instanceof Node.Struct other) || map.value().size() != other.value().size()) {
        return false;
      }
      for (Map.Entry<String, Node> entry : map.value().entrySet()) {
        if (!same(entry.getValue(), other.value().get(entry.getKey()))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  static int hash(Node node) {
    int hash = 1;
    if (node instanceof Node.Array list) {
      for (Node item : list.value()) {
        hash = 31 * hash + hash(item);
      }
      return hash;
    } else if (node instanceof Node.Struct map) {
      for (Map.Entry<String, Node> entry : map.value().entrySet()) {
        hash += entry.getKey().hashCode() ^ hash(entry.getValue()); // in any order
      }
      return hash;
    }
    return node.hashCode();
  }

  static void print(Node node, StringBuilder out) {
    String separator = "";
    if (node instanceof Node.Array list) {
      out.append("Array[");
      for (Node item : list.value()) {
        out.append(separator);
        print(item, out);
        separator = ", ";
      }
      out.append(']');
    } else if (node instanceof Node.Struct map) {
      out.append("Struct[");
      for (Map.Entry<String, Node> entry : map.value().entrySet()) {
        out.append(separator).append(entry.getKey()).append('=');
        print(entry.getValue(), out);
        separator = ", ";
      }
      out.append(']');
    } else {
      out.append(node);
    }
  }
}
