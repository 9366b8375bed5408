package dev.carrack.core;

/** {@link BlockSink#none()}. */
final class NoBlocks implements BlockSink {

  static final BlockSink SINK = new NoBlocks();

  private NoBlocks() {}

  @Override
  public void put(Block block) {}

  @Override
  public Cid put(Codec codec, byte[] bytes, int offset, int length) {
    return Cid.of(codec, bytes, offset, length);
  }
}
