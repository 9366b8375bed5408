/**
 * Structured blocks: the IPLD data model and its codecs.
 *
 * <p>{@link dev.carrack.core.ipld.Node} is the value. {@link dev.carrack.core.ipld.DagCbor}, {@link
 * dev.carrack.core.ipld.DagJson} and {@link dev.carrack.core.ipld.DagPb} turn it into bytes and
 * back, strictly: what decodes has exactly one encoding (DAG-PB keeps the order of links it finds).
 * {@link dev.carrack.core.ipld.Links} says what a block links to, {@link dev.carrack.core.ipld.Dag}
 * walks along, {@link dev.carrack.core.ipld.DagPath} follows keys and links, and {@link
 * dev.carrack.core.ipld.RecordCodec} maps Java records.
 *
 * <pre>{@code
 * record Layer(String name, int width) {}
 *
 * byte[] cbor = RecordCodec.of(Layer.class).encode(new Layer("dense", 128));
 * Layer back = RecordCodec.of(Layer.class).decode(cbor);
 * String json = DagJson.print(DagCbor.decode(cbor)); // {"name":"dense","width":128}
 * }</pre>
 *
 * <p>Inside: {@code CborReader} and {@code CborWriter}, {@code JsonReader}, {@code JsonWriter} and
 * {@code JsonFloat} do the work; lengths are held against the bytes that are there before
 * allocating, and nesting is bounded.
 */
@NullMarked
package dev.carrack.core.ipld;

import org.jspecify.annotations.NullMarked;
