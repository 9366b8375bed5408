package dev.carrack.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.ipld.DagCbor;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.DagPb;
import dev.carrack.core.ipld.Node;
import dev.carrack.core.ipld.PbLink;
import dev.carrack.core.ipld.PbNode;
import dev.carrack.interop.Documents.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DocumentInteropTest {
  private static final int CASES = Integer.getInteger("interop.documents", 10_000);

  /** The classes of DAG-PB node. */
  private enum Shape {
    NO_DATA,
    EMPTY_DATA,
    DATA,
    NO_LINKS,
    MANY_LINKS,
    NAMELESS_LINK,
    NON_ASCII_NAME,
    SIZELESS_LINK
  }

  @Test
  void dagCborReadsWhatThePeerWritesAndWritesWhatThePeerReads() {
    compareDocuments(
        "dag-cbor", Codec.DAG_CBOR, UnaryOperator.identity(), DagCbor::encode, DagCbor::decode);
  }

  @Test
  void dagJsonReadsWhatThePeerWritesAndWritesWhatThePeerReads() {
    // The peer sorts keys by UTF-16 units, the specification by UTF-8 bytes: they differ where a
    // key
    // beyond U+FFFF meets one from U+E000 on. KuboInteropTest has those.
    compareDocuments(
        "dag-json",
        Codec.DAG_JSON,
        key -> key.replace('\uff5e', '~'),
        DagJson::encode,
        DagJson::decode);
  }

  @Test
  void dagPbReadsWhatThePeerWritesAndWritesWhatThePeerReads() {
    var ours = new Coverage<>(Shape.class);
    var theirs = new Coverage<>(Shape.class);
    compare(
        "dag-pb",
        Codec.DAG_PB,
        i -> inspect(pbNode(Seed.random("dag-pb", i)), ours),
        DagPb::encode,
        DagPb::decode,
        node -> inspect(node, theirs));
    ours.report("our DAG-PB nodes");
    theirs.report("the DAG-PB nodes of the peer");
  }

  private static void compareDocuments(
      String name,
      Codec codec,
      UnaryOperator<String> keys,
      Function<Node, byte[]> encode,
      Function<byte[], Node> decode) {
    var ours = new Coverage<>(Kind.class);
    var theirs = new Coverage<>(Kind.class);
    compare(
        name,
        codec,
        i -> {
          Node document = Documents.random(Seed.random("documents", i), keys);
          Documents.inspect(document, ours);
          return document;
        },
        encode,
        decode,
        document -> Documents.inspect(document, theirs));
    ours.report("our documents in " + name);
    theirs.report("the documents of the peer in " + name);
  }

  private static <T> void compare(
      String name,
      Codec codec,
      IntFunction<T> generator,
      Function<T, byte[]> encode,
      Function<byte[], T> decode,
      Consumer<T> inspectTheirs) {
    try (Peer peer = Peers.node(name)) {
      for (int i = 0; i < CASES; i++) {
        T document = generator.apply(i);
        byte[] bytes = encode.apply(document);
        assertSame(codec, bytes, peer.ask("again", bytes), "case " + i + ", which we wrote");
        assertThat(decode.apply(bytes)).isEqualTo(document);
        peer.agreed();
      }
      peer.report("written by us, read and written by the peer");
      for (int i = 0; i < CASES; i++) {
        List<byte[]> made = peer.ask("make", Seed.number(name, i));
        T document = decode.apply(made.get(0));
        inspectTheirs.accept(document);
        assertSame(codec, encode.apply(document), made, "case " + i + ", which the peer wrote");
        peer.agreed();
      }
      peer.report("written by the peer, read and written by us");
    }
  }

  private static void assertSame(Codec codec, byte[] ours, List<byte[]> theirs, String where) {
    assertThat(HexFormat.of().formatHex(theirs.get(0)))
        .as(where)
        .isEqualTo(HexFormat.of().formatHex(ours));
    assertThat(new String(theirs.get(1))).as(where).isEqualTo(Cid.of(codec, ours).toString());
  }

  private static PbNode pbNode(Random random) {
    List<PbLink> links = new ArrayList<>();
    for (int n = random.nextInt(9); n > 0; n--) {
      Cid cid = Documents.cid(random);
      long tsize = random.nextLong() >>> (11 + random.nextInt(50)); // JavaScript's safe integers
      links.add(
          random.nextInt(4) == 0 ? PbLink.of(cid) : PbLink.of(cid, Documents.word(random), tsize));
    }
    PbNode node =
        random.nextInt(3) == 0
            ? PbNode.of(links)
            : PbNode.of(links, Documents.bytes(random, random.nextInt(60)));
    return DagPb.decode(DagPb.encode(node)); // sorts the links
  }

  private static PbNode inspect(PbNode node, Coverage<Shape> seen) {
    seen.hit(
        node.data()
            .map(data -> data.hasRemaining() ? Shape.DATA : Shape.EMPTY_DATA)
            .orElse(Shape.NO_DATA));
    seen.hit(Shape.NO_LINKS, node.links().isEmpty());
    seen.hit(Shape.MANY_LINKS, node.links().size() > 3);
    for (PbLink link : node.links()) {
      seen.hit(Shape.NAMELESS_LINK, link.name().isEmpty());
      seen.hit(Shape.NON_ASCII_NAME, link.nameOrEmpty().chars().anyMatch(c -> c > 127));
      seen.hit(Shape.SIZELESS_LINK, link.tsize().isEmpty());
    }
    return node;
  }
}
