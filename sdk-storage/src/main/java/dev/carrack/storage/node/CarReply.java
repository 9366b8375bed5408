package dev.carrack.storage.node;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.car.CarWriter;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.unixfs.Entry;
import dev.carrack.core.unixfs.UnixFs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A CAR of the blocks on the way from a root along a path, and of what is there: {@code
 * dag-scope=block|entity|all}, {@code car-dups=y|n}, always depth first. A block that turns out
 * missing ends the connection early, which is how the reader learns of it.
 */
final class CarReply {

  private enum Scope {
    BLOCK,
    ENTITY,
    ALL
  }

  private final BlockSource blocks;
  private final Cid root;
  private final Scope scope;
  private final Dag.Repeats repeats;
  private final List<Block> way = new ArrayList<>();
  private final Cid target;

  private CarReply(
      BlockSource blocks, Cid root, Scope scope, Dag.Repeats repeats, List<Block> way, Cid target) {
    this.blocks = blocks;
    this.root = root;
    this.scope = scope;
    this.repeats = repeats;
    this.way.addAll(way);
    this.target = target;
  }

  /**
   * Reads what is asked for and follows the path.
   *
   * @throws MalformedException if a parameter has no such value
   * @throws dev.carrack.core.NotFoundException if the root or something on the path is not here
   */
  static CarReply of(BlockSource blocks, Cid root, String path, Exchange exchange) {
    if (!exchange.query("car-version").orElse("1").equals("1")) {
      throw new MalformedException("only car-version=1 is served", "ask for that");
    }
    List<Block> way = new ArrayList<>();
    Cid target = root;
    if (path.isEmpty()) {
      if (!blocks.has(root)) {
        throw IpfsEndpoint.absent(root);
      }
    } else {
      Entry entry = UnixFs.resolve(blocks, root, path, way::add);
      target = entry.cid();
    }
    return new CarReply(blocks, root, scope(exchange), repeats(exchange), way, target);
  }

  private static Scope scope(Exchange exchange) {
    String text = exchange.query("dag-scope").orElse("all");
    for (Scope scope : Scope.values()) {
      if (scope.name().toLowerCase(Locale.ROOT).equals(text)) {
        return scope;
      }
    }
    throw new MalformedException("dag-scope '" + text + "' is unknown", "use block, entity or all");
  }

  private static Dag.Repeats repeats(Exchange exchange) {
    String text =
        exchange
            .query("car-dups")
            .orElse(exchange.list(HttpHeader.ACCEPT).contains("dups=y") ? "y" : "n");
    return text.equals("y") ? Dag.Repeats.KEEP : Dag.Repeats.SKIP;
  }

  void send(Exchange exchange) throws IOException {
    String dups = repeats == Dag.Repeats.KEEP ? "y" : "n";
    exchange.set(
        HttpHeader.CONTENT_TYPE, IpfsEndpoint.CAR + "; version=1; order=dfs; dups=" + dups);
    exchange.set(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + root + ".car\"");
    exchange.set(HttpHeader.ETAG, etag(dups)).set(HttpHeader.VARY, "Accept");
    exchange.set(HttpHeader.CACHE_CONTROL, "public, max-age=29030400, immutable");
    exchange.set(HttpHeader.ACCEPT_RANGES, "none");
    if (exchange.list(HttpHeader.IF_NONE_MATCH).contains(etag(dups))) {
      exchange.replyEmpty(304);
    } else if (exchange.isHead()) {
      exchange.replyEmpty(200);
    } else {
      stream(exchange);
    }
  }

  private String etag(String dups) {
    // Names every thing that changes the bytes; another implementation may order them otherwise.
    return "W/\"%s.%s.%s.%s.car\""
        .formatted(root, target, scope.name().toLowerCase(Locale.ROOT), dups);
  }

  private void stream(Exchange exchange) throws IOException {
    // Closed only if all went well: closing is what tells the reader that the body is whole.
    OutputStream out = exchange.stream(200);
    CarWriter car = CarWriter.write(out, List.of(root));
    way.stream().filter(block -> !block.cid().equals(target)).forEach(block -> put(car, block));
    switch (scope) {
      case BLOCK -> put(car, Dag.block(blocks, target));
      case ENTITY -> UnixFs.entity(blocks, target, repeats, block -> put(car, block));
      case ALL -> Dag.walk(blocks, target, repeats, block -> put(car, block));
    }
    car.flush();
    out.close();
  }

  // The data of an identity CID is in the CID: such blocks are never sent.
  private static void put(CarWriter car, Block block) {
    if (!block.cid().hash().isIdentity()) {
      car.put(block);
    }
  }
}
