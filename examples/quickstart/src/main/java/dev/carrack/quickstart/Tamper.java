package dev.carrack.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carrack.core.NotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Corrupts one thing after the loop has run, to show that the stranger notices and names it. */
enum Tamper {
  NOTHING,
  DATA,
  MODEL,
  RECEIPT,
  STATEMENT,
  ANCHOR;

  /** Sorted, because a proof file has to be canonical JSON. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  static Tamper parse(String text) {
    for (Tamper what : values()) {
      if (what.toString().equals(text)) {
        return what;
      }
    }
    throw new IllegalArgumentException(
        "--tamper takes data, model, receipt, statement or anchor, not '" + text + "'");
  }

  /**
   * Flips one byte of some content in every pack below these stores.
   *
   * @param start the content's first bytes, enough to be found by
   */
  static void flipStored(List<Path> stores, byte[] start) throws IOException {
    int flipped = 0;
    for (Path store : stores) {
      try (Stream<Path> files = Files.walk(store)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".car")).toList()) {
          flipped += flip(file, start) ? 1 : 0;
        }
      }
    }
    if (flipped == 0) {
      throw new NotFoundException("nothing to tamper with in " + stores, "");
    }
  }

  private static boolean flip(Path file, byte[] start) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(new String(start, StandardCharsets.ISO_8859_1));
    if (at < 0) {
      return false;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      open.write(start[0] ^ 1);
    }
    return true;
  }

  /** Changes the receipt, statement or anchor inside a proof's file. */
  void edit(Path proof) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(proof));
    if (this == RECEIPT) {
      ObjectNode receipt = (ObjectNode) root.path("receipts").path(0);
      receipt.put("bytes", flip(receipt.path("bytes").asText()));
    } else if (this == STATEMENT) {
      ObjectNode envelope = (ObjectNode) root.path("entries").path(0).path("envelope");
      envelope.put("payload", flip(envelope.path("payload").asText()));
    } else if (this == ANCHOR) {
      forgeAnchor(root);
    }
    Files.write(proof, JSON.writeValueAsBytes(root));
  }

  // Where there was no chain the proof claims no anchor: then the forgery is to claim one.
  private static void forgeAnchor(ObjectNode root) {
    JsonNode old = root.path("anchor");
    ObjectNode forged = old.isObject() ? (ObjectNode) old : root.putObject("anchor");
    if (old.isObject()) {
      forged.put("height", old.path("height").asLong() + 1);
      return;
    }
    String zeros = "0".repeat(64);
    forged.put("batch", root.path("receipts").path(0).path("cid").asText());
    forged.put("height", 1);
    forged.put("ledger", "eip155:314:0x" + "0".repeat(40));
    forged.put("root", zeros);
    forged.put("sender", "did:pkh:eip155:314:0x" + "0".repeat(40));
    forged.put("time", "2026-01-01T00:00:00Z");
    forged.put("transaction", "0x" + zeros);
  }

  private static String flip(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    // A digit or letter in the middle stays a digit or letter, so only the signature tells.
    int at = bytes.length / 2;
    while (!Character.isLetterOrDigit(bytes[at]) || bytes[at] == 'z' || bytes[at] == '9') {
      at++;
    }
    bytes[at]++;
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
