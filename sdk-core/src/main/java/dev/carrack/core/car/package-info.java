/**
 * CAR: blocks in a row, for carrying graphs over wires and into files.
 *
 * <p>{@link dev.carrack.core.car.CarReader} hands out blocks one by one, each checked against its
 * CID; {@link dev.carrack.core.car.CarWriter} writes them, the same blocks always the same bytes.
 * {@link dev.carrack.core.car.CarFile} finds blocks in a file by its {@link
 * dev.carrack.core.car.CarIndex}, {@link dev.carrack.core.car.CarFileWriter} writes files of both
 * versions, and {@link dev.carrack.core.car.VirtualCar} is a CAR that exists only while it is read.
 * {@link dev.carrack.core.car.Car} has what is done with whole ones: export, import, verify,
 * filter, split, join. All stream: memory is one block, and where there is an index 40 bytes a
 * block. Spec: ipld CARv1 and CARv2; see docs/car.md.
 *
 * <pre>{@code
 * BlockWalk blocks = BlockWalk.dfs(store, root, Dag.Repeats.SKIP);
 * Car.write(path, List.of(root), blocks, CarOptions.v2(), Progress.none()); // replaces the file
 * Car.verify(path, Padding.REFUSE, Progress.none());
 * try (CarFile car = CarFile.open(path)) {
 *   Block block = car.require(root);
 * }
 * VirtualCar virtual = VirtualCar.of(List.of(root), blocks);
 * try (InputStream rest = virtual.open(store, 1_234_567)) { // as a range request asks
 *   rest.transferTo(out);
 * }
 * }</pre>
 */
@NullMarked
package dev.carrack.core.car;

import org.jspecify.annotations.NullMarked;
