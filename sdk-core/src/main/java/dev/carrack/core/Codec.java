package dev.carrack.core;

import java.util.Map;

/**
 * How a block's bytes are to be read: the content-type code of a CID. An open set: any code of the
 * multicodec table may occur, the constants are those that this SDK reads or meets.
 *
 * @param code the multicodec code, 0 or more
 */
public record Codec(long code) {

  /** CBOR without the rules of DAG-CBOR. */
  public static final Codec CBOR = new Codec(0x51);

  /** Bytes without links. */
  public static final Codec RAW = new Codec(0x55);

  /** DAG-PB, the protobuf form that UnixFS nodes use. */
  public static final Codec DAG_PB = new Codec(0x70);

  /** DAG-CBOR, the strict CBOR form of the IPLD data model. */
  public static final Codec DAG_CBOR = new Codec(0x71);

  /** Public keys as IPNS names. */
  public static final Codec LIBP2P_KEY = new Codec(0x72);

  /** Git objects. */
  public static final Codec GIT_RAW = new Codec(0x78);

  /** Signed and encrypted DAG-CBOR. */
  public static final Codec DAG_JOSE = new Codec(0x85);

  /** DAG-JSON, the JSON form of the IPLD data model. */
  public static final Codec DAG_JSON = new Codec(0x0129);

  /** JSON without the rules of DAG-JSON. */
  public static final Codec JSON = new Codec(0x0200);

  /** A whole CAR as one block. */
  public static final Codec CAR = new Codec(0x0202);

  /** Filecoin unsealed commitment: the codec of PieceCID v1. */
  public static final Codec FIL_COMMITMENT_UNSEALED = new Codec(0xf101);

  /** Filecoin sealed commitment: what a sector becomes. */
  public static final Codec FIL_COMMITMENT_SEALED = new Codec(0xf102);

  private static final Map<Codec, String> NAMES =
      Map.ofEntries(
          Map.entry(CBOR, "cbor"),
          Map.entry(RAW, "raw"),
          Map.entry(DAG_PB, "dag-pb"),
          Map.entry(DAG_CBOR, "dag-cbor"),
          Map.entry(LIBP2P_KEY, "libp2p-key"),
          Map.entry(GIT_RAW, "git-raw"),
          Map.entry(DAG_JOSE, "dag-jose"),
          Map.entry(DAG_JSON, "dag-json"),
          Map.entry(JSON, "json"),
          Map.entry(CAR, "car"),
          Map.entry(FIL_COMMITMENT_UNSEALED, "fil-commitment-unsealed"),
          Map.entry(FIL_COMMITMENT_SEALED, "fil-commitment-sealed"));

  /** Checks the code. */
  public Codec {
    if (code < 0) {
      throw new IllegalArgumentException("codec code must not be negative: " + code);
    }
  }

  /** The table's name where this SDK knows it, else the code in hex such as {@code 0x7c}. */
  @Override
  public String toString() {
    return NAMES.getOrDefault(this, "0x" + Long.toHexString(code));
  }
}
