package dev.carrack.core.unixfs;

/**
 * Why a file was not cut as the chunking would have it; its leaves have the profile's size, or
 * ignore part of its structure. The content is stored all the same.
 *
 * @param file the file's name
 * @param reason one line
 */
public record ChunkNote(String file, String reason) {

  /** File and reason. */
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
