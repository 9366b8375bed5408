/**
 * CAR: blocks in a row, for carrying graphs over wires and into files.
 *
 * <p>{@link dev.carrack.core.car.CarReader} hands out blocks one by one, each checked against its
 * CID; {@link dev.carrack.core.car.CarWriter} writes them, the same blocks always the same bytes;
 * {@link dev.carrack.core.car.Car} moves whole graphs between CARs and stores. All stream: memory
 * is one block. Spec: ipld CARv1 and CARv2.
 */
@NullMarked
package dev.carrack.core.car;

import org.jspecify.annotations.NullMarked;
