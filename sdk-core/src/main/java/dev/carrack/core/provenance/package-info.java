/**
 * Who made what from what: signed statements, the append-only log that holds them, and proofs that
 * a stranger can check.
 *
 * <p>Say it: an {@link dev.carrack.core.provenance.Attestation} about an artifact, or a {@link
 * dev.carrack.core.provenance.Receipt} of a function's run, becomes an in-toto {@link
 * dev.carrack.core.provenance.Statement}, which a {@link dev.carrack.core.provenance.Signer} signs
 * into an {@link dev.carrack.core.provenance.Envelope}. Keep it: a {@link
 * dev.carrack.core.provenance.ProvenanceLog} is a Merkle tree on disk, its {@link
 * dev.carrack.core.provenance.Batch}es are anchored on a {@link
 * dev.carrack.core.provenance.Ledger}. Prove it: {@link dev.carrack.core.provenance.Proof} is one
 * file; who reads it elsewhere brings a {@link dev.carrack.core.provenance.Verifier} and gets a
 * {@link dev.carrack.core.provenance.Verdict}.
 */
@NullMarked
package dev.carrack.core.provenance;

import org.jspecify.annotations.NullMarked;
