/**
 * Offers, placement and functions that run beside the data.
 *
 * <p>A {@link dev.carrack.compute.Planner} takes a {@link dev.carrack.compute.Job} and what {@link
 * dev.carrack.compute.OfferSource}s know ({@link dev.carrack.compute.Site}s and {@link
 * dev.carrack.compute.GpuOffer}s), works out every candidate, and gives a {@link
 * dev.carrack.compute.Plan} whose table says why. {@code CostModel} has the formulas, {@code
 * Conditions} the reasons to reject, {@code Ranking} the order.
 *
 * <p>{@code .near} knows distances and links, {@code .wasm} runs functions.
 */
@NullMarked
package dev.carrack.compute;

import org.jspecify.annotations.NullMarked;
