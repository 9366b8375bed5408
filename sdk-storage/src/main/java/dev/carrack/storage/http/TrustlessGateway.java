package dev.carrack.storage.http;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.BlockSource;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.Progress;
import dev.carrack.core.RemoteException;
import dev.carrack.core.piece.PieceCid;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks from one or several HTTP gateways, none of which is trusted: every block is checked
 * against its CID before anyone sees it. A peer that fails, lies or does not have the data is
 * passed over for the next; the last one that delivered is asked first. Spec: IPFS trustless
 * gateway.
 *
 * <p>Thread-safe. Blocking; interrupting the thread cancels the request. {@link #close()} ends the
 * connections and the one thread the client owns.
 */
public final class TrustlessGateway implements BlockSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrustlessGateway.class);

  private final GatewayOptions options;
  private final OkHttpClient client;
  private final InterruptWatch watch = new InterruptWatch();
  private final LongAdder received = new LongAdder();
  private final List<Holder> holders;
  private final AtomicInteger preferred = new AtomicInteger();

  private TrustlessGateway(GatewayOptions options, List<HttpUrl> bases) {
    this.options = options;
    this.client =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(options.connect())
            .readTimeout(options.idle())
            .writeTimeout(options.idle())
            .build();
    this.holders = bases.stream().map(base -> new Holder(base, client, watch, received)).toList();
  }

  /**
   * A client of gateways at these addresses, asked in this order, with the default deadlines.
   *
   * @param gateways http or https, possibly with a path before {@code /ipfs}; at least one
   */
  public static TrustlessGateway of(URI... gateways) {
    return of(GatewayOptions.defaults(), List.of(gateways));
  }

  /** A client of gateways at these addresses, asked in this order. */
  public static TrustlessGateway of(GatewayOptions options, List<URI> gateways) {
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("name at least one gateway");
    }
    return new TrustlessGateway(options, gateways.stream().map(TrustlessGateway::base).toList());
  }

  private static HttpUrl base(URI uri) {
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null
        || url.querySize() > 0
        || url.fragment() != null
        || uri.getRawUserInfo() != null) {
      // Not the whole address: what stands before an @ may be a password.
      throw new IllegalArgumentException(
          "'%s://%s' is no gateway: use http(s)://host[:port][/path], nothing else"
              .formatted(uri.getScheme(), uri.getHost()));
    }
    return url;
  }

  /**
   * The block, verified, from the first peer that has it.
   *
   * @return empty if every peer said that it does not have it
   * @throws IntegrityException if no peer had the true bytes and one of them sent other bytes
   * @throws RemoteException if no peer had it and one of them could not be asked
   * @throws CancelledException if the thread was interrupted
   */
  @Override
  public Optional<Block> get(Cid cid) {
    if (cid.hash().isIdentity()) {
      return Block.inside(cid);
    }
    return firstOf("block " + cid, holder -> holder.block(cid, options.block()));
  }

  /**
   * Whether a peer says that it has the block. It may lie; {@link #get} finds out.
   *
   * @throws RemoteException if no peer said yes and one of them could not be asked
   */
  @Override
  public boolean has(Cid cid) {
    return cid.hash().isIdentity()
        || firstOf(
                "block " + cid,
                holder -> holder.has(cid, options.block()) ? Optional.of(true) : Optional.empty())
            .isPresent();
  }

  /** As {@link #fetch(Cid, BlockSink, Progress)}, telling nobody how far it is. */
  public long fetch(Cid root, BlockSink sink) {
    return fetch(root, sink, Progress.none());
  }

  /**
   * Fetches everything below a root, mostly as CARs, each block verified before it enters the sink
   * and each one asked for: a peer cannot fill the sink with other blocks. What one peer leaves out
   * is fetched from the next. It returns only when every block has arrived; on an error the
   * verified blocks stay in the sink and a later call begins anew.
   *
   * @param progress told the bytes of the blocks that arrived
   * @return the bytes of all blocks put into the sink
   * @throws dev.carrack.core.NotFoundException naming a block that no peer has
   * @throws IntegrityException if a needed block was only offered with other bytes
   * @throws RemoteException if a needed block's peers could not be asked
   * @throws CancelledException if the thread was interrupted
   */
  public long fetch(Cid root, BlockSink sink, Progress progress) {
    return new DagFetch(this, root, sink, progress).run();
  }

  /**
   * Downloads a whole piece, such as a provider of Filecoin serves it, into a new file. The file
   * gets its name only when its PieceCID is proven; nothing is left of a download that fails.
   *
   * @param progress told the bytes that arrived
   * @throws dev.carrack.core.ConflictException if the file exists already
   * @throws dev.carrack.core.NotFoundException if no peer has the piece, or the directory is
   *     missing
   * @throws IntegrityException if the piece was only offered with other bytes
   * @throws RemoteException if a peer could not be asked, or sent more or fewer bytes
   * @throws dev.carrack.core.StorageException if the disk fails or is full
   * @throws CancelledException if the thread was interrupted
   */
  public void fetchPiece(PieceCid piece, Path file, Progress progress) {
    new PieceFetch(this, piece, file, progress).run();
  }

  /** Bytes of answers received so far, over all peers and calls: what moved over the wire. */
  public long bytesReceived() {
    return received.sum();
  }

  /** Makes the next question go to another peer first: the last one broke off. */
  void preferAnother() {
    preferred.updateAndGet(index -> (index + 1) % holders.size());
  }

  GatewayOptions options() {
    return options;
  }

  /**
   * The first answer of any peer, in the order of preference; empty if all said that they have
   * none. A peer that fails is remembered only for the error's text.
   */
  <T> Optional<T> firstOf(String what, Function<Holder, Optional<T>> question) {
    List<CarrackException> failures = new ArrayList<>();
    int first = preferred.get();
    for (int i = 0; i < holders.size(); i++) {
      int index = (first + i) % holders.size();
      Holder holder = holders.get(index);
      Progress.checkInterrupt(what + " from " + holder.host());
      try {
        Optional<T> answer = question.apply(holder);
        if (answer.isPresent()) {
          preferred.set(index);
          return answer;
        }
      } catch (IntegrityException e) {
        LOG.warn("{} sent bytes that are not {}", holder.host(), what);
        failures.add(e);
      } catch (RemoteException e) {
        LOG.debug("passing over {}: {}", holder.host(), e.getMessage());
        failures.add(e);
      }
    }
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    throw worst(failures);
  }

  /** A lie outweighs a silence; the others are attached to it. */
  private static CarrackException worst(List<CarrackException> failures) {
    CarrackException worst =
        failures.stream()
            .filter(IntegrityException.class::isInstance)
            .findFirst()
            .orElse(failures.get(0));
    failures.stream().filter(e -> e != worst).forEach(worst::addSuppressed);
    return worst;
  }

  /** Ends the connections; calls under way fail. Closing twice does nothing. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    watch.close();
  }
}
