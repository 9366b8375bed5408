package dev.carrack.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A file, link or directory with all below it, as paths from {@code root}, each with its bytes. */
final class Tree {
  static final String ROOT = "root";

  /** One path; the bytes are a file's content or a link's target. */
  record Entry(char kind, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that && kind == that.kind && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return kind + "[" + bytes.length + " bytes " + Integer.toHexString(hashCode()) + "]";
    }
  }

  private final NavigableMap<String, Entry> entries = new TreeMap<>();

  void file(String path, byte[] content) {
    entries.put(path, new Entry('f', content));
  }

  void directory(String path) {
    entries.put(path, new Entry('d', new byte[0]));
  }

  void link(String path, String target) {
    entries.put(path, new Entry('l', target.getBytes(StandardCharsets.UTF_8)));
  }

  NavigableMap<String, Entry> entries() {
    return entries;
  }

  /** As a peer takes it: path, kind, bytes of each entry, those above first. */
  List<byte[]> args() {
    List<byte[]> args = new ArrayList<>();
    entries.forEach((path, entry) -> args.addAll(part(path, entry)));
    return args;
  }

  private static List<byte[]> part(String path, Entry entry) {
    return List.of(Peer.arg(path), Peer.arg(entry.kind()), entry.bytes());
  }

  /** What a peer says, in the form of {@link #args}. */
  static Tree of(List<byte[]> args) {
    Tree tree = new Tree();
    for (int i = 0; i < args.size(); i += 3) {
      String path = new String(args.get(i), StandardCharsets.UTF_8);
      char kind = (char) args.get(i + 1)[0];
      tree.entries.put(path, new Entry(kind, args.get(i + 2)));
    }
    return tree;
  }

  /** Writes it below {@code folder}, as {@code name}. */
  Path write(Path folder, String name) {
    entries.forEach((path, entry) -> write(path(folder, name, path), entry));
    return folder.resolve(name);
  }

  private static void write(Path path, Entry entry) {
    try {
      switch (entry.kind()) {
        case 'd' -> Files.createDirectory(path);
        case 'f' -> Files.write(path, entry.bytes());
        default ->
            Files.createSymbolicLink(
                path, Path.of(new String(entry.bytes(), StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(Path folder, String name, String path) {
    return folder.resolve(name + path.substring(ROOT.length()));
  }

  /** Reads what is at {@code path}. */
  static Tree read(Path path) {
    Tree tree = new Tree();
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path each : (Iterable<Path>) walk::iterator) {
        tree.add(ROOT + (each.equals(path) ? "" : "/" + path.relativize(each)), each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private void add(String name, Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      link(name, Files.readSymbolicLink(path).toString());
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      directory(name);
    } else {
      file(name, Files.readAllBytes(path));
    }
  }
}
