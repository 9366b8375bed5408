/** Offers, placement and functions that run beside the data. */
@NullMarked
package dev.carrack.compute;

import org.jspecify.annotations.NullMarked;
