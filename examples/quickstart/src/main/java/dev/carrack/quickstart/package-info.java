/**
 * The closed loop on one machine, on real data: {@code Quickstart} reads the options into {@code
 * Settings}, {@code Loop} is the story from storing to checking, one step after the other.
 *
 * <p>Inside: {@code RunningSites} are the simulated sites, a node and a key each; {@code Table},
 * {@code Features} and {@code Trainer} learn; {@code Notary} signs, {@code Chain} is the local
 * anvil; {@code Tamper} corrupts; {@code Stranger} runs in {@code StrangerProcess}, knowing nothing
 * but what it is given; {@code Story} prints.
 */
@NullMarked
package dev.carrack.quickstart;

import org.jspecify.annotations.NullMarked;
