/**
 * Where things are and how long bytes take: points on the globe, countries, the speed of light,
 * round trips and the links between two sites.
 *
 * <p>{@link dev.carrack.compute.near.GeoPoint} and {@link dev.carrack.compute.near.Countries} say
 * where; {@link dev.carrack.compute.near.Light} says which claims cannot be true; {@link
 * dev.carrack.compute.near.RttProbe} measures; {@link dev.carrack.compute.near.Link} turns distance
 * or a measurement into seconds. Depends on nothing else in this module.
 */
@NullMarked
package dev.carrack.compute.near;

import org.jspecify.annotations.NullMarked;
