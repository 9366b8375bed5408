package dev.carrack.storage.node;

import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.MalformedException;
import dev.carrack.core.car.CarWriter;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.unixfs.ByteRange;
import dev.carrack.core.unixfs.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A CAR of the blocks on the way from a root along a path, and of what is there: {@code
 * dag-scope=block|entity|all}, {@code entity-bytes=from:to}, {@code car-dups=y|n}, always depth
 * first. A block that turns out missing ends the connection early, which is how the reader learns
 * of it.
 */
final class CarReply {

  private final Cid root;
  private final Selection selection;
  private final Selection.Selected selected;

  private CarReply(Cid root, Selection selection, Selection.Selected selected) {
    this.root = root;
    this.selection = selection;
    this.selected = selected;
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
    if (path.isEmpty() && !blocks.has(root)) {
      throw IpfsEndpoint.absent(root);
    }
    Selection scoped =
        Selection.of(root).withPath(path).withScope(scope(exchange)).withRepeats(repeats(exchange));
    // A range of bytes means the entity, whatever the scope says.
    Selection selection =
        exchange
            .query("entity-bytes")
            .map(range -> scoped.withBytes(ByteRange.parse(range)))
            .orElse(scoped);
    return new CarReply(root, selection, selection.in(blocks));
  }

  private static Selection.Scope scope(Exchange exchange) {
    String text = exchange.query("dag-scope").orElse("all");
    for (Selection.Scope scope : Selection.Scope.values()) {
      if (name(scope).equals(text)) {
        return scope;
      }
    }
    throw new MalformedException("dag-scope '" + text + "' is unknown", "use block, entity or all");
  }

  private static String name(Selection.Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private static Dag.Repeats repeats(Exchange exchange) {
    String text =
        exchange
            .query("car-dups")
            .orElse(exchange.list(HttpHeader.ACCEPT).contains("dups=y") ? "y" : "n");
    return text.equals("y") ? Dag.Repeats.KEEP : Dag.Repeats.SKIP;
  }

  void send(Exchange exchange) throws IOException {
    String dups = selection.repeats() == Dag.Repeats.KEEP ? "y" : "n";
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
    return "W/\"%s.%s.%s%s.%s.car\""
        .formatted(
            root,
            selected.place().block(),
            name(selection.scope()),
            selection.range().map(range -> "." + range).orElse(""),
            dups);
  }

  private void stream(Exchange exchange) throws IOException {
    // Closed only if all went well: closing is what tells the reader that the body is whole.
    OutputStream out = exchange.stream(200);
    CarWriter car = CarWriter.write(out, List.of(root));
    selected.forEach(car::put);
    car.flush();
    out.close();
  }
}
