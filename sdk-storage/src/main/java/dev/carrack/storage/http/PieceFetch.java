package dev.carrack.storage.http;

import dev.carrack.core.CancelledException;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.RemoteException;
import dev.carrack.core.StorageException;
import dev.carrack.core.piece.PieceCid;
import dev.carrack.core.piece.PieceHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One download of a whole piece. Its name is the root of a tree over all of it, so nothing is known
 * before the last byte: until then the file has no name.
 */
final class PieceFetch {

  private static final int BUFFER = 256 << 10;

  private final TrustlessGateway gateway;
  private final PieceCid piece;
  private final Path file;
  private final Progress progress;

  PieceFetch(TrustlessGateway gateway, PieceCid piece, Path file, Progress progress) {
    this.gateway = gateway;
    this.piece = piece;
    this.file = file.toAbsolutePath();
    this.progress = progress;
  }

  void run() {
    Path parent = file.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NotFoundException("the directory " + parent + " is missing", "create it first");
    }
    refuseExisting();
    try {
      Path scratch = Files.createTempFile(parent, ".", ".carrack-piece");
      try {
        if (gateway.firstOf("piece " + piece, holder -> from(holder, scratch)).isEmpty()) {
          throw new NotFoundException(
              "piece " + piece + " is at none of the peers", "name a peer that holds it");
        }
        refuseExisting();
        Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(scratch);
      }
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private void refuseExisting() {
    if (Files.exists(file)) {
      throw new ConflictException(file + " already exists", "choose another file or delete it");
    }
  }

  private Optional<Path> from(Holder holder, Path scratch) {
    try (Answer answer = holder.piece(piece.toString(), gateway.options().transfer());
        FileChannel out = open(scratch)) {
      if (answer.isMissing()) {
        return Optional.empty();
      }
      answer.requireOk();
      copy(holder, answer, out);
      out.force(true);
      return Optional.of(scratch);
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private static FileChannel open(Path scratch) throws IOException {
    return FileChannel.open(
        scratch, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private void copy(Holder holder, Answer answer, FileChannel out) throws IOException {
    PieceHasher hasher = new PieceHasher();
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    int count;
    while ((count = read(holder, answer, buffer)) >= 0) {
      done += count;
      if (done > piece.rawSize()) {
        throw length(holder, "more than");
      }
      hasher.update(buffer, 0, count);
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      progress.at("fetch " + piece, done, piece.rawSize());
    }
    if (done < piece.rawSize()) {
      throw length(holder, "only " + done + " of");
    }
    if (!hasher.finish().equals(piece)) {
      throw new IntegrityException(
          "piece %s from %s: its bytes have another PieceCID".formatted(piece, holder.host()),
          "the copy is corrupt: fetch it from another peer");
    }
  }

  private int read(Holder holder, Answer answer, byte[] buffer) {
    try {
      return answer.body().read(buffer);
    } catch (IOException e) {
      throw holder.failed(
          "piece " + piece, answer.failure().orElse(e), gateway.options().transfer());
    }
  }

  private RemoteException length(Holder holder, String how) {
    return new RemoteException(
        "piece %s from %s: it sent %s %d bytes"
            .formatted(piece, holder.host(), how, piece.rawSize()),
        "ask another peer");
  }

  private RuntimeException disk(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new CancelledException(
          "fetching piece " + piece + " was cancelled", "start it again", e);
    }
    return new StorageException(
        "cannot write " + file + ": " + e.getMessage(), "check the disk and its permissions", e);
  }
}
