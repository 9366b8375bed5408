/**
 * Talking to nodes: {@link dev.carrack.compute.http.NearNode} asks one to run a function and checks
 * the receipt, {@link dev.carrack.compute.http.NodeOffers} tells the planner what nodes offer.
 * okhttp is used in this package only.
 */
@NullMarked
package dev.carrack.compute.http;

import org.jspecify.annotations.NullMarked;
