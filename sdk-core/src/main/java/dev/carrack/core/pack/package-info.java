/**
 * The pack store: where blocks lie on the local disk.
 *
 * <p>{@code PackStore} is a directory of packs (plain CARv1 files) and one commit log, the only
 * truth. Begin a {@code PutSession}, put blocks, commit a root and references: what {@code commit}
 * has returned survives a crash and a power loss. One process writes, any number read without
 * locks. A pack's bytes are a Filecoin piece, its PieceCID falls out of the same pass.
 *
 * <pre>{@code
 * try (PackStore store = PackStore.open(dir);
 *     PutSession put = store.begin(Progress.none())) {
 *   Cid root = UnixFsImporter.into(put).tree(files).cid();
 *   Committed done = put.commit(root, RefChanges.none().set("data", root));
 *   System.out.println(done.newBytes() + " new, " + done.packs().get(0).piece().orElseThrow());
 * }
 * }</pre>
 *
 * <p>{@link dev.carrack.core.pack.RecordLog} and {@link dev.carrack.core.pack.WriterLock} are the
 * two parts that other durable files can use as well. The format is written down in
 * docs/format-v1.md.
 */
@NullMarked
package dev.carrack.core.pack;

import org.jspecify.annotations.NullMarked;
