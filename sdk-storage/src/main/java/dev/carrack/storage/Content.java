package dev.carrack.storage;

import dev.carrack.core.Cid;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where an artifact's bytes come from. */
sealed interface Content {

  /** Nothing was said yet. */
  record None() implements Content {
    @Override
    public String toString() {
      return "nothing";
    }
  }

  /** A file on the disk. */
  record OneFile(Path path) implements Content {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A directory on the disk. */
  record Tree(Path path) implements Content {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** Named parts, each a file or a directory on the disk. */
  record Splits(Map<String, Path> paths) implements Content {
    public Splits {
      paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    @Override
    public String toString() {
      return "splits " + paths.keySet();
    }
  }

  /** A stream that becomes one file. */
  record Stream(String fileName, StreamSource source) implements Content {
    @Override
    public String toString() {
      return fileName;
    }
  }

  /** Blocks that a program writes. */
  record Dag(DagSource source, Optional<String> fileName) implements Content {
    @Override
    public String toString() {
      return fileName.orElse("blocks");
    }
  }

  /** Blocks that are in the store. */
  record Existing(Cid root, Optional<String> fileName) implements Content {
    @Override
    public String toString() {
      return root.toString();
    }
  }
}
