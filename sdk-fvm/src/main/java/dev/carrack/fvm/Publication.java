package dev.carrack.fvm;

import dev.carrack.core.Cid;
import java.time.Instant;

/**
 * One version of a name as the ledger keeps it: a fact read back from the chain.
 *
 * @param name the name
 * @param version 1 for the first, then without gaps
 * @param cid what the name stood for in this version
 * @param publisher who published it, the name's owner at that time
 * @param height the block number (epoch on Filecoin)
 * @param time the block's time
 */
public record Publication(
    String name, long version, Cid cid, EvmAddress publisher, long height, Instant time) {}
