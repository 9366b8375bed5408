package dev.carrack.core;

/** How one base writes bytes, without any prefix. Immutable and thread-safe. */
interface TextCodec {

  String encode(byte[] data);

  /**
   * The bytes that {@code text} stands for; it is the only text that does, letter case aside.
   *
   * @throws MalformedException if it is not of this base
   * @throws LimitException if it is longer than this base can afford to read
   */
  byte[] decode(String text);
}
