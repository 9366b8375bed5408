package dev.carrack.core.provenance;

import dev.carrack.core.ConflictException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** A private key in a PEM file that only its owner may read. */
final class KeyFile {

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int MAX_BYTES = 4096;

  private KeyFile() {}

  static byte[] read(Path file) {
    byte[] pem;
    try {
      requirePrivate(file);
      if (Files.size(file) > MAX_BYTES) {
        throw noKey(file);
      }
      pem = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no key file " + file, "check the path, or write a key there");
    } catch (IOException e) {
      throw new StorageException("cannot read key file " + file, "check its permissions", e);
    }
    try {
      String text = new String(pem, StandardCharsets.US_ASCII).strip();
      if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
        throw noKey(file);
      }
      String body = text.substring(BEGIN.length(), text.length() - END.length());
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw noKey(file); // without the cause, which could quote the content
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  static MalformedException noKey(Path file) {
    return new MalformedException(
        "key file " + file + " holds no unencrypted Ed25519 private key in PKCS#8 PEM form",
        "write one with Ed25519Signer.write or openssl genpkey -algorithm ed25519");
  }

  static void write(Path file, byte[] pkcs8) {
    String pem = BEGIN + "\n" + Base64.getEncoder().encodeToString(pkcs8) + "\n" + END + "\n";
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly(whole))) {
        ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      publish(part, whole);
    } catch (FileAlreadyExistsException e) {
      throw new ConflictException(
          "key file " + file + " exists already", "choose another path; keys are never replaced");
    } catch (IOException e) {
      throw new StorageException("cannot write key file " + file, "check space and permissions", e);
    } finally {
      discard(part);
    }
  }

  /** A hard link is the one atomic step that refuses to replace; a plain move where links lack. */
  private static void publish(Path part, Path whole) throws IOException {
    try {
      Files.createLink(whole, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part, whole); // refuses an existing file as well, though not in one step
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new StorageException(
          "cannot delete " + part + ", which holds a private key", "delete it by hand", e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!hasModes(file)) {
      return;
    }
    Set<PosixFilePermission> others =
        EnumSet.complementOf(
            EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));
    others.retainAll(Files.getPosixFilePermissions(file));
    if (!others.isEmpty()) {
      throw new StorageException(
          "key file " + file + " is open to other users", "take their access away: chmod 600");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    if (!hasModes(file)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
