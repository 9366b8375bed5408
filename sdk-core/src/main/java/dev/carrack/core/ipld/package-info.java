/**
 * Structured blocks: the IPLD data model and its codecs.
 *
 * <p>{@link dev.carrack.core.ipld.Node} is the value; the codecs turn it into bytes and back,
 * strictly: what decodes has exactly one encoding.
 */
@NullMarked
package dev.carrack.core.ipld;

import org.jspecify.annotations.NullMarked;
