/**
 * Formats, hashes, provenance values and ports: content identifiers, the IPLD codecs, UnixFS, CARs,
 * pieces, the pack store and the log of signed statements.
 */
module dev.carrack.core {
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.carrack.core;
  exports dev.carrack.core.car;
  exports dev.carrack.core.ipld;
  exports dev.carrack.core.ipns;
  exports dev.carrack.core.pack;
  exports dev.carrack.core.piece;
  exports dev.carrack.core.provenance;
  exports dev.carrack.core.tensor;
  exports dev.carrack.core.unixfs;
}
