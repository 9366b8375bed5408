package dev.carrack.core.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MerkleTreeTest {

  // The eight leaves and roots of certificate-transparency's merkle_tree_test.cc, carried on by
  // transparency-dev/merkle testonly/constants.go (commit 77f1b57).
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static MerkleTree reference() {
    return MerkleTree.of(
        LEAVES.stream().map(hex -> MerkleTree.leafHash(HexFormat.of().parseHex(hex))).toList());
  }

  @Test
  void hasTheRootsOfTheReferenceTreeAtEverySize() {
    MerkleTree tree = reference();

    assertThat(IntStream.rangeClosed(0, 8).mapToObj(size -> tree.root(size).toString()))
        .containsExactlyElementsOf(ROOTS);
  }

  @Test
  void hasTheInclusionProofsOfTheReferenceTree() {
    MerkleTree tree = reference();

    assertThat(tree.inclusion(0, 8).path())
        .containsExactly(
            Digest.parse("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
            Digest.parse("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            Digest.parse("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(tree.inclusion(5, 8).path())
        .containsExactly(
            Digest.parse("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
            Digest.parse("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            Digest.parse("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  }

  @Test
  void hasTheConsistencyProofsOfTheReferenceTree() {
    MerkleTree tree = reference();

    assertThat(tree.consistency(1, 1).path()).isEmpty();
    assertThat(tree.consistency(1, 8).path())
        .containsExactly(
            Digest.parse("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
            Digest.parse("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            Digest.parse("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    assertThat(tree.consistency(6, 8).path())
        .containsExactly(
            Digest.parse("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
            Digest.parse("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            Digest.parse("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    assertThat(tree.consistency(2, 5).path())
        .containsExactly(
            Digest.parse("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
            Digest.parse("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
  }

  // draft-ietf-plants-merkle-tree-certs, appendix "Subtree Test Vectors": every aligned subtree of
  // the 130 leaves 0x00, 0x01… folded into one SHA-256 (values as in transparency-dev/merkle
  // testonly/vectors_test.go, commit 1c24304). 44,000 proofs made elsewhere, compared at once.
  @Test
  void agreesWithTheSubtreeVectorsOfTheMerkleTreeCertificatesDraft() {
    List<Digest> leaves =
        IntStream.range(0, 130).mapToObj(i -> MerkleTree.leafHash(new byte[] {(byte) i})).toList();
    MessageDigest roots = Digest.newHash();
    MessageDigest proofs = Digest.newHash();

    for (int end = 1; end <= 130; end++) {
      for (int start = 0; start < end; start++) {
        int width = end - start;
        int alignment = width == 1 ? 1 : Integer.highestOneBit(width - 1) << 1;
        if (start % alignment != 0) {
          continue;
        }
        MerkleTree tree = MerkleTree.of(leaves.subList(start, end));
        fold(roots, "[%d, %d) %s\n".formatted(start, end, tree.root()));
        for (int index = start; index < end; index++) {
          StringBuilder line = new StringBuilder("%d [%d, %d)".formatted(index, start, end));
          tree.inclusion(index - start, width)
              .path()
              .forEach(hash -> line.append(' ').append(hash));
          fold(proofs, line.append('\n').toString());
        }
      }
    }

    assertThat(Digest.finish(roots))
        .hasToString("94a95384a8c69acea9b50d035a58285b3a777cb7a724005faa5e1f1e1190007f");
    assertThat(Digest.finish(proofs))
        .hasToString("ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
  }

  private static void fold(MessageDigest hash, String line) {
    hash.update(line.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Integer> sizesUpTo70() {
    return IntStream.rangeClosed(1, 70).boxed();
  }

  @ParameterizedTest
  @MethodSource("sizesUpTo70")
  void agreesWithTheRecursiveDefinition(int size) {
    List<Digest> leaves = leaves(size);
    MerkleTree tree = MerkleTree.of(leaves);

    assertThat(tree.root()).isEqualTo(NaiveTree.root(leaves));
    assertThat(CompactRange.of(0, List.of(), leaves).root()).isEqualTo(tree.root());
    for (int i = 0; i < size; i++) {
      assertThat(tree.inclusion(i, size).path()).isEqualTo(NaiveTree.path(i, leaves));
    }
    for (int first = 1; first <= size; first++) {
      assertThat(tree.consistency(first, size).path())
          .isEqualTo(NaiveTree.proof(first, leaves, true));
      assertThat(CompactRange.of(first, tree.frontier(first), leaves.subList(first, size)).root())
          .isEqualTo(tree.root());
    }
  }

  @ParameterizedTest
  @MethodSource("sizesUpTo70")
  void everyProofHoldsAndNoneHoldsForAnythingElse(int size) {
    List<Digest> leaves = leaves(size);
    MerkleTree tree = MerkleTree.of(leaves);
    Digest root = tree.root();
    Digest other = MerkleTree.leafHash(new byte[] {1, 2, 3});

    for (int i = 0; i < size; i++) {
      InclusionProof proof = tree.inclusion(i, size);
      assertThat(proof.proves(leaves.get(i), root)).isTrue();
      assertThat(proof.proves(other, root)).isFalse();
      assertThat(proof.proves(leaves.get(i), other)).isFalse();
      for (int j = 0; j < size; j++) {
        if (j != i) {
          assertThat(new InclusionProof(j, size, proof.path()).proves(leaves.get(i), root))
              .isFalse();
        }
      }
      for (List<Digest> bent : bend(proof.path(), other)) {
        assertThat(new InclusionProof(i, size, bent).proves(leaves.get(i), root)).isFalse();
      }
    }
    for (int first = 1; first <= size; first++) {
      ConsistencyProof proof = tree.consistency(first, size);
      Digest older = tree.root(first);
      assertThat(proof.proves(older, root)).isTrue();
      assertThat(proof.proves(other, root)).isFalse();
      assertThat(proof.proves(older, other)).isFalse();
      for (List<Digest> bent : bend(proof.path(), other)) {
        assertThat(new ConsistencyProof(first, size, bent).proves(older, root)).isFalse();
      }
    }
  }

  /** The path with each hash replaced or left out, and with one more at either end. */
  private static List<List<Digest>> bend(List<Digest> path, Digest other) {
    List<List<Digest>> out = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<Digest> replaced = new ArrayList<>(path);
      replaced.set(i, other);
      out.add(replaced);
      List<Digest> shorter = new ArrayList<>(path);
      shorter.remove(i);
      out.add(shorter);
    }
    List<Digest> before = new ArrayList<>(path);
    before.add(0, other);
    out.add(before);
    List<Digest> after = new ArrayList<>(path);
    after.add(other);
    out.add(after);
    return out;
  }

  @Test
  void growsPastEveryStoredLevel() {
    MerkleTree tree = new MerkleTree();
    List<Digest> leaves = leaves(70_000);

    leaves.forEach(tree::append);

    assertThat(tree.root()).isEqualTo(NaiveTree.root(leaves));
    assertThat(tree.inclusion(65_537, 70_000).proves(leaves.get(65_537), tree.root())).isTrue();
    assertThat(tree.consistency(32_769, 70_000).proves(tree.root(32_769), tree.root())).isTrue();
    assertThat(tree.leaf(69_999)).isEqualTo(leaves.get(69_999));
  }

  @Test
  void rejectsSizesAndIndicesItDoesNotHave() {
    MerkleTree tree = MerkleTree.of(leaves(3));

    assertThatThrownBy(() -> tree.root(4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.inclusion(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.consistency(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.consistency(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.leaf(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new InclusionProof(1, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConsistencyProof(1, 2, leaves(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<Digest> leaves(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> MerkleTree.leafHash(("entry " + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
