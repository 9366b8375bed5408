/** Store, open, version and verify artifacts. */
@NullMarked
package dev.carrack.storage;

import org.jspecify.annotations.NullMarked;
