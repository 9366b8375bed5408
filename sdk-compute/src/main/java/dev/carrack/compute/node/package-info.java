/**
 * Running functions beside the data, and letting others ask for it.
 *
 * <p>A {@link dev.carrack.compute.node.Task} says which function, over which input, with which
 * parameters, under which limits; its CID names it. {@link dev.carrack.compute.node.NearData} runs
 * tasks over a {@link dev.carrack.compute.node.TaskStore} and gives a {@link
 * dev.carrack.compute.node.TaskResult}, whose receipt is signed. {@link
 * dev.carrack.compute.node.ComputeEndpoint} plugs that into the embedded node; the other side is
 * {@code dev.carrack.compute.http.NearNode}.
 */
@NullMarked
package dev.carrack.compute.node;

import org.jspecify.annotations.NullMarked;
