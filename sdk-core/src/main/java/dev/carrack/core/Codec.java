package dev.carrack.core;

/**
 * How a block's bytes are to be read: the content-type code of a CID. An open set: any code of the
 * multicodec table may occur, the constants are those this SDK reads itself.
 *
 * @param code the multicodec code, 0 or more
 */
public record Codec(long code) {

  /** Bytes without links. */
  public static final Codec RAW = new Codec(0x55);

  /** DAG-PB, the protobuf form that UnixFS nodes use. */
  public static final Codec DAG_PB = new Codec(0x70);

  /** DAG-CBOR, the strict CBOR form of the IPLD data model. */
  public static final Codec DAG_CBOR = new Codec(0x71);

  /** Public keys as IPNS names. */
  public static final Codec LIBP2P_KEY = new Codec(0x72);

  /** DAG-JSON, the JSON form of the IPLD data model. */
  public static final Codec DAG_JSON = new Codec(0x0129);

  /** Filecoin unsealed commitment: the codec of PieceCID v1. */
  public static final Codec FIL_COMMITMENT_UNSEALED = new Codec(0xf101);

  /** Checks the code. */
  public Codec {
    if (code < 0) {
      throw new IllegalArgumentException("codec code must not be negative: " + code);
    }
  }

  /** The table's name where this SDK knows it, else the code in hex such as {@code 0x78}. */
  @Override
  public String toString() {
    if (code == 0x55) {
      return "raw";
    } else if (code == 0x70) {
      return "dag-pb";
    } else if (code == 0x71) {
      return "dag-cbor";
    } else if (code == 0x72) {
      return "libp2p-key";
    } else if (code == 0x0129) {
      return "dag-json";
    } else if (code == 0xf101) {
      return "fil-commitment-unsealed";
    }
    return "0x" + Long.toHexString(code);
  }
}
