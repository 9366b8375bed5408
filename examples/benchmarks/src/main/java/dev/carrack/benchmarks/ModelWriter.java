package dev.carrack.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carrack.benchmarks.ModelVersion.Weights;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a model's files as their formats want them and remembers of what parts they are: headers
 * and tensors. The parts that the next version does not share are the least that must be stored
 * anew.
 */
final class ModelWriter {

  private final Path directory;
  private final Map<String, Long> parts = new TreeMap<>();

  ModelWriter(Path directory) {
    this.directory = directory;
  }

  /** The parts' lengths by their hashes; a part that occurs twice counts once. */
  Map<String, Long> parts() {
    return parts;
  }

  void write(ModelVersion model) throws IOException {
    for (Map.Entry<String, List<Weights>> file : model.files().entrySet()) {
      String name = file.getKey();
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)), 1 << 16)) {
        switch (name.substring(name.lastIndexOf('.'))) {
          case ".safetensors" -> safetensors(out, file.getValue(), model.note());
          case ".gguf" -> gguf(out, file.getValue(), model.note());
          case ".pt" -> zip(out, file.getValue());
          case ".onnx_data" -> onnx(out, name, file.getValue(), model.note());
          default -> throw new IllegalArgumentException(name);
        }
      }
    }
  }

  private void safetensors(OutputStream out, List<Weights> tensors, String note)
      throws IOException {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"note\":\"" + note + "\"}");
    long at = 0;
    for (Weights each : tensors) {
      json.append(
          ",\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
              .formatted(each.name(), each.bytes(), at, at + each.bytes()));
      at += each.bytes();
    }
    byte[] text = json.append('}').toString().getBytes(UTF_8);
    part(out, little(8 + text.length).putLong(text.length).put(text));
    for (Weights each : tensors) {
      part(out, ByteBuffer.wrap(bytes(each)));
    }
  }

  private void gguf(OutputStream out, List<Weights> tensors, String note) throws IOException {
    ByteBuffer header = little(200 + note.length() + 80 * tensors.size());
    header.putInt(0x46554747).putInt(3).putLong(tensors.size()).putLong(1);
    text(header, "general.name").putInt(8);
    text(header, note);
    long at = 0;
    for (Weights each : tensors) {
      text(header, each.name()).putInt(1).putLong(each.bytes()).putInt(24).putLong(at);
      at += each.bytes() + padding(each.bytes());
    }
    header.position(header.position() + padding(header.position()));
    part(out, header);
    for (Weights each : tensors) {
      part(out, ByteBuffer.wrap(bytes(each)));
      out.write(new byte[padding(each.bytes())]);
    }
  }

  private static int padding(int length) {
    return (32 - length % 32) % 32;
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    return out.putLong(text.length()).put(text.getBytes(UTF_8));
  }

  // As PyTorch writes: all entries stored, data at multiples of 64.
  private void zip(OutputStream out, List<Weights> tensors) throws IOException {
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    int at = 0;
    for (Weights each : tensors) {
      byte[] data = bytes(each);
      byte[] name = ("archive/data/" + each.name()).getBytes(UTF_8);
      CRC32 crc = new CRC32();
      crc.update(data);
      int extra = (64 - (at + 30 + name.length + 4) % 64) % 64 + 4;
      ByteBuffer local = little(30 + name.length + extra).putInt(0x04034b50).putShort((short) 20);
      local.putInt(0).putInt(0).putInt((int) crc.getValue()).putInt(data.length);
      local.putInt(data.length).putShort((short) name.length).putShort((short) extra).put(name);
      local.putShort((short) 0x4246).putShort((short) (extra - 4)).position(local.capacity());
      ByteBuffer entry = little(46 + name.length).putInt(0x02014b50).putInt(20 << 16 | 20);
      entry.putInt(0).putInt(0).putInt((int) crc.getValue()).putInt(data.length);
      entry.putInt(data.length).putShort((short) name.length).putInt(0).putInt(0);
      entry.putInt(0).putInt(at).position(46);
      directory.writeBytes(entry.put(name).array());
      part(out, local);
      part(out, ByteBuffer.wrap(data));
      at += local.capacity() + data.length;
    }
    ByteBuffer end = little(directory.size() + 22).put(directory.toByteArray()).putInt(0x06054b50);
    end.putInt(0).putShort((short) tensors.size()).putShort((short) tensors.size());
    end.putInt(directory.size()).putInt(at).putShort((short) 0);
    part(out, end);
  }

  private void onnx(OutputStream out, String file, List<Weights> tensors, String note)
      throws IOException {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    long at = 0;
    for (Weights each : tensors) {
      ByteArrayOutputStream tensor = new ByteArrayOutputStream();
      tensor.writeBytes(new byte[] {0x08});
      tensor.writeBytes(varint(each.bytes()));
      tensor.writeBytes(new byte[] {0x10, 2});
      tensor.writeBytes(field(8, each.name().getBytes(UTF_8)));
      for (String[] pair :
          new String[][] {{"location", file}, {"offset", "" + at}, {"length", "" + each.bytes()}}) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes(field(1, pair[0].getBytes(UTF_8)));
        entry.writeBytes(field(2, pair[1].getBytes(UTF_8)));
        tensor.writeBytes(field(13, entry.toByteArray()));
      }
      tensor.writeBytes(new byte[] {0x70, 1});
      graph.writeBytes(field(5, tensor.toByteArray()));
      part(out, ByteBuffer.wrap(bytes(each)));
      at += each.bytes();
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    model.writeBytes(new byte[] {8, 8});
    model.writeBytes(field(2, note.getBytes(UTF_8)));
    model.writeBytes(field(7, graph.toByteArray()));
    try (OutputStream beside = Files.newOutputStream(directory.resolve("model.onnx"))) {
      part(beside, ByteBuffer.wrap(model.toByteArray()));
    }
  }

  private static byte[] field(int number, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(varint(number << 3 | 2));
    out.writeBytes(varint(value.length));
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] varint(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write(rest & 0x7f | 0x80);
    }
    out.write(rest);
    return out.toByteArray();
  }

  private static byte[] bytes(Weights weights) {
    SplittableRandom random = new SplittableRandom(weights.seed());
    byte[] out = new byte[weights.bytes()];
    random.nextBytes(out);
    switch (weights.change()) {
      case NONE -> {}
      case DENSE -> {
        for (int i = 0; i < out.length; i += 2) {
          out[i] += 1;
        }
      }
      case SPARSE_ROWS -> {
        for (int row = 0; row + 2048 <= out.length; row += 100 * 2048) {
          for (int i = row; i < row + 2048; i++) {
            out[i] += 1;
          }
        }
      }
    }
    return out;
  }

  private void part(OutputStream out, ByteBuffer bytes) throws IOException {
    byte[] array = bytes.array();
    int length = bytes.position() == 0 ? array.length : bytes.position();
    out.write(array, 0, length);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(array, 0, length);
      parts.put(HexFormat.of().formatHex(sha.digest()), (long) length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
