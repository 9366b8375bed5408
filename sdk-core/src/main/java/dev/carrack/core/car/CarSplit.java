package dev.carrack.core.car;

import dev.carrack.core.Block;
import dev.carrack.core.Cid;
import dev.carrack.core.LimitException;
import dev.carrack.core.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** One splitting of a CAR: parts are sealed one by one and appear together at the end. */
final class CarSplit implements AutoCloseable {

  private final long limit;
  private final IntFunction<Path> names;
  private final List<CarFileWriter> sealed = new ArrayList<>();
  private final Set<Cid> seen = new HashSet<>();
  private final Set<Path> taken = new HashSet<>();
  private Optional<CarFileWriter> open = Optional.empty();

  CarSplit(long limit, IntFunction<Path> names) {
    this.limit = limit;
    this.names = names;
  }

  List<Path> run(CarReader in, Progress progress) {
    next(in.roots());
    for (Optional<Block> block; (block = in.next()).isPresent(); ) {
      if (seen.add(block.get().cid())) {
        put(block.get(), in.roots());
      }
      progress.at("split", in.position(), -1);
    }
    open.ifPresent(this::seal);
    sealed.forEach(part -> part.file().publish());
    return sealed.stream().map(part -> part.file().path()).toList();
  }

  private void put(Block block, List<Cid> roots) {
    long section = CarWriter.sectionSize(block.cid(), block.size());
    if (CarWriter.headerSize(roots) + section > limit) {
      throw new LimitException(
          "block %s takes %d bytes of a part, whose header takes %d: above the limit of %d"
              .formatted(block.cid(), section, CarWriter.headerSize(roots), limit),
          "raise the limit");
    }
    if (open.orElseThrow().position() + section > limit) {
      next(roots);
    }
    open.orElseThrow().put(block);
  }

  private void next(List<Cid> roots) {
    open.ifPresent(this::seal);
    open = Optional.empty();
    Path part = names.apply(sealed.size());
    if (!taken.add(part.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(
          "part %d would replace another: %s".formatted(sealed.size(), part));
    }
    open = Optional.of(CarFileWriter.create(part, roots, CarOptions.v1()));
  }

  private void seal(CarFileWriter part) {
    sealed.add(part);
    part.seal();
  }

  /** Deletes the parts that did not appear. */
  @Override
  public void close() {
    open.ifPresent(CarFileWriter::close);
    sealed.forEach(CarFileWriter::close);
  }
}
