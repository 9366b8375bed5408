/** The closed loop on one machine, on real data. */
@NullMarked
package dev.carrack.quickstart;

import org.jspecify.annotations.NullMarked;
