package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Cid;
import dev.carrack.core.HashFunction;
import dev.carrack.core.Multibase;
import dev.carrack.core.Multihash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MultiformatsInteropTest {
  private static final int CASES = Integer.getInteger("interop.multiformats", 10_000);

  @Test
  void everyBaseOfThePeerEncodesAndDecodesAlike() {
    try (Peer peer = Peers.node("multiformats")) {
      List<String> theirs = Stream.of(peer.text("bases").split(" ")).sorted().toList();
      List<Multibase> both =
          Multibase.all().stream().filter(base -> theirs.contains(base.toString())).toList();
      System.out.println("bases of both: " + both);
      assertThat(both).hasSizeGreaterThan(20);
      for (int i = 0; i < CASES; i++) {
        Multibase base = both.get(i % both.size());
        byte[] name = Peer.arg(base);
        byte[] data = leadingZeros(Seed.random("bases", i));
        String text = base.encode(data);
        assertThat(peer.text("encode", name, data)).isEqualTo(text);
        assertThat(peer.bytes("decode", name, Peer.arg(text))).isEqualTo(data);
        assertThat(Multibase.decode(text)).isEqualTo(data);
        peer.agreed();
      }
      peer.report("bytes in " + both.size() + " bases, there and back");
    }
  }

  @Test
  void cidsPrintAndParseAlike() {
    List<Multibase> bases = List.of(Multibase.BASE32, Multibase.BASE36, Multibase.BASE58BTC);
    try (Peer peer = Peers.node("multiformats")) {
      for (int i = 0; i < CASES; i++) {
        Cid ours = Documents.cid(Seed.random("cids", i));
        Cid theirs = Cid.decode(peer.bytes("make", Seed.number("cids", i)));
        for (Cid cid : List.of(ours, theirs)) {
          Multibase base = cid.version() == 0 ? Multibase.BASE58BTC : bases.get(i % 3);
          String text = cid.version() == 0 ? cid.toString() : cid.toString(base);
          assertThat(peer.text("print", Peer.arg(base), cid.bytes())).isEqualTo(text);
          assertThat(peer.bytes("parse", Peer.arg(base), Peer.arg(text))).isEqualTo(cid.bytes());
          assertThat(Cid.parse(text)).isEqualTo(cid);
        }
        peer.agreed();
      }
      peer.report("CIDs of both, printed and parsed by both");
    }
  }

  @Test
  void theHashFunctionsOfThePeerGiveTheSameMultihash() {
    try (Peer peer = Peers.node("multiformats")) {
      List<HashFunction> functions =
          Stream.of(peer.text("hashes").split(" "))
              .map(Long::valueOf)
              .map(HashFunction::of)
              .toList();
      System.out.println("hash functions of both: " + functions);
      for (int i = 0; i < CASES / 10; i++) {
        Random random = Seed.random("hashes", i);
        HashFunction function = functions.get(i % functions.size());
        boolean identity = function.code() == Multihash.IDENTITY;
        byte[] data = Documents.bytes(random, random.nextInt(identity ? 128 : 2000));
        byte[] theirs = peer.bytes("hash", Peer.arg(function.code()), data);
        assertThat(theirs).isEqualTo(function.hash(data).bytes());
        assertThat(Multihash.read(ByteBuffer.wrap(theirs)).matches(data)).isTrue();
        peer.agreed();
      }
      peer.report("multihashes of " + functions.size() + " functions");
    }
  }

  private static byte[] leadingZeros(Random random) {
    byte[] data = Documents.bytes(random, random.nextInt(60));
    for (int i = random.nextInt(4); i-- > 0 && i < data.length; ) {
      data[i] = 0;
    }
    return data;
  }
}
