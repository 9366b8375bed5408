package dev.carrack.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names what a test cannot run without: {@code "fixtures"} (the folder of official vectors in
 * {@code CARRACK_FIXTURES}) or {@code "anvil"} (npm on the {@code PATH}, which starts the pinned
 * anvil).
 *
 * <p>Where a need is absent the test is skipped with a reason that says how to get it; where {@code
 * CARRACK_REQUIRE} (a comma list) names the need, the test fails instead.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {
  /** The needs, each {@code "fixtures"} or {@code "anvil"}. */
  String[] value();
}
