/**
 * Measurements of Carrack's hot paths, each as a ratio to what the JDK itself does in the same
 * process.
 *
 * <p>{@link dev.carrack.benchmarks.PieceRate} times piece commitments. The scripts beside the
 * source tree compare the command line with other implementations.
 */
@NullMarked
package dev.carrack.benchmarks;

import org.jspecify.annotations.NullMarked;
