package dev.carrack.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.Multihash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookupTest {

  private final Random random = new Random(3);

  private Cid cid() {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    Codec codec = random.nextBoolean() ? Codec.RAW : Codec.DAG_PB;
    return Cid.of(codec, Multihash.of(Multihash.SHA2_256, digest));
  }

  private PackIndex index(List<Cid> cids) {
    PackIndex index = new PackIndex();
    int offset = 100;
    for (Cid cid : cids) {
      index.add(cid, offset, 10);
      offset += 50;
    }
    return index;
  }

  @Test
  void findsEveryBlockOfManyPacks() {
    Lookup lookup = Lookup.EMPTY;
    Map<Cid, Lookup.Place> expected = new HashMap<>();
    for (int pack = 1; pack <= 60; pack++) {
      List<Cid> cids = new ArrayList<>(Collections.nCopies(1 + random.nextInt(40), null));
      cids.replaceAll(none -> cid());
      PackIndex index = PackIndex.decode(index(cids).encode(10_000), 10_000);
      for (int i = 0; i < cids.size(); i++) {
        expected.put(cids.get(i), new Lookup.Place(pack, 100 + 50 * i, 10));
      }
      lookup = lookup.with(Map.of(pack, Run.of(pack, index)));
    }

    Lookup all = lookup;
    assertThat(all.size()).isEqualTo(expected.size());
    assertThat(expected)
        .allSatisfy((cid, place) -> assertThat(all.find(cid.hash())).containsExactly(place));
    assertThat(all.find(cid().hash())).isEmpty();

    Lookup some = all.only(Set.of(7, 8, 900));
    assertThat(expected)
        .allSatisfy(
            (cid, place) ->
                assertThat(some.find(cid.hash()))
                    .hasSize(place.pack() == 7 || place.pack() == 8 ? 1 : 0));
  }

  @Test
  void offersAllPlacesWhoseDigestsBeginAlike() {
    byte[] one = cid().hash().digest();
    byte[] two = one.clone();
    two[31] ^= 1;
    Cid first = Cid.of(Codec.RAW, Multihash.of(Multihash.SHA2_256, one));
    Cid second = Cid.of(Codec.RAW, Multihash.of(Multihash.SHA2_256, two));
    PackIndex index = PackIndex.decode(index(List.of(first, second)).encode(500), 500);

    Lookup lookup = Lookup.EMPTY.with(Map.of(1, Run.of(1, index)));

    assertThat(lookup.find(first.hash())).hasSize(2);
  }

  @Test
  void tellsTheIndexSizeBeforeEncoding() {
    PackIndex index = new PackIndex();
    int offset = 100;
    for (int i = 0; i < 300; i++) {
      Cid next = i % 50 == 49 ? Cid.of(new Codec(0x300 + i), new byte[] {1}) : cid();
      int expected = index.sizeWith(next);
      index.add(next, offset, 1);
      offset += 50;
      assertThat(index.encode(1)).hasSize(expected);
    }
  }

  @Test
  void aFullPackHasAnIndexThatPeersTake() {
    PackIndex index = new PackIndex();
    for (int i = 0; i < PackOptions.MAX_PACK_BLOCKS; i++) {
      index.add(cid(), 100 + i, 1);
    }

    assertThat(index.encode(200_000).length).isLessThan(Block.MAX_SIZE);
    assertThat(PackIndex.decode(index.encode(200_000), 200_000).count())
        .isEqualTo(PackOptions.MAX_PACK_BLOCKS);
  }
}
