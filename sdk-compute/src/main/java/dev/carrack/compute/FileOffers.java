package dev.carrack.compute;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.StorageException;
import dev.carrack.core.ipld.DagJson;
import dev.carrack.core.ipld.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Offers from a JSON file: {@code {"v": 1, "sites": [...], "offers": [...]}}, see docs/offers.md.
 * Strict: a field that nobody knows is refused by name, because a misspelt price must not become an
 * unknown one. Read anew each time. Thread-safe.
 */
public final class FileOffers implements OfferSource {

  private static final int MAX_BYTES = 16 << 20;
  private static final Set<String> KEYS = Set.of("v", "sites", "offers");

  private final Path file;

  private FileOffers(Path file) {
    this.file = file;
  }

  /** The offers in this file, which is read at each {@link #list()}. */
  public static FileOffers of(Path file) {
    return new FileOffers(file);
  }

  /**
   * {@inheritDoc}
   *
   * @throws NotFoundException if there is no such file
   */
  @Override
  public Offers list() {
    byte[] json;
    try (InputStream in = Files.newInputStream(file)) {
      json = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("offers file " + file + " is not there", "check the path", e);
    } catch (IOException e) {
      throw new StorageException(
          "offers file " + file + " cannot be read: " + e.getMessage(), "check the file", e);
    }
    if (json.length > MAX_BYTES) {
      throw new LimitException(
          "offers file " + file + " is longer than " + MAX_BYTES + " bytes", "split it");
    }
    try {
      return read(json);
    } catch (MalformedException e) {
      throw new MalformedException("offers file " + file + ": " + e.getMessage(), "", e);
    }
  }

  /**
   * Reads the JSON form.
   *
   * @throws MalformedException naming the field that is missing, unknown or wrong, or a site that
   *     an offer names and the file does not
   */
  public static Offers read(byte[] json) {
    Facts facts = Facts.of("offers", KEYS, DagJson.decodeLenient(json));
    if (facts.count("v").orElse(0) != 1) {
      throw facts.wrong("v", "must be 1");
    }
    List<Site> sites = list(facts, "sites").stream().map(Site::from).toList();
    List<GpuOffer> gpus = list(facts, "offers").stream().map(GpuOffer::from).toList();
    Set<String> ids = new HashSet<>();
    for (Site site : sites) {
      if (!ids.add(site.id())) {
        throw facts.wrong("sites", "has two sites called '" + site.id() + "'");
      }
    }
    for (GpuOffer offer : gpus) {
      if (!ids.contains(offer.site())) {
        throw facts.wrong("offers", "names the site '" + offer.site() + "', which is not there");
      }
    }
    return new Offers(sites, gpus);
  }

  private static List<Node> list(Facts facts, String key) {
    return facts.read(key, Node::items).orElse(List.of());
  }
}
