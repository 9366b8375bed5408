package dev.carrack.quickstart;

import dev.carrack.core.BlockSink;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.provenance.ContentCheck;
import dev.carrack.core.provenance.Ed25519Scheme;
import dev.carrack.core.provenance.Proof;
import dev.carrack.core.provenance.Verdict;
import dev.carrack.core.provenance.Verifier;
import dev.carrack.fvm.EthereumSignatures;
import dev.carrack.fvm.EvmLedger;
import dev.carrack.storage.http.TrustlessGateway;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody who trusts no one: started as a process of its own in an empty directory, knows a CID, a
 * proof file, an RPC endpoint and where nodes are, and finds out the rest.
 */
final class Stranger {

  private static final BlockSink FORGET = block -> {};

  private Stranger() {}

  /**
   * Checks a proof; exits 0 if it is verified, 1 if not.
   *
   * @param args CID, proof file, RPC URL or {@code -}, node URLs
   */
  public static void main(String[] args) {
    System.exit(check(List.of(args)) ? 0 : 1);
  }

  private static boolean check(List<String> args) {
    List<URI> nodes = args.subList(3, args.size()).stream().map(URI::create).toList();
    Verifier verifier = Verifier.of(new Ed25519Scheme(), new EthereumSignatures());
    if (!args.get(2).equals("-")) {
      URI rpc = URI.create(args.get(2));
      verifier = verifier.withLedgers(id -> EvmLedger.reader(rpc, id));
    }
    try (TrustlessGateway gateway = TrustlessGateway.of(nodes.toArray(URI[]::new))) {
      // Every block is verified as it arrives, so what arrived whole is what the CID names.
      ContentCheck content = root -> gateway.fetch(root, FORGET);
      Verdict verdict =
          Proof.read(Path.of(args.get(1)))
              .check(Cid.parse(args.get(0)), verifier.withContent(content));
      verdict.checks().forEach(System.out::println);
      verdict.notShown().forEach(line -> System.out.println("not shown  " + line));
      String why = verdict.failed().map(failed -> ": " + failed.part()).orElse("");
      System.out.println(verdict.status() + why);
      // Whoever brings an RPC endpoint wants to see the anchor, not to hear that there is none.
      return args.get(2).equals("-") ? verdict.verified() : verdict.onChain();
    } catch (CarrackException e) {
      System.out.println("NOT VERIFIED: " + e.getMessage());
      return false;
    }
  }
}
