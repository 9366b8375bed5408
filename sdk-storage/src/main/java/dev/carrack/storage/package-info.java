/**
 * Artifacts: what training reads and writes, stored by content, versioned by name.
 *
 * <p>Start at {@link dev.carrack.storage.Artifacts}: {@code put} an {@link
 * dev.carrack.storage.Artifact}, get a {@link dev.carrack.storage.Version}, {@code open} it again
 * by a {@link dev.carrack.storage.Ref} such as {@code reviews@latest}. A version is named by the
 * CID of its {@link dev.carrack.storage.Manifest} (format: docs/manifest-v1.md), its content by a
 * UnixFS root.
 *
 * <p>Inside: {@code ArtifactWriter} adds versions and pins, each in one record of the pack store's
 * log; {@code ContentImport} and {@code SourceSnapshot} read what is stored; {@code Catalogue}
 * knows names, versions and tags from the store's references ({@code RefNames}); {@code
 * ContentReader} reads content; {@code StoreCheck} verifies; {@code StoreGate} keeps gc and puts
 * apart.
 *
 * <p>Beside it: {@code storage.http} fetches from peers that nobody trusts, {@code storage.node}
 * serves to them. {@code storage.jackson} turns Jackson trees into IPLD values.
 */
@NullMarked
package dev.carrack.storage;

import org.jspecify.annotations.NullMarked;
