package dev.carrack.core.ipld;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The form of a record: a map of its components. */
final class RecordForm implements Form {

  private record Component(String name, Method accessor, Form form, boolean optional) {}

  private final Class<? extends Record> type;
  private final List<Component> components = new ArrayList<>();
  private final Constructor<?> constructor;

  RecordForm(Class<? extends Record> type) {
    this.type = type;
    try {
      Class<?>[] types = new Class<?>[type.getRecordComponents().length];
      for (int i = 0; i < types.length; i++) {
        types[i] = type.getRecordComponents()[i].getType();
      }
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "the module of " + type.getName() + " must open its package to this one", e);
    }
  }

  void fill(Forms forms, Where at) {
    for (RecordComponent component : type.getRecordComponents()) {
      Optional<Type> inner = Forms.optional(component.getGenericType());
      Form form = forms.of(inner.orElse(component.getGenericType()), at.at(component.getName()));
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      components.add(new Component(component.getName(), accessor, form, inner.isPresent()));
    }
  }

  @Override
  public Node write(Object value, Where at) {
    Map<String, Node> out = new LinkedHashMap<>();
    for (Component component : components) {
      Where inside = at.at(component.name());
      Object part = Containers.present(read(component, value), inside);
      if (component.optional()) {
        ((Optional<?>) part)
            .ifPresent(held -> out.put(component.name(), component.form().write(held, inside)));
      } else {
        out.put(component.name(), component.form().write(part, inside));
      }
    }
    return Node.map(out);
  }

  private static Object read(Component component, Object value) {
    try {
      return component.accessor().invoke(value);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("accessor " + component.name() + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("accessors have been made accessible", e);
    }
  }

  @Override
  public Object read(Node node, Where at) {
    Map<String, Node> left = new LinkedHashMap<>(Containers.map(node, at));
    Object[] parts = new Object[components.size()];
    for (int i = 0; i < parts.length; i++) {
      Component component = components.get(i);
      Node part = left.remove(component.name());
      Where inside = at.at(component.name());
      if (part == null && !component.optional()) {
        throw inside.malformed(
            "the field is missing; " + type.getSimpleName() + " needs it",
            "check the document's version");
      }
      Optional<Object> read =
          Optional.ofNullable(part).map(held -> component.form().read(held, inside));
      parts[i] = component.optional() ? read : read.orElseThrow();
    }
    for (String unknown : left.keySet()) {
      throw at.at(unknown)
          .malformed(
              "the field is unknown to " + type.getSimpleName(), "check the document's version");
    }
    return construct(parts, at);
  }

  private Object construct(Object[] parts, Where at) {
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw at.malformed(type.getSimpleName() + " refuses it: " + cause.getMessage(), cause);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("a record is concrete and was made accessible", e);
    }
  }
}
