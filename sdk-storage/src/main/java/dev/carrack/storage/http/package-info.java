/**
 * Fetching from peers over HTTP without trusting them.
 *
 * <p>{@link dev.carrack.storage.http.TrustlessGateway} asks one or several gateways for blocks and
 * checks every one. One peer is one {@code Holder}: its requests, its answers and its errors are in
 * that class. {@code RedirectGuard} keeps a peer from pointing us at addresses inside our own
 * network. okhttp stays inside this package.
 */
@NullMarked
package dev.carrack.storage.http;

import org.jspecify.annotations.NullMarked;
