package dev.carrack.fvm;

import dev.carrack.core.CarrackException;
import dev.carrack.core.Cid;
import dev.carrack.core.ConflictException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.OutcomeUnknownException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.RemoteException;
import dev.carrack.core.provenance.Anchor;
import dev.carrack.core.provenance.Digest;
import dev.carrack.core.provenance.Ledger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * Carrack's ledger contract on an Ethereum-compatible chain: it keeps the first anchor of every
 * batch root, and for every name the CIDs it stood for, version after version. Nothing in it can be
 * changed or removed, and the first publisher of a name owns it.
 *
 * <p>Connecting checks that the endpoint speaks JSON-RPC, serves the expected chain, and that the
 * code at the address is, byte for byte, our contract: an address alone is no reason to trust. What
 * is read after that is as true as the endpoint is honest; who doubts it asks a second one.
 *
 * <p>Writing is careful with money: each transaction is estimated first, so a refusal costs
 * nothing; it is sent once, and where its fate cannot be learned there is an {@link
 * OutcomeUnknownException} with its hash, also when the thread is interrupted after sending.
 * Reading what is final is up to the caller: on Filecoin an entry is provisional for minutes (fast
 * finality) to 7.5 hours (900 epochs).
 *
 * <p>It has met anvil, and no Filecoin node yet. There gas numbers are a thousand times larger
 * (only estimates are used), receipts take 30 to 60 seconds, and some epochs have no block; {@link
 * Patience} and the code allow for these. Thread-safe; owns connections but no threads.
 */
public final class EvmLedger implements Ledger, AutoCloseable {

  private static final Pattern ID =
      Pattern.compile("eip155:([1-9][0-9]{0,17}):(0x[0-9a-fA-F]{40})");

  private final DeployedContract contract;
  private final @Nullable Transactions transactions;

  private EvmLedger(DeployedContract contract, @Nullable Transactions transactions) {
    this.contract = contract;
    this.transactions = transactions;
  }

  /**
   * Creates a new ledger contract, paid by the wallet, and connects to it.
   *
   * @throws RemoteException if the endpoint does not answer, is no JSON-RPC endpoint or serves
   *     another chain; nothing was sent
   * @throws RejectedException if the account cannot pay, or the chain refuses
   * @throws OutcomeUnknownException if the transaction was sent and its fate is not known
   */
  public static EvmLedger deploy(Network network, Wallet wallet, Patience patience) {
    DeployedContract contract = DeployedContract.create(network, wallet, patience);
    return new EvmLedger(contract, contract.transactions(wallet));
  }

  /** {@link #deploy(Network, Wallet, Patience)} with {@link Patience#DEFAULT}. */
  public static EvmLedger deploy(Network network, Wallet wallet) {
    return deploy(network, wallet, Patience.DEFAULT);
  }

  /**
   * Connects to a ledger contract to read and, as the wallet's account, to write.
   *
   * @throws RemoteException if the endpoint does not answer, is no JSON-RPC endpoint or serves
   *     another chain
   * @throws NotFoundException if there is no contract at the address
   * @throws IntegrityException if there is another contract
   */
  public static EvmLedger at(
      Network network, EvmAddress contract, Wallet wallet, Patience patience) {
    DeployedContract found = DeployedContract.open(network, contract, patience);
    return new EvmLedger(found, found.transactions(wallet));
  }

  /** {@link #at(Network, EvmAddress, Wallet, Patience)} with {@link Patience#DEFAULT}. */
  public static EvmLedger at(Network network, EvmAddress contract, Wallet wallet) {
    return at(network, contract, wallet, Patience.DEFAULT);
  }

  /** Connects to read only: no wallet, no account, no fee. Errors as {@link #at}. */
  public static EvmLedger reader(Network network, EvmAddress contract, Patience patience) {
    return new EvmLedger(DeployedContract.open(network, contract, patience), null);
  }

