/**
 * Who made what from what: signed statements, the append-only log that holds them, and proofs that
 * a stranger can check.
 *
 * <p>Ports: a {@link dev.carrack.core.provenance.Signer} signs, a {@link
 * dev.carrack.core.provenance.SignatureScheme} checks signatures of one kind, a {@link
 * dev.carrack.core.provenance.Ledger} anchors a batch root where everybody can see it.
 */
@NullMarked
package dev.carrack.core.provenance;

import org.jspecify.annotations.NullMarked;
