/**
 * Throws changed bytes at every parser of sdk-core, guided by the code they reach.
 *
 * <p>Each {@code …Target} is one Jazzer target: it hands the bytes to a parser, lets a {@link
 * dev.carrack.core.CarrackException} pass and nothing else, and claims of whatever was accepted
 * that it can be written again. {@code Seeds} collects where a target begins, {@code FuzzRun} runs
 * one in a process of its own with a small heap, {@code Fuzz} runs several and prints what they
 * did.
 */
@NullMarked
package dev.carrack.fuzz;

import org.jspecify.annotations.NullMarked;
