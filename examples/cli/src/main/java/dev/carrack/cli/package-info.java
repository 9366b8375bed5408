/** The command line. */
@NullMarked
package dev.carrack.cli;

import org.jspecify.annotations.NullMarked;
