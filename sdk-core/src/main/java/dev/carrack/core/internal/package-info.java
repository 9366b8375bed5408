/**
 * What two packages of this module share and nobody else should call: the few pieces of the
 * protobuf wire format that DAG-PB nodes and UnixFS messages are made of, and the order of UTF-8
 * text.
 */
@NullMarked
package dev.carrack.core.internal;

import org.jspecify.annotations.NullMarked;
