/**
 * Where Jackson meets the IPLD data model: {@link dev.carrack.storage.jackson.JacksonTrees} turns a
 * {@code JsonNode} into a {@link dev.carrack.core.ipld.Node} and back, so that what an application
 * has as a Jackson tree is stored as DAG-CBOR and read again.
 */
@NullMarked
package dev.carrack.storage.jackson;

import org.jspecify.annotations.NullMarked;
