package dev.carrack.core.pack;

/**
 * What a garbage collection did.
 *
 * @param blocksKept blocks in the store afterwards
 * @param blocksRemoved blocks that no reference reached
 * @param bytesBefore bytes of all packs before
 * @param bytesAfter bytes of all packs afterwards
 * @param packsRemoved packs deleted, whether their live blocks were copied or there were none
 * @param packsWritten packs that live blocks were copied to
 */
public record GcReport(
    long blocksKept,
    long blocksRemoved,
    long bytesBefore,
    long bytesAfter,
    int packsRemoved,
    int packsWritten) {}
