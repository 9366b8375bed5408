package dev.carrack.fvm;

import dev.carrack.core.ConflictException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import org.web3j.protocol.ObjectMapperFactory;

/**
 * Version 3 keystore files (Web3 Secret Storage Definition). Never puts a key or passphrase in an
 * error.
 */
final class Keystore {

  private static final long MAX_FILE = 64 << 10;
  private static final long MAX_SCRYPT_BYTES = 512L << 20;
  private static final int MAX_ROUNDS = 20_000_000;

  private Keystore() {}

  static ECKeyPair read(Path file, String passphrase) {
    WalletFile content = parse(file);
    checkCost(file, content);
    try {
      return Wallet.decrypt(passphrase, content);
    } catch (CipherException e) {
      // web3j has one exception for a wrong passphrase and for versions and ciphers it does not
      // know.
      throw String.valueOf(e.getMessage()).contains("password")
          ? new RejectedException("the passphrase does not open " + file, "try another", e)
          : malformed(file, e);
    } catch (RuntimeException e) {
      // Among others scrypt parameters that RFC 7914 rules out, such as r = 1 with n above 65535.
      throw malformed(file, e);
    }
  }

  static void write(Path file, String passphrase, ECKeyPair keys) {
    try {
      byte[] json =
          ObjectMapperFactory.getObjectMapper()
              .writeValueAsBytes(Wallet.createStandard(passphrase, keys));
      try (FileChannel out =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly(file))) {
        fill(out, json, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ConflictException(
          "keystore " + file + " exists already", "choose another file name", e);
    } catch (IOException | CipherException e) {
      throw new StorageException(
          "cannot write keystore " + file, "check the folder and its free space", e);
    }
  }

  private static void fill(FileChannel out, byte[] json, Path file) throws IOException {
    try {
      for (ByteBuffer rest = ByteBuffer.wrap(json); rest.hasRemaining(); ) {
        out.write(rest);
      }
      out.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file); // half a key is worse than none
      throw e;
    }
  }

  private static WalletFile parse(Path file) {
    String text;
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new LimitException(
            file + " is longer than any keystore", "a keystore has about 500 bytes");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read keystore " + file, "check its path and permissions", e);
    }
    try {
      WalletFile content = ObjectMapperFactory.getObjectMapper().readValue(text, WalletFile.class);
      if (content == null
          || content.getCrypto() == null
          || content.getCrypto().getKdfparams() == null) {
        throw malformed(file, null);
      }
      return content;
    } catch (IOException e) {
      throw malformed(file, e);
    }
  }

  private static void checkCost(Path file, WalletFile content) {
    Object kdf = content.getCrypto().getKdfparams();
    boolean tooDear = false;
    if (kdf instanceof WalletFile.ScryptKdfParams scrypt) {
      tooDear =
          scrypt.getN() < 2
              || scrypt.getR() < 1
              || scrypt.getP() < 1
              || scrypt.getP() > 16
              || 128L * scrypt.getN() * scrypt.getR() > MAX_SCRYPT_BYTES;
    } else if (kdf instanceof WalletFile.Aes128CtrKdfParams rounds) {
      tooDear = rounds.getC() < 1 || rounds.getC() > MAX_ROUNDS;
    }
    if (tooDear) {
      throw new LimitException(
          "keystore " + file + " asks for an unreasonable amount of work", "is it really yours?");
    }
  }

  private static MalformedException malformed(
      Path file, @org.jspecify.annotations.Nullable Exception cause) {
    String what = file + " is not a version 3 keystore";
    String remedy = "export the key again from the wallet that made it";
    return cause == null
        ? new MalformedException(what, remedy)
        : new MalformedException(what + ": " + cause.getClass().getSimpleName(), remedy);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
