package dev.carrack.core.unixfs;

import dev.carrack.core.CarrackException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.tensor.Tensor;
import dev.carrack.core.tensor.TensorFormat;
import dev.carrack.core.tensor.TensorHeader;
import dev.carrack.core.tensor.ZipDirectory;
import dev.carrack.core.tensor.ZipMember;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cuts of one model file. Its format shows in its first bytes; where what follows breaks
 * the format's rules, the file is cut like any other and a note says why.
 */
final class TensorPlan {

  private final SourceFile file;
  private final int leaf;
  private final boolean strict;
  private final Consumer<ChunkNote> notes;

  TensorPlan(SourceFile file, int leaf, boolean strict, Consumer<ChunkNote> notes) {
    this.file = file;
    this.leaf = leaf;
    this.strict = strict;
    this.notes = notes;
  }

  Cuts cuts() {
    try {
      TensorFormat format = format();
      if (format == null) {
        return beside();
      }
      return switch (format) {
        case SAFETENSORS, GGUF -> ofTensors(header(format));
        case ONNX -> ofTensors(header(seekable(format)));
        case ZIP -> ofEntries(ZipDirectory.read(seekable(format), file.name()));
      };
    } catch (MalformedException | LimitException | UnsupportedVersionException e) {
      return otherwise(e);
    }
  }

  private Cuts otherwise(CarrackException e) {
    if (strict) {
      throw e;
    }
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    notes.accept(new ChunkNote(file.name(), "cut into leaves of one size: " + reason));
    return Cuts.every(leaf);
  }

  private @Nullable TensorFormat format() {
    try {
      byte[] first = file.look().readNBytes(TensorFormat.LOOK);
      TensorFormat format = TensorFormat.of(first).orElse(null);
      // The first bytes of ONNX prove little: unless the name says so too, it may be anything.
      boolean doubtful = format == TensorFormat.ONNX && !file.name().endsWith(".onnx");
      return doubtful ? null : format;
    } catch (IOException e) {
      throw UnixFsImporter.failure(Path.of(file.name()), e);
    }
  }

  private TensorHeader header(TensorFormat format) {
    return file.channel()
        .map(this::header)
        .orElseGet(() -> TensorHeader.read(file.look(), format, -1, file.name()));
  }

  private TensorHeader header(SeekableByteChannel channel) {
    return TensorHeader.read(channel, file.name())
        .orElseThrow(
            () ->
                new MalformedException(
                    file.name() + " changed while it was read", "try again when nobody writes"));
  }

  private SeekableByteChannel seekable(TensorFormat format) {
    return file.channel()
        .orElseThrow(
            () ->
                new MalformedException(
                    file.name() + " is " + format + ", whose parts cannot be told in a stream",
                    "import it from a file"));
  }

  // The data of an ONNX model may lie in a file beside it that says nothing of itself.
  private Cuts beside() {
    if (file.path().isEmpty()) {
      return Cuts.every(leaf);
    }
    try {
      return cuts(0, file.neighbours().tensors(file.path().get()), false);
    } catch (IOException e) {
      throw UnixFsImporter.failure(file.path().get(), e);
    }
  }

  // In ONNX the next tensor's name and shape lie between two, and change with that one.
  private Cuts ofTensors(TensorHeader header) {
    boolean apart = header.format() == TensorFormat.ONNX;
    return cuts(header.length(), header.tensors(), apart);
  }

  private Cuts cuts(long header, List<Tensor> tensors, boolean apart) {
    CutList cuts = new CutList();
    cuts.at(header);
    for (Tensor tensor : tensors) {
      if (tensor.hasRange()) {
        cuts.part(tensor.offset(), tensor.end(), leaf);
        if (apart && CutList.isLarge(tensor.length())) {
          cuts.at(tensor.end());
        }
      }
    }
    return new PlannedCuts(cuts.places(), leaf);
  }

  // Between two entries lies the local header of the second, with its checksum: a leaf of its own,
  // or the entry before would change with the one behind it.
  private Cuts ofEntries(ZipDirectory directory) {
    CutList cuts = new CutList();
    List<String> packed = new ArrayList<>();
    long before = 0;
    for (ZipMember member : directory.members()) {
      if (CutList.isLarge(member.length())) {
        cuts.at(before);
        cuts.part(member.offset(), member.end(), leaf);
        cuts.at(member.end());
      } else {
        cuts.part(member.offset(), member.end(), leaf);
      }
      before = member.end();
      if (!member.isStored()) {
        packed.add(member.name());
      }
    }
    cuts.at(directory.start());
    if (!packed.isEmpty()) {
      notes.accept(
          new ChunkNote(
              file.name(),
              "%d of %d entries are compressed, such as %s: a change in one changes all of it"
                  .formatted(packed.size(), directory.members().size(), packed.get(0))));
    }
    return new PlannedCuts(cuts.places(), leaf);
  }
}
