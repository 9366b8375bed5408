package dev.carrack.storage;

import dev.carrack.core.BlockSource;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.UnsupportedVersionException;
import dev.carrack.core.ipld.Dag;
import dev.carrack.core.pack.Finding;
import dev.carrack.core.pack.PackStore;
import dev.carrack.core.pack.VerifyReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what the pack store cannot know: manifests, and that versions are whole. */
final class StoreCheck {

  private final Path directory;
  private final PackStore store;
  private final Catalogue catalogue;

  StoreCheck(Path directory, PackStore store, Catalogue catalogue) {
    this.directory = directory;
    this.store = store;
    this.catalogue = catalogue;
  }

  /** The whole store: every byte of it by the pack store, then what the references promise. */
  VerifyReport all(Progress progress) {
    VerifyReport packs = store.verify(progress);
    List<Finding> findings = new ArrayList<>(packs.findings());
    for (Map.Entry<String, Cid> ref : store.refs("").entrySet()) {
      try {
        reference(ref.getKey(), ref.getValue());
      } catch (IntegrityException
          | MalformedException
          | NotFoundException
          | UnsupportedVersionException e) {
        // gc or a removal may have come in between: then there is nothing to complain about.
        if (store.ref(ref.getKey()).filter(ref.getValue()::equals).isPresent()) {
          findings.add(finding("reference '" + ref.getKey() + "'", ref.getValue(), e));
        }
      }
    }
    return new VerifyReport(packs.packs(), packs.blocks(), packs.bytes(), packs.refs(), findings);
  }

  private void reference(String name, Cid target) {
    if (name.startsWith(RefNames.ARTIFACTS)) {
      Manifest manifest = catalogue.manifest(target);
      Catalogue.requireMatch(name, manifest);
      Completeness.require(store, target);
    } else if (name.startsWith(RefNames.PINS)) {
      Completeness.require(store, target);
    } else if (name.startsWith("next/")) {
      RefNames.decode(name, target);
    } else if (name.startsWith(RefNames.TAGS)) {
      catalogue.manifest(target);
    }
  }

  /** One version or root: every block of it is read and hashed. */
  VerifyReport one(Ref ref, Progress progress) {
    List<Finding> findings = new ArrayList<>();
    long[] blocks = {0};
    long[] bytes = {0};
    Cid top = ref instanceof Ref.Content content ? content.cid() : catalogue.manifestCid(ref);
    try {
      catalogue.target(ref);
      BlockSource source = store;
      Dag.walk(
          source,
          top,
          Dag.Repeats.SKIP,
          block -> {
            blocks[0]++;
            bytes[0] += block.size();
            progress.at("verify " + ref, bytes[0], -1);
          });
    } catch (IntegrityException
        | MalformedException
        | NotFoundException
        | UnsupportedVersionException e) {
      findings.add(finding(ref.toString(), top, e));
    }
    return new VerifyReport(0, blocks[0], bytes[0], 1, findings);
  }

  private Finding finding(String what, Cid cid, CarrackException e) {
    return new Finding(directory, -1, Optional.of(cid), what + ": " + e.getMessage());
  }
}
