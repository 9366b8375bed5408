/**
 * The embedded node: serves what a store holds to whoever verifies it.
 *
 * <p>{@link dev.carrack.storage.node.EmbeddedNode} starts it from {@link
 * dev.carrack.storage.node.NodeOptions}. It is a trustless gateway ({@code /ipfs/{cid}}, raw blocks
 * and CAR) and a piece server ({@code /piece/{pieceCid}}, with ranges); other modules add endpoints
 * through {@link dev.carrack.storage.node.Extension}. One request class, one handler: {@code
 * IpfsHandler}, {@code PieceHandler}, {@code ExtensionHandler}. Jetty stays inside this package;
 * its jar is optional and needed only here.
 */
@NullMarked
package dev.carrack.storage.node;

import org.jspecify.annotations.NullMarked;
