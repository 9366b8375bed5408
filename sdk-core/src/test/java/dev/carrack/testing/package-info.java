/**
 * What the tests of every module share: {@link dev.carrack.testing.Needs} says what a test cannot
 * run without, {@link dev.carrack.testing.Fixtures} finds the official vectors. Not part of the
 * SDK.
 */
@NullMarked
package dev.carrack.testing;

import org.jspecify.annotations.NullMarked;
