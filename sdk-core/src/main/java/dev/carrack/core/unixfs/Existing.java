package dev.carrack.core.unixfs;

/** What an export does if its target is already there. */
public enum Existing {
  /** Fail and leave it as it is. */
  REFUSE,
  /** Put the new content in its place once that is complete. */
  REPLACE
}
