package dev.carrack.core;

/** Blocks by CID, to read and to write. Implementations are thread-safe. */
public interface BlockStore extends BlockSource, BlockSink {}
