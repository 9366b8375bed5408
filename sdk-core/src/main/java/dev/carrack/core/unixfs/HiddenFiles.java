package dev.carrack.core.unixfs;

/** What an import does with files and directories whose name begins with a dot. */
public enum HiddenFiles {
  /** Leave them out, as the profiles do; the thing named to the import itself is always taken. */
  EXCLUDE,
  /** Take them like all others. */
  INCLUDE
}
