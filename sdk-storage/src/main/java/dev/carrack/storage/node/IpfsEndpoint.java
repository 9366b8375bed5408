package dev.carrack.storage.node;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSource;
import dev.carrack.core.Cid;
import dev.carrack.core.NotFoundException;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;

/**
 * {@code GET|HEAD /ipfs/{cid}[/path]} as a trustless gateway: single blocks and CARs, nothing
 * deserialized. Spec: ipfs/specs http-gateways/trustless-gateway.
 */
final class IpfsEndpoint implements Endpoint {

  private static final String PREFIX = "/ipfs/";
  private static final String RAW = "application/vnd.ipld.raw";
  static final String CAR = "application/vnd.ipld.car";

  private final BlockSource blocks;

  IpfsEndpoint(BlockSource blocks) {
    this.blocks = new IdentityBlocks(blocks);
  }

  @Override
  public boolean handle(Exchange exchange) throws IOException {
    if (!exchange.path().startsWith(PREFIX)) {
      return false;
    }
    if (!exchange.isRead(PREFIX)) {
      return true;
    }
    String rest = exchange.path().substring(PREFIX.length());
    int slash = rest.indexOf('/');
    Cid root = Cid.parse(slash < 0 ? rest : rest.substring(0, slash));
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    // IPIP-523: the format parameter wins over Accept.
    String type =
        exchange.query("format").map(IpfsEndpoint::typeOf).orElseGet(() -> accepted(exchange));
    if (type.equals(RAW) && path.isEmpty()) {
      raw(exchange, root);
    } else if (type.equals(CAR)) {
      CarReply.of(blocks, root, path, exchange).send(exchange);
    } else {
      exchange.replyText(
          type.equals(RAW) ? 400 : 406,
          type.equals(RAW)
              ? "a raw block has no path below it; ask for the block's own CID"
              : "this node serves ?format=raw and ?format=car only");
    }
    return true;
  }

  private static String typeOf(String format) {
    return format.equals("raw") ? RAW : format.equals("car") ? CAR : "";
  }

  private static String accepted(Exchange exchange) {
    for (String entry : exchange.list(HttpHeader.ACCEPT).split(",")) {
      String type = entry.split(";", 2)[0].trim();
      if (type.equals(RAW) || type.equals(CAR)) {
        return type;
      }
    }
    return "";
  }

  private void raw(Exchange exchange, Cid cid) throws IOException {
    String etag = "\"" + cid + ".raw\"";
    exchange.set(HttpHeader.ETAG, etag).set(HttpHeader.VARY, "Accept");
    if (exchange.list(HttpHeader.IF_NONE_MATCH).contains(etag) && blocks.has(cid)) {
      exchange.replyEmpty(304);
      return;
    }
    Block block = blocks.get(cid).orElseThrow(() -> absent(cid));
    exchange.set(HttpHeader.CACHE_CONTROL, "public, max-age=29030400, immutable");
    exchange.set(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + cid + ".bin\"");
    exchange.reply(200, RAW, block.bytes());
  }

  static NotFoundException absent(Cid cid) {
    return new NotFoundException("block " + cid + " is not here", "ask another holder");
  }
}
