/**
 * The values everything else is built from.
 *
 * <p>Start at {@link dev.carrack.core.Cid}: what some bytes are called. A {@link
 * dev.carrack.core.Block} is bytes whose CID was checked; a {@link dev.carrack.core.BlockSource}
 * gives blocks, a {@link dev.carrack.core.BlockSink} takes them, a {@link
 * dev.carrack.core.BlockStore} does both. {@link dev.carrack.core.Multibase}, {@link
 * dev.carrack.core.Multihash} and {@link dev.carrack.core.Varint} are the encodings inside a CID;
 * {@link dev.carrack.core.HashFunction} computes. {@link dev.carrack.core.Multiaddr} and {@link
 * dev.carrack.core.PeerId} say where and who a peer is.
 *
 * <pre>{@code
 * Cid cid = Cid.of(Codec.RAW, bytes); // bafkrei…
 * Cid same = Cid.parse(cid.toString(Multibase.BASE36));
 * Multihash digest = HashFunction.named("blake3").hash(bytes);
 * URI url = Multiaddr.parse("/dns/example.com/tcp/443/tls/http").toUri().orElseThrow();
 * }</pre>
 *
 * <p>Everything that can go wrong is a {@link dev.carrack.core.CarrackException}, a sealed set.
 * Long operations report to a {@link dev.carrack.core.Progress} and stop when their thread is
 * interrupted.
 *
 * <p>Next: {@code core.ipld} (structured blocks), {@code core.unixfs} (files and trees), {@code
 * core.car} (streams of blocks), {@code core.piece} (Filecoin commitments), {@code core.pack} (the
 * store on disk), {@code core.provenance} (who made what from what), {@code core.ipns} (names that
 * may move).
 */
@NullMarked
package dev.carrack.core;

import org.jspecify.annotations.NullMarked;
