/**
 * Files and directory trees as blocks, under the CIDs that every IPFS tool prints.
 *
 * <p>A {@link dev.carrack.core.unixfs.Profile} fixes every choice that a CID depends on. {@link
 * dev.carrack.core.unixfs.UnixFsImporter} turns streams, files and trees into blocks with flat
 * memory; {@link dev.carrack.core.unixfs.UnixFs} reads them back: whole, by range, by path, as a
 * listing; {@link dev.carrack.core.unixfs.UnixFsExporter} writes them to disk, refusing names that
 * would leave the target.
 *
 * <pre>{@code
 * BlockStore store = new MemoryBlockStore(); // or a PutSession of a PackStore
 * Cid root = UnixFsImporter.into(store).withPreserved(EnumSet.allOf(Preserve.class)).tree(dir).cid();
 * Entry file = UnixFs.resolve(store, root, "train/part-0.csv");
 * try (SeekableByteChannel bytes = UnixFs.channel(store, file.cid())) {
 *   bytes.position(1_000_000);
 * }
 * UnixFsExporter.from(store).withRestored(EnumSet.allOf(Preserve.class)).export(root, target);
 * }</pre>
 *
 * <p>Inside: {@code UnixFsMessage} is the protobuf message in a node's data, {@code BalancedTree}
 * stacks the leaves of a file, {@code DirectoryWriter} and {@code ShardWriter} build plain and
 * sharded (HAMT) directories, {@code FileNode} and {@code DirectoryReader} check what they read.
 * Spec: ipfs/specs UnixFS and IPIP-499.
 */
@NullMarked
package dev.carrack.core.unixfs;

import org.jspecify.annotations.NullMarked;
