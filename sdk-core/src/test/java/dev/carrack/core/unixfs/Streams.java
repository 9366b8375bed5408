package dev.carrack.core.unixfs;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The deterministic data of the published vectors, as streams that are never whole in memory. */
final class Streams {

  private Streams() {}

  /** AES-256-CTR keystream, key 32 x 01, IV 16 x 00: the generator behind js-importer-cids.json. */
  static InputStream aes(long length) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 1);
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return new Keystream(cipher, length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** ChaCha20-IETF keystream, key sha256(seed), nonce 12 x 00: the generator of IPIP-499. */
  static InputStream chacha(String seed, long length) {
    try {
      byte[] key =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "ChaCha20"),
          new ChaCha20ParameterSpec(new byte[12], 0));
      return new Keystream(cipher, length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Keystream extends InputStream {
    private final Cipher cipher;
    private final byte[] zeros = new byte[64 << 10];
    private final byte[] block = new byte[64 << 10];
    private int at = block.length;
    private long left;

    Keystream(Cipher cipher, long length) {
      this.cipher = cipher;
      this.left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (at == block.length) {
        try {
          cipher.update(zeros, 0, zeros.length, block);
        } catch (GeneralSecurityException e) {
          throw new AssertionError(e);
        }
        at = 0;
      }
      int count = (int) Math.min(Math.min(length, block.length - at), left);
      System.arraycopy(block, at, to, offset, count);
      at += count;
      left -= count;
      return count;
    }
  }
}
