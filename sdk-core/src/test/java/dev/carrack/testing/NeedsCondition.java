package dev.carrack.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a test marked {@link Needs} runs, is skipped by name, or fails. */
final class NeedsCondition implements ExecutionCondition {
  private final Map<String, String> environment;

  /** Called by JUnit. */
  NeedsCondition() {
    this(System.getenv());
  }

  NeedsCondition(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class))
        .map(needs -> evaluate(needs.value()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("needs nothing"));
  }

  ConditionEvaluationResult evaluate(String... needs) {
    for (String need : needs) {
      if (isPresent(need)) {
        continue;
      }
      String reason = "needs " + need + ": " + howToGet(need);
      if (required().contains(need)) {
        throw new IllegalStateException("CARRACK_REQUIRE asks for it, and the test " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
    return ConditionEvaluationResult.enabled("has " + Arrays.toString(needs));
  }

  private boolean isPresent(String need) {
    return switch (need) {
      case "fixtures" -> Fixtures.folder(environment).filter(Files::isDirectory).isPresent();
      case "anvil" -> onPath("npm", "npm.cmd");
      default ->
          throw new IllegalArgumentException("no such need: " + need + "; known: fixtures, anvil");
    };
  }

  private static String howToGet(String need) {
    return need.equals("fixtures")
        ? "set CARRACK_FIXTURES to the folder of official test vectors"
        : "put npm (Node.js 18 or newer) on the PATH; it fetches the pinned anvil";
  }

  private Set<String> required() {
    return Arrays.stream(environment.getOrDefault("CARRACK_REQUIRE", "").split(","))
        .map(String::strip)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean onPath(String... names) {
    return Arrays.stream(
            environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
        .anyMatch(Files::isExecutable);
  }
}
