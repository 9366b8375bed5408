/**
 * The command line: one class a command, each thin over the SDK, so it is also a tour of its calls.
 *
 * <p>{@code Main} starts {@link dev.carrack.cli.Cli}, which holds the options that every command
 * takes, finds the command asked for and turns errors into one line and an exit code. Commands
 * write results through {@code Results} to standard output and everything else to standard error.
 * {@code Commands} lists them; only the one asked for is loaded, so that light ones start fast.
 */
@NullMarked
package dev.carrack.cli;

import org.jspecify.annotations.NullMarked;
