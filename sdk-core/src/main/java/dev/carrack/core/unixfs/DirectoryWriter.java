package dev.carrack.core.unixfs;

import dev.carrack.core.MalformedException;
import dev.carrack.core.internal.Utf8;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the entries of one directory and writes it: plain, or sharded where it is large. */
final class DirectoryWriter {

  private final BlockWriter out;
  private final NodeFacts facts;
  private final Map<String, Imported> entries = new TreeMap<>(Utf8::compare);

  DirectoryWriter(BlockWriter out, NodeFacts facts) {
    this.out = out;
    this.facts = facts;
  }

  /** Adds an entry; a name is any text that can stand in a path. */
  void add(String name, Imported entry) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new MalformedException("'" + name + "' cannot name a directory entry", "rename it");
    }
    if (entries.put(name, entry) != null) {
      throw new MalformedException("the directory entry '" + name + "' occurs twice", "rename one");
    }
  }

  Imported finish() {
    List<PbLink> links = new ArrayList<>(entries.size());
    long size = 0;
    for (Map.Entry<String, Imported> entry : entries.entrySet()) {
      Imported child = entry.getValue();
      links.add(PbLink.of(child.cid(), entry.getKey(), child.dagSize()));
      size += child.size();
    }
    if (measure(links) > Profile.SHARD_ABOVE) {
      return new ShardWriter(out).write(links, size, facts);
    }
    return out.node(EntryKind.DIRECTORY, links, UnixFsMessage.directory(facts), size);
  }

  private long measure(List<PbLink> links) {
    if (out.profile().threshold() == Profile.Threshold.BLOCK_BYTES) {
      return DagPb.size(PbNode.of(links, UnixFsMessage.directory(facts)));
    }
    long total = 0;
    for (PbLink link : links) {
      total += Utf8.length(link.nameOrEmpty()) + link.cid().size();
    }
    return total;
  }
}
