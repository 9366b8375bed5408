package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.piece.PieceCid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of the commit log: everything in it happens together. Layout: docs/format-v1.md,
 * "Commit records".
 *
 * @param added packs that are there from now on
 * @param removed packs that are gone from now on
 * @param set references and what they point to from now on
 * @param unset references that are gone from now on
 * @param nextPack no pack has had this number yet, or a greater one
 */
record CommitRecord(
    List<PackInfo> added,
    List<Integer> removed,
    Map<String, Cid> set,
    List<String> unset,
    int nextPack) {

  /** The records of a new log that say the same as {@code state}, each of modest size. */
  static List<byte[]> snapshot(StoreState state, int itemsPerRecord) {
    List<byte[]> records = new ArrayList<>();
    List<PackInfo> packs = new ArrayList<>(state.packs().values());
    for (int i = 0; i < packs.size(); i += itemsPerRecord) {
      List<PackInfo> some = packs.subList(i, Math.min(packs.size(), i + itemsPerRecord));
      records.add(
          new CommitRecord(some, List.of(), Map.of(), List.of(), state.nextPack()).encode());
    }
    Map<String, Cid> some = new LinkedHashMap<>();
    for (Map.Entry<String, Cid> ref : state.refs().entrySet()) {
      some.put(ref.getKey(), ref.getValue());
      if (some.size() == itemsPerRecord) {
        records.add(ofRefs(some, state.nextPack()).encode());
        some.clear();
      }
    }
    // Also where nothing is left: the last record keeps the pack numbers from being used again.
    records.add(ofRefs(some, state.nextPack()).encode());
    return records;
  }

  private static CommitRecord ofRefs(Map<String, Cid> set, int nextPack) {
    return new CommitRecord(List.of(), List.of(), Map.copyOf(set), List.of(), nextPack);
  }

  byte[] encode() {
    Node.MapBuilder refs = Node.map();
    set.forEach(refs::put);
    return DagCbor.encode(
        Node.map()
            .put("add", Node.list(added.stream().map(CommitRecord::encode).toList()))
            .put("remove", Node.list(removed.stream().map(id -> Node.of((long) id)).toList()))
            .put("set", refs.build())
            .put("unset", Node.list(unset.stream().map(Node::of).toList()))
            .put("next", nextPack)
            .build());
  }

  private static Node encode(PackInfo pack) {
    return Node.map()
        .put("id", pack.id())
        .put("bytes", pack.bytes())
        .put("blocks", pack.blocks())
        .put("root", pack.root())
        .put("piece", pack.piece().map(piece -> Node.of(piece.v2())))
        .build();
  }

  /**
   * Decodes a record.
   *
   * @throws MalformedException naming the field
   */
  static CommitRecord decode(byte[] payload) {
    Node node = DagCbor.decode(payload);
    Map<String, Cid> set = new LinkedHashMap<>();
    node.at("set").entries().forEach((name, target) -> set.put(name, target.link()));
    return new CommitRecord(
        node.at("add").items().stream().map(CommitRecord::pack).toList(),
        node.at("remove").items().stream().map(id -> (int) id.int64()).toList(),
        set,
        node.at("unset").items().stream().map(Node::text).toList(),
        (int) node.at("next").int64());
  }

  private static PackInfo pack(Node node) {
    long id = node.at("id").int64();
    long bytes = node.at("bytes").int64();
    long blocks = node.at("blocks").int64();
    if (id < 0
        || id > Integer.MAX_VALUE
        || bytes < PackFormat.HEADER
        || bytes > Integer.MAX_VALUE
        || blocks < 0
        || blocks > PackOptions.MAX_PACK_BLOCKS) {
      throw new MalformedException(
          "pack %d of %d bytes and %d blocks is out of range".formatted(id, bytes, blocks),
          "open it with newer software");
    }
    Optional<PieceCid> piece = node.find("piece").map(Node::link).map(PieceCid::from);
    return new PackInfo((int) id, bytes, (int) blocks, node.at("root").link(), piece);
  }
}
