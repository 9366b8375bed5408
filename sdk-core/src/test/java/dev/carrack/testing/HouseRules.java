package dev.carrack.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every published module promises about its shape, and what it says of its own: which other
 * packages it may see and where each library is confined. One {@code ArchitectureTest} a module
 * runs them over the compiled classes.
 */
public final class HouseRules {
  private static final String[] JDK_AND_ANNOTATIONS = {
    "java..", "javax..", "org.slf4j..", "org.jspecify.annotations.."
  };

  private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));
  private final Map<String, ArchRule> rules = new LinkedHashMap<>();

  private HouseRules(String[] visible) {
    rules.put(
        "sees only what DESIGN allows",
        classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(concat(JDK_AND_ANNOTATIONS, visible)));
    rules.put(
        "has no cycle between packages",
        SlicesRuleDefinition.slices().matching("dev.carrack.(**)").should().beFreeOfCycles());
    rules.put("shows no library type", Signatures.showOnlyJdkAndCarrack(Map.of()));
    rules.put("returns no future", Signatures.showNone("java.util.concurrent.CompletableFuture"));
    rules.put(
        "names classes for what they are",
        noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Manager|Impl|Base|Helper)")
            .orShould()
            .haveNameMatching(".*[.$](Abstract|Base)[A-Z].*"));
    rules.put(
        "marks every package null-free",
        classes()
            .should(Signatures.resideInNullMarkedPackages())
            .because("the compiler checks nulls only where @NullMarked says so"));
    rules.put(
        "leaves the process to its owner",
        noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class));
    rules.put(
        "writes to no console unasked",
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.carrack.core.Progress") // console() is the asking
            .and()
            .doNotHaveFullyQualifiedName("dev.carrack.fvm.dev.Prefetch") // a program of the build
            .should()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould(Signatures.readStandardStreams()));
    rules.put(
        "has no static state that changes",
        fields().that().areStatic().should().beFinal().allowEmptyShould(true));
  }

  /**
   * The rules of one module.
   *
   * @param visible packages of Carrack and of libraries the module may use besides the JDK, slf4j
   *     and jspecify, as ArchUnit patterns
   */
  public static HouseRules seeing(String... visible) {
    return new HouseRules(visible);
  }

  /** Adds that only {@code homes} may use {@code library}; all are ArchUnit package patterns. */
  public HouseRules confining(String library, String... homes) {
    rules.put(
        "keeps " + library + " in its place",
        noClasses()
            .that()
            .resideOutsideOfPackages(homes)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .allowEmptyShould(true));
    return this;
  }

  /** Adds that only the classes {@code named} and those nested in them may use {@code library}. */
  public HouseRules confiningToClasses(String library, String... named) {
    rules.put(
        "keeps " + library + " in its classes",
        noClasses()
            .that()
            .haveNameNotMatching("(" + String.join("|", named) + ")([$].*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .allowEmptyShould(true));
    return this;
  }

  /**
   * Lets one package show the types of one library: it is there so that users of that library meet
   * this SDK, and nobody else needs it.
   */
  public HouseRules meeting(String libraryPrefix, String home) {
    rules.put(
        "shows no library type", Signatures.showOnlyJdkAndCarrack(Map.of(home, libraryPrefix)));
    return this;
  }

  /** One test a rule. */
  public Stream<DynamicTest> tests() {
    return Stream.concat(
        Stream.of(DynamicTest.dynamicTest("exports what is not internal", this::checkExports)),
        rules.entrySet().stream()
            .map(
                rule ->
                    DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(classes))));
  }

  // A module without module-info exports everything.
  private void checkExports() throws IOException {
    Path descriptor = Path.of("target/classes/module-info.class");
    if (Files.exists(descriptor)) {
      try (InputStream in = Files.newInputStream(descriptor)) {
        assertThat(ModuleDescriptor.read(in).exports())
            .as("packages that module-info.java exports")
            .extracting(ModuleDescriptor.Exports::source)
            .containsExactlyInAnyOrderElementsOf(
                classes.stream()
                    .map(JavaClass::getPackageName)
                    .filter(name -> !name.endsWith(".internal"))
                    .collect(Collectors.toSet()));
      }
    }
  }

  private static String[] concat(String[] first, String[] second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }
}
