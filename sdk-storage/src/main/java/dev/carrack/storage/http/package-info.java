/**
 * Fetching from peers over HTTP without trusting them.
 *
 * <p>{@link dev.carrack.storage.http.TrustlessGateway} asks one or several gateways for blocks,
 * CARs and pieces and checks every one. {@code DagFetch} is one fetch of a whole graph, {@code
 * PieceFetch} one of a piece. One peer is one {@code Holder}: its requests, its answers and its
 * errors are in that class. {@code RedirectGuard} keeps a peer from pointing us at addresses inside
 * our own network. okhttp stays inside this package.
 */
@NullMarked
package dev.carrack.storage.http;

import org.jspecify.annotations.NullMarked;
