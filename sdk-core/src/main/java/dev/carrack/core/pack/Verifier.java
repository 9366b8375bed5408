package dev.carrack.core.pack;

import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Checks a whole store without changing it: log, packs and references. Used once. */
final class Verifier {

  private final StoreFiles files;
  private final Shelf shelf;
  private final StoreState state;
  private final BooleanSupplier isCurrent;
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();
  private final long total;
  private int packs;
  private long blocks;
  private long bytes;

  /**
   * Prepares a verification.
   *
   * @param isCurrent whether {@code state} is still the store's, after a look at the log
   */
  Verifier(
      StoreFiles files,
      Shelf shelf,
      StoreState state,
      BooleanSupplier isCurrent,
      Progress progress) {
    this.isCurrent = isCurrent;
    this.total = state.packs().values().stream().mapToLong(PackInfo::bytes).sum();
    this.files = files;
    this.shelf = shelf;
    this.state = state;
    this.progress = progress;
  }

  /**
   * Checks everything.
   *
   * @throws Shelf.Gone if gc took a pack away meanwhile: begin again with the new state
   */
  VerifyReport run() throws Shelf.Gone {
    log();
    for (PackInfo pack : state.packs().values()) {
      pack(pack);
    }
    refs();
    return new VerifyReport(packs, blocks, bytes, state.refs().size(), findings);
  }

  private void log() {
    try (Disk.File in = files.disk().openToRead(files.log())) {
      LogScan.generation(in, files.log(), StoreFiles.KIND, StoreFiles.VERSION);
      StoreState[] read = {StoreState.EMPTY};
      LogScan scan =
          LogScan.run(
              in,
              files.log(),
              LogScan.HEADER,
              (position, payload) -> read[0] = files.apply(read[0], position, payload));
      for (long mark : scan.damagedMarks()) {
        found(new Finding(files.log(), mark, Optional.empty(), "the mark of a record is damaged"));
      }
    } catch (IntegrityException e) {
      found(new Finding(files.log(), -1, Optional.empty(), String.valueOf(e.getMessage())));
    } catch (NoSuchFileException e) {
      if (!state.packs().isEmpty() || !state.refs().isEmpty()) {
        found(new Finding(files.log(), -1, Optional.empty(), "the file is missing"));
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", files.log(), files.disk());
    }
  }

  private void pack(PackInfo pack) throws Shelf.Gone {
    try (OpenPacks.Handle handle = shelf.use(pack.id())) {
      PackCheck check =
          new PackCheck(pack, files.pack(pack.id()), handle.file(), this::found, this::read);
      blocks += check.run();
      packs++;
    } catch (NoSuchFileException e) {
      if (!isCurrent.getAsBoolean()) {
        throw new Shelf.Gone(pack.id(), e);
      }
      found(
          new Finding(
              files.pack(pack.id()),
              -1,
              Optional.of(pack.root()),
              "the file of a pack with %d blocks is missing".formatted(pack.blocks())));
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", files.pack(pack.id()), files.disk());
    }
  }

  private void refs() {
    for (Map.Entry<String, Cid> ref : state.refs().entrySet()) {
      if (!isHere(ref.getValue())) {
        found(
            new Finding(
                files.log(),
                -1,
                Optional.of(ref.getValue()),
                "reference '%s' points to a block that is not here".formatted(ref.getKey())));
      }
    }
  }

  /** A damaged root is here: its pack's finding has named it. */
  private boolean isHere(Cid root) {
    try {
      return root.hash().isIdentity() || shelf.get(root).isPresent();
    } catch (Shelf.Gone e) {
      return false;
    } catch (IntegrityException e) {
      return true;
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot read", files.packs(), files.disk());
    }
  }

  private void read(long more) {
    bytes += more;
    progress.at("verify", bytes, total);
  }

  private void found(Finding finding) {
    if (findings.size() < VerifyReport.MAX_FINDINGS) {
      findings.add(finding);
    }
  }
}
