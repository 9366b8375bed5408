package dev.carrack.core.ipld;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.MalformedException;
import java.util.List;

/** Which blocks a block links to: what a garbage collector or a copier follows. */
public final class Links {

  private Links() {}

  /**
   * The CIDs that a block links to, in the order of the block, repeats included. Raw blocks, and
   * blocks of codecs without links of their own, have none.
   *
   * @throws MalformedException if the block is not what its codec says
   */
  public static List<Cid> of(Block block) {
    return of(block.cid(), block.bytes());
  }

  /**
   * As {@link #of(Block)}, for bytes already known to belong to the CID.
   *
   * @throws MalformedException if the bytes are not what the CID's codec says
   */
  public static List<Cid> of(Cid cid, byte[] bytes) {
    Codec codec = cid.codec();
    try {
      if (codec.equals(Codec.DAG_PB)) {
        return DagPb.decode(bytes).links().stream().map(PbLink::cid).toList();
      } else if (codec.equals(Codec.DAG_CBOR)) {
        return CborReader.strict(bytes).links();
      } else if (codec.equals(Codec.DAG_JSON)) {
        return DagJson.decodeLenient(bytes).links();
      }
      return List.of();
    } catch (MalformedException e) {
      throw new MalformedException("block " + cid + ": " + e.problem(), e.remedy(), e);
    }
  }
}
