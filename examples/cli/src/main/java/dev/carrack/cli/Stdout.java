package dev.carrack.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Standard output: tells a reader that has gone away from a disk that is full. */
final class Stdout extends OutputStream {

  /** The reader of our output has gone: nothing is wrong, and nobody is left to tell. */
  static final class ReaderGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGone(Throwable cause) {
      super("standard output was closed", cause);
    }
  }

  private final OutputStream out;

  Stdout(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(IOException e) {
    String reason = String.valueOf(e.getMessage());
    // Unix says "Broken pipe", Windows "The pipe is being closed" or "has been ended".
    if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
      return new ReaderGone(e);
    }
    return new CommandFailure(
        "cannot write to standard output: " + reason + "; send it somewhere with room", e);
  }
}