  /**
   * Connects to read the ledger that a proof names.
   *
   * @param rpc any JSON-RPC endpoint of that chain
   * @param id the ledger as {@link #id()} writes it; the endpoint must serve its chain
   * @throws MalformedException if the id is not of that form; otherwise errors as {@link #at}
   */
  public static EvmLedger reader(URI rpc, String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new MalformedException(
          "not the name of a ledger contract: '" + id + "'", "it is eip155:CHAIN_ID:0xCONTRACT");
    }
    Network network = new Network("chain", Long.parseLong(matcher.group(1)), rpc);
    return reader(network, EvmAddress.parse(matcher.group(2)), Patience.DEFAULT);
  }

  /** {@code eip155:CHAIN_ID:0xCONTRACT} with the checksummed address (CAIP-10). */
  @Override
  public String id() {
    return "eip155:" + contract.chainId() + ":" + contract.address();
  }

  /** The contract's address. */
  public EvmAddress contract() {
    return contract.address();
  }

  /** The chain, with the chain id that the endpoint gave. */
  public Network network() {
    return contract.network();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this ledger was opened to read only
   * @throws LimitException if the CID has more than 128 bytes
   */
  @Override
  public Anchor anchor(Digest root, Cid batch) {
    Transactions sender = writer();
    byte[] cid = bounded(batch);
    Optional<Anchor> earlier = find(root);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    String data = LedgerContract.anchor(root.bytes(), cid);
    TransactionReceipt receipt;
    try {
      receipt = sender.send(contract.address(), data, "anchoring root " + root);
    } catch (ConflictException e) {
      // Somebody else was first between our look and our transaction.
      return find(root).orElseThrow(() -> e);
    }
    return contract.eventually(
        () -> entry(root).map(entry -> anchorFrom(root, entry, receipt.getTransactionHash())),
        "the anchor of root " + root);
  }

  @Override
  public Optional<Anchor> find(Digest root) {
    List<String> topics = List.of(LedgerContract.anchoredTopic(), "0x" + root);
    return entry(root)
        .map(entry -> anchorFrom(root, entry, contract.transactionOf(entry.height, topics)));
  }

  private Optional<LedgerContract.Entry> entry(Digest root) {
    return LedgerContract.entry(contract.read(LedgerContract.anchorOf(root.bytes())));
  }

  private Anchor anchorFrom(Digest root, LedgerContract.Entry entry, String transaction) {
    return new Anchor(
        id(),
        root,
        cid(entry, "the anchor of root " + root),
        entry.height,
        Instant.ofEpochSecond(entry.seconds),
        transaction,
        EthereumSignatures.keyId(contract.chainId(), entry.sender));
  }

  /**
   * Appends a version to a name. The first publisher owns the name; on a public chain choose names
   * that nobody takes by accident, such as {@code example.org/reviews}.
   *
   * @param name 1 to 128 bytes in UTF-8
   * @param version the number this version shall have: one more than the latest, 1 for a new name.
   *     Two publishers, or one who sends twice, cannot both succeed
   * @throws ConflictException if that is not the next version
   * @throws RejectedException if the name belongs to another account
   * @throws LimitException if the name or the CID is too long
   * @throws OutcomeUnknownException if the transaction was sent and its fate is not known
   * @throws IllegalStateException if this ledger was opened to read only
   */
  public Publication publish(String name, Cid cid, long version) {
    Transactions sender = writer();
    if (version < 1) {
      throw new IllegalArgumentException("version " + version + ": versions begin at 1");
    }
    String data = LedgerContract.publish(bounded(name), bounded(cid), version);
    String what = "version " + version + " of '" + name + "'";
    sender.send(contract.address(), data, "publishing " + what);
    return contract.eventually(() -> version(name, version), what);
  }

  /** The newest version of a name, or empty if it was never published. */
  public Optional<Publication> latest(String name) {
    long versions = nameOf(name).versions();
    return versions == 0 ? Optional.empty() : version(name, versions);
  }

  /** One version of a name, or empty if there is no such version. */
  public Optional<Publication> version(String name, long version) {
    if (version < 1) {
      return Optional.empty();
    }
    return LedgerContract.entry(contract.read(LedgerContract.versionOf(bounded(name), version)))
        .map(
            entry ->
                new Publication(
                    name,
                    version,
                    cid(entry, "version " + version + " of '" + name + "'"),
                    entry.sender,
                    entry.height,
                    Instant.ofEpochSecond(entry.seconds)));
  }

  /**
   * Versions of a name, oldest first, one question to the chain for each.
   *
   * @param from the first version wanted, from 1
   * @param most how many at most
   */
  public List<Publication> history(String name, long from, int most) {
    if (from < 1 || most < 0) {
      throw new IllegalArgumentException("history from " + from + ", at most " + most);
    }
    long last = Math.min(nameOf(name).versions(), from - 1 + most);
    return LongStream.rangeClosed(from, last)
        .mapToObj(v -> version(name, v).orElseThrow())
        .toList();
  }

  /** Who may publish the name, or empty if nobody has yet. */
  public Optional<EvmAddress> owner(String name) {
    LedgerContract.Name record = nameOf(name);
    return record.exists() ? Optional.of(record.owner()) : Optional.empty();
  }

  /**
   * Offers a name to another account, which owns it as soon as it accepts. A new offer replaces the
   * last.
   *
   * @throws RejectedException if the wallet's account does not own the name
   * @throws OutcomeUnknownException if the transaction was sent and its fate is not known
   */
  public void offer(String name, EvmAddress to) {
    writer()
        .send(
            contract.address(),
            LedgerContract.offerOwnership(bounded(name), to),
            "offering '" + name + "' to " + to);
  }

  /**
   * Takes over a name that was offered to the wallet's account.
   *
   * @throws RejectedException if it was not offered to it
   * @throws OutcomeUnknownException if the transaction was sent and its fate is not known
   */
  public void accept(String name) {
    writer()
        .send(
            contract.address(),
            LedgerContract.acceptOwnership(bounded(name)),
            "accepting '" + name + "'");
  }

  /** Lets go of the connections. Closing twice does nothing. */
  @Override
  public void close() {
    contract.close();
  }

  private LedgerContract.Name nameOf(String name) {
    return LedgerContract.name(contract.read(LedgerContract.nameOf(bounded(name))));
  }

  private Transactions writer() {
    if (transactions == null) {
      throw new IllegalStateException(
          "this ledger was opened to read only; open it with at(…, wallet)");
    }
    return transactions;
  }

  private static Cid cid(LedgerContract.Entry entry, String what) {
    try {
      return Cid.decode(entry.cid);
    } catch (CarrackException e) {
      throw new IntegrityException(
          what + " holds no valid CID", entry.sender + " wrote it in block " + entry.height, e);
    }
  }

  private static byte[] bounded(Cid cid) {
    if (cid.size() > LedgerContract.MAX_CID_BYTES) {
      throw new LimitException(
          "CID " + cid + " has " + cid.size() + " bytes",
          "the ledger keeps up to " + LedgerContract.MAX_CID_BYTES + "; use a shorter hash");
    }
    return cid.bytes();
  }

  private static String bounded(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LedgerContract.MAX_NAME_BYTES) {
      throw new LimitException(
          "name '" + name + "' has " + length + " bytes",
          "1 to " + LedgerContract.MAX_NAME_BYTES + " are allowed");
    }
    return name;
  }
}
