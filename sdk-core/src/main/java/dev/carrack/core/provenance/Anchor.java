package dev.carrack.core.provenance;

import dev.carrack.core.Cid;
import java.time.Instant;

/**
 * Where and when a batch root was made public: a fact read back from the ledger, not a claim.
 *
 * @param ledger which ledger, in CAIP-10 form: {@code eip155:CHAIN_ID:0xCONTRACT}
 * @param root the Merkle root of the batch
 * @param batch the CID of the batch's bytes, as it stands on the ledger
 * @param height the block number (epoch on Filecoin)
 * @param time the block's time
 * @param transaction the transaction's hash, or empty where the ledger's state does not tell it
 * @param sender who anchored it, as a DID
 */
public record Anchor(
    String ledger,
    Digest root,
    Cid batch,
    long height,
    Instant time,
    String transaction,
    String sender) {}
