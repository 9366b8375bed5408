package dev.carrack.core.car;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that is written aside and appears whole, also after a power loss, or not at all. */
final class PartFile implements AutoCloseable {

  private final Path whole;
  private final Path part;
  private final FileChannel channel;
  private boolean published;

  private PartFile(Path whole, Path part, FileChannel channel) {
    this.whole = whole;
    this.part = part;
    this.channel = channel;
  }

  static PartFile create(Path file) {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      return new PartFile(
          whole,
          part,
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw CarFailure.of(e, "create " + file);
    }
  }

  Path path() {
    return whole;
  }

  FileChannel channel() {
    return channel;
  }

  /** Ends the writing: the bytes are on the disk, the file is not there yet. */
  void seal() {
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw CarFailure.of(e, "write " + whole);
    }
  }

  /** Puts the sealed file in its place, over an older one. */
  void publish() {
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      published = true;
    } catch (IOException e) {
      throw CarFailure.of(e, "write " + whole);
    }
    Path directory = whole.getParent();
    if (directory != null) {
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      } catch (IOException e) {
        // Windows cannot force directories; the file is whole either way.
      }
    }
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!published) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw CarFailure.of(e, "delete " + part);
    }
  }
}
