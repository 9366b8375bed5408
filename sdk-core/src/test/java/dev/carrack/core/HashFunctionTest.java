package dev.carrack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashFunctionTest {

  private static final byte[] ABC = ascii("abc");
  private static final PieceCid EMPTY_PIECE = new PieceHasher().finish();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  // Sources: Python's hashlib (OpenSSL) for SHA and BLAKE2, @noble/hashes 2 for Keccak and BLAKE3.
  @ParameterizedTest
  @CsvSource({
    "identity, 00, 616263",
    "sha1, 11, a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha2-224, 1013, 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "sha2-256, 12, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha2-384, 20, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        + "8086072ba1e7cc2358baeca134c825a7",
    "sha2-512, 13, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "sha2-512-224, 1014, 4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa",
    "sha2-512-256, 1015, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
    "dbl-sha2-256, 56, 4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358",
    "sha3-224, 17, e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    "sha3-256, 16, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "sha3-384, 15, ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
        + "98d88cea927ac7f539f1edf228376d25",
    "sha3-512, 14, b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    "keccak-224, 1a, c30411768506ebe1c2871b1ee2e87d38df342317300a9b97a95ec6a8",
    "keccak-256, 1b, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    "keccak-384, 1c, f7df1165f033337be098e7d288ad6a2f74409d7a60b49c36642218de161b1f99"
        + "f8c681e4afaf31a34db29fb763e3c28e",
    "keccak-512, 1d, 18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5"
        + "d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96",
    "blake3, 1e, 6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
    "blake2b-8, b201, 6b",
    "blake2b-160, b214, 384264f676f39536840523f284921cdc68b6846b",
    "blake2b-256, b220, bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "blake2b-512, b240, ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
    "blake2s-8, b241, 0d",
    "blake2s-128, b250, aa4938119b1dc7b87cbad0ffd200d0ae",
    "blake2s-256, b260, 508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"
  })
  void hashesAbc(String name, String code, String digest) {
    HashFunction function = HashFunction.named(name);
    Multihash hash = function.hash(ABC);

    assertThat(hex(hash.digest())).isEqualTo(digest);
    assertThat(hash.code()).isEqualTo(Long.parseLong(code, 16)).isEqualTo(function.code());
    if (function.proves()) {
      assertThat(hash.matches(ABC)).isTrue();
      assertThat(hash.matches(ascii("abd"))).isFalse();
    }
  }

  // Source: Python's hashlib; SHA-256 over the digests of "abc" at every length, shortest first.
  @ParameterizedTest
  @CsvSource({
    "blake2b-, 64, 9d1cdef0b728145136303c3d27212397502c10036c04beee860a12d3bdc6c8d0",
    "blake2s-, 32, 6866e62e30160d70773053e540cb7050eaeb86aea495ac93079cd424e7f4c3a9"
  })
  void everyLengthOfBlake2IsAFunctionOfItsOwn(String family, int longest, String digest) {
    MessageDigest all = HashFunction.SHA2_256.newDigest();
    for (int bytes = 1; bytes <= longest; bytes++) {
      all.update(HashFunction.named(family + 8 * bytes).hash(ABC).digest());
    }
    assertThat(hex(all.digest())).isEqualTo(digest);
  }

  // Source: @multiformats/murmur3 2.
  @ParameterizedTest
  @CsvSource({
    "'', 00000000000000000000000000000000",
    "abc, b4963f3f3fad78673ba2744126ca2d52",
    "0123456789, 3f9652ac3effeb248027a17cf2990b07",
    "0123456789abcdef, 4be06d94cf4ad1a787c35b5c63a708da",
    "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c7a433ca9c49a9347"
  })
  void murmurIsWrittenBigEndian(String text, String digest) {
    assertThat(hex(HashFunction.named("murmur3-x64-128").hash(ascii(text)).digest()))
        .isEqualTo(digest);
    assertThat(hex(HashFunction.MURMUR3_X64_64.hash(ascii(text)).digest()))
        .isEqualTo(digest.substring(0, 16));
  }

  @ParameterizedTest
  @MethodSource("dev.carrack.core.HashFunction#all")
  void streamsInPiecesOfAnySizeAndStartsAfresh(HashFunction function) {
    byte[] data = new byte[function.equals(HashFunction.IDENTITY) ? 100 : 300];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 7);
    }
    Multihash whole = function.hash(data);
    MessageDigest digest = function.newDigest();
    digest.update(ABC);
    digest.reset();
    digest.update(data[0]);
    digest.update(data, 1, 36);
    digest.update(ByteBuffer.wrap(data, 37, data.length - 37));

    assertThat(function.multihash(digest.digest())).isEqualTo(whole);
    assertThat(digest.digest(data)).isEqualTo(whole.digest());
    assertThat(HashFunction.of(function.code())).isSameAs(function);
    if (!function.equals(HashFunction.IDENTITY)) {
      assertThat(whole.digestLength()).isEqualTo(function.digestLength());
    }
  }

  @Test
  void hashesABufferWithoutMovingIt() {
    ByteBuffer buffer = ByteBuffer.wrap(ascii("xabcx"), 1, 3);

    assertThat(HashFunction.BLAKE3.hash(buffer)).isEqualTo(HashFunction.BLAKE3.hash(ABC));
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void theIdentityIsBounded() {
    assertThat(HashFunction.IDENTITY.hash(new byte[128]).digest()).isEqualTo(new byte[128]);
    assertThatThrownBy(() -> HashFunction.IDENTITY.hash(new byte[129]))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("128");
    assertThatThrownBy(() -> HashFunction.SHA1.multihash(Arrays.copyOf(ABC, 21)))
        .isInstanceOf(MalformedException.class);
  }

  // Loading its signed jar takes longer than hashing a small file.
  @Test
  void sha256LoadsNoBouncyCastle() throws Exception {
    URL classes = HashFunction.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader jdk = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, jdk)) {
      Class<?> functions = alone.loadClass(HashFunction.class.getName());
      Object sha256 = functions.getField("SHA2_256").get(null);
      Object digest = functions.getMethod("newDigest").invoke(sha256);

      assertThat(((MessageDigest) digest).digest(ABC)).isEqualTo(Multihash.sha256(ABC).digest());
    }
  }

  // Programs that only name pieces and blocks run with this module's classes alone.
  @Test
  void namingBlocksAndPiecesLoadsNoBouncyCastle() throws Exception {
    URL classes = HashFunction.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader jdk = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, jdk)) {
      for (Object named : List.of(Cid.of(Codec.RAW, ABC), Multihash.sha256(ABC), EMPTY_PIECE)) {
        Class<?> type = alone.loadClass(named.getClass().getName());
        Object again =
            named instanceof Multihash
                ? type.getMethod("sha256", byte[].class).invoke(null, (Object) ABC)
                : type.getMethod("parse", String.class).invoke(null, named.toString());

        assertThat(again).hasToString(named.toString());
      }
      Class<?> hasher = alone.loadClass(PieceHasher.class.getName());
      Object piece = hasher.getMethod("finish").invoke(hasher.getConstructor().newInstance());
      assertThat(piece).hasToString(EMPTY_PIECE.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha2", "SHA2-256", "blake2b-520", "skein256-256"})
  void saysWhichFunctionItDoesNotHave(String name) {
    assertThatThrownBy(() -> HashFunction.named(name))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("'" + name + "'");
  }
}
