package dev.carrack.core.ipld;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the form of each Java type; a record that contains itself gets one form. */
final class Forms {

  private static final Map<Class<?>, Form> SIMPLE =
      Map.ofEntries(
          Map.entry(boolean.class, simple(v -> Node.of((boolean) v), Node::bool)),
          Map.entry(String.class, simple(v -> Node.of((String) v), Node::text)),
          Map.entry(byte[].class, simple(v -> Node.of((byte[]) v), Node::bytes)),
          Map.entry(Cid.class, simple(v -> Node.of((Cid) v), Node::link)),
          Map.entry(Node.class, simple(v -> (Node) v, node -> node)),
          Map.entry(BigInteger.class, simple(v -> Node.of((BigInteger) v), Node::integer)),
          Map.entry(long.class, whole(Long.MIN_VALUE, Long.MAX_VALUE, v -> v)),
          Map.entry(int.class, whole(Integer.MIN_VALUE, Integer.MAX_VALUE, Math::toIntExact)),
          Map.entry(short.class, whole(Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) (long) v)),
          Map.entry(byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) (long) v)),
          Map.entry(double.class, simple(v -> Node.of((double) v), Forms::exactDouble)),
          Map.entry(
              float.class,
              simple(v -> Node.of((double) (float) v), node -> exactFloat(exactDouble(node)))));

  private static final Map<Class<?>, Class<?>> PRIMITIVES =
      Map.of(
          Boolean.class, boolean.class,
          Long.class, long.class,
          Integer.class, int.class,
          Short.class, short.class,
          Byte.class, byte.class,
          Double.class, double.class,
          Float.class, float.class);

  private final Map<Class<?>, Form> structs = new HashMap<>();

  /**
   * The form of a type.
   *
   * @param at the component that has it, for the error
   */
  Form of(Type type, Where at) {
    if (type instanceof Class<?> plain) {
      return plain(plain, at);
    } else if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new Containers.Items(of(of[0], at));
      } else if (generic.getRawType() == Map.class && of[0] == String.class) {
        return new Containers.Entries(of(of[1], at));
      }
    }
    throw unknown(type, at);
  }

  /** The type inside an {@code Optional}; absent if the type is no such. */
  static Optional<Type> optional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? Optional.of(generic.getActualTypeArguments()[0])
        : Optional.empty();
  }

  private Form plain(Class<?> type, Where at) {
    @Nullable Form known = SIMPLE.get(PRIMITIVES.getOrDefault(type, type));
    if (known == null) {
      known = structs.get(type);
    }
    if (known != null) {
      return known;
    } else if (type.isEnum()) {
      return new Containers.Constants(type);
    } else if (type.isRecord() && type.getTypeParameters().length == 0) {
      RecordForm form = new RecordForm(type.asSubclass(Record.class));
      structs.put(type, form); // before its components, which may hold the record itself
      form.fill(this, at);
      return form;
    } else if (type.isSealed() && type.isInterface()) {
      UnionForm form = new UnionForm(type);
      structs.put(type, form);
      form.fill(this, at);
      return form;
    }
    throw unknown(type, at);
  }

  private static IllegalArgumentException unknown(Type type, Where at) {
    return new IllegalArgumentException(
        "component '" + at + "' is a " + type.getTypeName() + ", which no value stands for");
  }

  private static Form simple(Function<Object, Node> write, Function<Node, Object> read) {
    return new Form() {
      @Override
      public Node write(Object value, Where at) {
        return write.apply(value);
      }

      @Override
      public Object read(Node node, Where at) {
        try {
          return read.apply(node);
        } catch (MalformedException e) {
          throw at.malformed(String.valueOf(e.getMessage()), e);
        }
      }
    };
  }

  private static Form whole(long least, long most, Function<Long, Object> narrow) {
    return simple(
        value -> Node.of(((Number) value).longValue()),
        node -> {
          BigInteger value = node.integer();
          if (value.bitLength() > 63 || value.longValue() < least || value.longValue() > most) {
            throw new MalformedException(
                "integer %s is outside %d … %d".formatted(value, least, most), "");
          }
          return narrow.apply(value.longValue());
        });
  }

  private static double exactDouble(Node node) {
    double value = node.float64();
    if (node instanceof Node.Int integer
        && !new java.math.BigDecimal(value).toBigInteger().equals(integer.value())) {
      throw new MalformedException("integer " + integer.value() + " is no 64-bit float", "");
    }
    return value;
  }

  private static float exactFloat(double value) {
    float narrow = (float) value;
    if (Double.compare(narrow, value) != 0) {
      throw new MalformedException("float " + value + " is no 32-bit float", "");
    }
    return narrow;
  }
}
