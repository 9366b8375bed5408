package dev.carrack.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Conditions on what a caller of the API can see. */
final class Signatures {
  private Signatures() {}

  /** {@code meetings} are packages that exist to show a library, each with its prefix. */
  static ArchRule showOnlyJdkAndCarrack(Map<String, String> meetings) {
    return everyVisibleType(
        "be of the JDK or Carrack",
        (owner, type) -> {
          String name = type.getBaseComponentType().getName();
          return name.startsWith(meetings.getOrDefault(owner.getPackageName(), "java."))
              || type.getBaseComponentType().isPrimitive()
              || name.startsWith("java.")
              || name.startsWith("javax.")
              || name.startsWith("dev.carrack.");
        });
  }

  static ArchRule showNone(String unwanted) {
    return everyVisibleType("be no " + unwanted, (owner, type) -> !type.getName().equals(unwanted));
  }

  static ArchCondition<JavaClass> resideInNullMarkedPackages() {
    return condition(
        "reside in a package marked @NullMarked",
        (type, events) -> {
          if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
            events.add(
                SimpleConditionEvent.violated(
                    type, type.getPackageName() + " lacks a package-info with @NullMarked"));
          }
        });
  }

  static ArchCondition<JavaClass> readStandardStreams() {
    return condition(
        "read System.out or System.err",
        (type, events) -> {
          for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
            boolean console =
                access.getTargetOwner().isEquivalentTo(System.class)
                    && !access.getTarget().getName().equals("in");
            events.add(new SimpleConditionEvent(access, console, access.getDescription()));
          }
        });
  }

  private static ArchRule everyVisibleType(String rule, BiPredicate<JavaClass, JavaClass> mayShow) {
    return classes()
        .that()
        .arePublic()
        .should(
            condition(
                "show types that " + rule,
                (type, events) -> {
                  if (!isVisible(type)) {
                    return;
                  }
                  Predicate<JavaClass> allowed = shown -> mayShow.test(type, shown);
                  Stream<JavaType> parents =
                      Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                  report(type, type.getName(), parents, allowed, events);
                  for (JavaMember member : type.getMembers()) {
                    if (isVisible(member)) {
                      report(type, member.getFullName(), typesOf(member), allowed, events);
                    }
                  }
                }))
        .allowEmptyShould(true);
  }

  private static void report(
      JavaClass owner,
      String where,
      Stream<JavaType> types,
      Predicate<JavaClass> allowed,
      ConditionEvents events) {
    types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .distinct()
        .filter(allowed.negate())
        .forEach(
            type ->
                events.add(
                    SimpleConditionEvent.violated(owner, where + " shows " + type.getName())));
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      return Stream.of(
              Stream.of(unit.getReturnType()),
              unit.getParameterTypes().stream(),
              unit.getExceptionTypes().stream())
          .flatMap(types -> types);
    }
    return Stream.of(((JavaField) member).getType());
  }

  /** A public type nested in a hidden one cannot be named by a caller. */
  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Signatures::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED))
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static ArchCondition<JavaClass> condition(String description, Check check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.run(type, events);
      }
    };
  }

  private interface Check {
    void run(JavaClass type, ConditionEvents events);
  }
}
