package dev.carrack.core.ipns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;

/** Keys, names, signatures and records that npm's libp2p made. */
final class PeerVectors {

  private static final Properties VALUES = load();

  private PeerVectors() {}

  static String text(String name) {
    return VALUES.getProperty(name);
  }

  static byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  private static Properties load() {
    Properties values = new Properties();
    try (InputStream in = PeerVectors.class.getResourceAsStream("peers.properties")) {
      values.load(in);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
