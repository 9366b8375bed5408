package dev.carrack.storage.http;

import dev.carrack.core.Block;
import dev.carrack.core.BlockSink;
import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.Codec;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.Progress;
import dev.carrack.core.RemoteException;
import dev.carrack.core.car.CarReader;
import dev.carrack.core.ipld.Links;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One fetch of everything below a root. Only blocks that an already verified block links to are
 * taken, so parents must come before their children; what a CAR leaves out is asked for again,
 * elsewhere.
 */
final class DagFetch {

  /** How the answer of one peer ended, after at least one new block. */
  private enum Ending {
    WHOLE,
    BROKEN
  }

  // Peers may repeat blocks although asked not to; endless repeats are an attack.
  private static final int MAX_REPEATS = 8192;

  private final TrustlessGateway gateway;
  private final BlockSink sink;
  private final Progress progress;
  private final String step;
  private final Set<Cid> wanted = new LinkedHashSet<>();
  private final Set<Cid> seen = new HashSet<>();
  private long bytes;

  DagFetch(TrustlessGateway gateway, Cid root, BlockSink sink, Progress progress) {
    this.gateway = gateway;
    this.sink = sink;
    this.progress = progress;
    this.step = "fetch " + root;
    want(root);
  }

  long run() {
    while (!wanted.isEmpty()) {
      Cid next = wanted.iterator().next();
      Ending ending =
          gateway
              .firstOf("data below " + next, holder -> ask(holder, next))
              .orElseThrow(
                  () ->
                      new NotFoundException(
                          "block " + next + " is at none of the peers",
                          "name a peer that holds it"));
      if (ending == Ending.BROKEN) {
        gateway.preferAnother();
      }
    }
    return bytes;
  }

  /**
   * One peer's contribution, beginning with the block {@code first}; empty if it does not have it.
   */
  private Optional<Ending> ask(Holder holder, Cid first) {
    first.hash().matches(new byte[0]); // throws where nobody's bytes for it could be checked
    if (first.codec().equals(Codec.RAW)) {
      return single(holder, first);
    }
    try (Answer answer = holder.car(first, gateway.options().transfer())) {
      if (answer.isMissing()) {
        return Optional.empty();
      } else if (answer.isUnspoken()) {
        return single(holder, first);
      }
      answer.requireOk();
      return receive(holder, first, answer);
    }
  }

  private Optional<Ending> single(Holder holder, Cid cid) {
    return holder
        .block(cid, gateway.options().block())
        .map(
            block -> {
              accept(block);
              return Ending.WHOLE;
            });
  }

  private Optional<Ending> receive(Holder holder, Cid first, Answer answer) {
    boolean progressed = false;
    int repeats = 0;
    try (CarReader car = open(holder, first, answer)) {
      while (!wanted.isEmpty()) {
        Progress.checkInterrupt(step);
        Optional<Block> next = next(holder, first, answer, car);
        if (next.isEmpty()) {
          break;
        }
        Block block = next.get();
        Cid cid = block.cid().toV1();
        if (wanted.contains(cid)) {
          accept(block);
          progressed = true;
          repeats = 0;
        } else if (!seen.contains(cid)) {
          // Another order than asked for, or blocks nobody asked for: take them one by one instead.
          return progressed ? Optional.of(Ending.BROKEN) : single(holder, first);
        } else if (++repeats > MAX_REPEATS) {
          throw new RemoteException(
              "CAR of " + first + " from " + holder.host() + " repeats blocks without end",
              "ask another peer");
        }
      }
    } catch (IntegrityException | RemoteException e) {
      if (!progressed) {
        throw e;
      }
      return Optional.of(Ending.BROKEN);
    }
    if (!progressed) {
      throw new RemoteException(
          "CAR of " + first + " from " + holder.host() + " ended before its first block",
          "ask another peer");
    }
    return Optional.of(wanted.contains(first) ? Ending.BROKEN : Ending.WHOLE);
  }

  private CarReader open(Holder holder, Cid first, Answer answer) {
    try {
      return CarReader.read(answer.body(), "CAR of " + first + " from " + holder.host());
    } catch (CarrackException e) {
      throw failed(holder, first, answer, e);
    }
  }

  private Optional<Block> next(Holder holder, Cid first, Answer answer, CarReader car) {
    try {
      Optional<Block> block = car.next();
      if (block.filter(b -> b.size() > Block.MAX_SIZE).isPresent()) {
        throw new RemoteException(
            "CAR of "
                + first
                + " from "
                + holder.host()
                + " has a block of more than "
                + Block.MAX_SIZE
                + " bytes",
            "ask another peer");
      }
      return block;
    } catch (CarrackException e) {
      throw failed(holder, first, answer, e);
    }
  }

  /**
   * What is wrong with the CAR is wrong with the peer; a lie and an interrupt stay what they are.
   */
  private CarrackException failed(Holder holder, Cid first, Answer answer, CarrackException e) {
    if (answer.failure().isPresent()) {
      return holder.failed("CAR of " + first, answer.failure().get(), gateway.options().transfer());
    } else if (e instanceof IntegrityException
        || e instanceof RemoteException
        || e instanceof CancelledException) {
      return e;
    }
    return new RemoteException(
        "CAR of %s from %s is malformed: %s".formatted(first, holder.host(), e.getMessage()),
        "ask another peer",
        e);
  }

  private void accept(Block block) {
    sink.put(block);
    Cid cid = block.cid().toV1();
    wanted.remove(cid);
    seen.add(cid);
    bytes += block.size();
    progress.at(step, bytes, -1);
    if (!cid.codec().equals(Codec.RAW)) {
      Links.of(block).forEach(this::want);
    }
  }

  private void want(Cid link) {
    Cid cid = link.toV1();
    if (cid.hash().isIdentity()) {
      Links.of(cid, cid.hash().digest()).forEach(this::want);
    } else if (!seen.contains(cid)) {
      wanted.add(cid);
    }
  }
}
