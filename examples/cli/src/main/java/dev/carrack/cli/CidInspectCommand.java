package dev.carrack.cli;

import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.HashFunction;
import dev.carrack.core.Multibase;
import dev.carrack.core.Multihash;
import dev.carrack.core.ipld.Node;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code carrack cid inspect}: what a CID says. */
@Command(name = "inspect", description = "Print what a CID consists of, as JSON.")
final class CidInspectCommand implements Runnable {

  private final Cli cli;

  @Parameters(paramLabel = "CID")
  private String text = "";

  CidInspectCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Cid cid = Cid.parse(text);
    Multihash hash = cid.hash();
    Node multihash =
        Node.map()
            .put("code", hash.code())
            .put("name", hashName(hash.code()))
            .put("length", hash.digestLength())
            .put("digest", HexFormat.of().formatHex(hash.digest()))
            .build();
    Multibase base = cid.version() == 0 ? Multibase.BASE58BTC : Multibase.of(text);
    Results results = cli.results();
    results.json(
        Node.map()
            .put("cid", cid.toString())
            .put("version", cid.version())
            .put("base", base.toString())
            .put("codec", cid.codec().toString())
            .put("codecCode", cid.codec().code())
            .put("multihash", multihash)
            .put("v1", cid.toV1().toString())
            .put("v0", v0(cid).map(Node::of))
            .build());
    results.flush();
  }

  private static Optional<String> v0(Cid cid) {
    boolean possible = cid.codec().equals(Codec.DAG_PB) && cid.hash().code() == Multihash.SHA2_256;
    return possible ? Optional.of(cid.toV0().toString()) : Optional.empty();
  }

  private static String hashName(long code) {
    if (code == Multihash.SHA2_256_TRUNC254_PADDED) {
      return "sha2-256-trunc254-padded";
    } else if (code == Multihash.FR32_SHA2_256_TRUNC254_PADBINTREE) {
      return "fr32-sha256-trunc254-padbintree";
    }
    return HashFunction.find(code)
        .map(HashFunction::toString)
        .orElse("0x" + Long.toHexString(code));
  }
}
