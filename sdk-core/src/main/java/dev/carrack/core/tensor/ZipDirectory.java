package dev.carrack.core.tensor;

import dev.carrack.core.ipld.Node;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a zip container, from its central directory: where each lies and whether it is
 * stored or compressed. What is in an entry is neither unpacked nor run, least of all a pickle.
 * Immutable and thread-safe. Spec: PKWARE APPNOTE 6.3, zip64 included.
 */
public final class ZipDirectory {

  private static final String PICKLE = "/data.pkl";

  private final List<ZipMember> members;
  private final long start;

  ZipDirectory(List<ZipMember> members, long start) {
    this.members = List.copyOf(members);
    this.start = start;
  }

  /**
   * Reads the directory, which lies at the end of the file, and each entry's local header.
   *
   * @param channel is left at no place in particular, and open
   * @param what names the file in errors
   * @throws dev.carrack.core.MalformedException if it is no zip file, spans several, is encrypted
   *     or its entries overlap
   * @throws dev.carrack.core.LimitException if it has more entries than any model
   * @throws dev.carrack.core.StorageException if the channel fails
   */
  public static ZipDirectory read(SeekableByteChannel channel, String what) {
    return new ZipReader(channel, what).read();
  }

  /** The entries in the order of their data. */
  public List<ZipMember> members() {
    return members;
  }

  /** Where the central directory begins. */
  public long start() {
    return start;
  }

  /** The pickle that a PyTorch file describes its tensors with, if it is one. It is never run. */
  public Optional<ZipMember> pickle() {
    return members.stream()
        .filter(m -> m.name().equals("data.pkl") || m.name().endsWith(PICKLE))
        .findFirst();
  }

  /** The stored entries as byte tensors: of a PyTorch file its storages. */
  TensorHeader header() {
    List<Tensor> tensors = new ArrayList<>();
    long packed = 0;
    for (ZipMember member : members) {
      if (member.isStored()) {
        List<Long> shape = List.of(member.length());
        tensors.add(new Tensor(member.name(), "U8", shape, member.offset(), member.length()));
      } else {
        packed++;
      }
    }
    Map<String, Node> notes = new LinkedHashMap<>();
    notes.put("compressed", Node.of(packed));
    pickle().ifPresent(pickle -> notes.put("pickle", Node.of(pickle.name())));
    return new TensorHeader(TensorFormat.ZIP, 0, tensors, Map.of(), notes);
  }
}
