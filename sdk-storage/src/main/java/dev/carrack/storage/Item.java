package dev.carrack.storage;

import dev.carrack.core.Cid;
import dev.carrack.core.unixfs.EntryKind;

/**
 * One line of a listing.
 *
 * @param name the entry's name in its directory
 * @param cid its UnixFS CID
 * @param kind what it is
 * @param bytes a file's size; 0 for directories and links
 */
public record Item(String name, Cid cid, EntryKind kind, long bytes) {}
