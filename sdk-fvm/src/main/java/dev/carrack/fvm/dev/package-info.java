/**
 * A chain for development, demonstrations and tests: a real Ethereum node (anvil) on a loopback
 * port of this machine, with funded accounts and no value.
 *
 * <p>{@link dev.carrack.fvm.dev.DevChain} is the whole of it. anvil and the Solidity compiler come
 * from npm, pinned by the lock file beside this package, into a cache folder of the user; {@link
 * dev.carrack.fvm.dev.Prefetch} does that ahead of time, so that later runs need no network.
 */
@NullMarked
package dev.carrack.fvm.dev;

import org.jspecify.annotations.NullMarked;
