package dev.carrack.fvm;

import dev.carrack.core.CancelledException;
import dev.carrack.core.CarrackException;
import dev.carrack.core.ConflictException;
import dev.carrack.core.OutcomeUnknownException;
import dev.carrack.core.RejectedException;
import dev.carrack.core.RemoteException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthGasPrice;
import org.web3j.protocol.core.methods.response.EthGetTransactionCount;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;
import org.web3j.protocol.core.methods.response.EthMaxPriorityFeePerGas;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * Sends one wallet's transactions to one chain. Each is estimated first, so that a refusal costs
 * nothing; its hash is known before it is sent; it is sent once; and if its fate cannot be learned,
 * that is said.
 */
final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final int REVERTED = 3;

  private final Rpc rpc;
  private final long chainId;
  private final Wallet wallet;
  private final Patience patience;

  Transactions(Rpc rpc, long chainId, Wallet wallet, Patience patience) {
    this.rpc = rpc;
    this.chainId = chainId;
    this.wallet = wallet;
    this.patience = patience;
  }

  /**
   * Sends, and waits for the receipt of a transaction that succeeded.
   *
   * @param to the contract, or null to create one
   * @param what what this does, for messages
   */
  TransactionReceipt send(@Nullable EvmAddress to, String data, String what) {
    Map<String, String> call = callObject(to, data);
    BigInteger gas = estimate(call, what);
    Sent sent;
    wallet.sending().lock();
    try {
      RawTransaction transaction = transaction(to, data, gas, nextNonce());
      byte[] bytes = wallet.sign(transaction, chainId);
      sent = new Sent(Numeric.toHexString(Hash.sha3(bytes)), submit(bytes, what));
    } finally {
      wallet.sending().unlock();
    }
    TransactionReceipt receipt = await(sent, what);
    if (!receipt.isStatusOK()) {
      throw reverted(call, receipt, what);
    }
    return receipt;
  }

  /** A transaction's hash, and how the hand-over failed if it did so with an unknown outcome. */
  private record Sent(String hash, Optional<CarrackException> doubt) {}

  private Optional<CarrackException> submit(byte[] signed, String what) {
    String hash = Numeric.toHexString(Hash.sha3(signed));
    LOG.debug("sending {} to {}", hash, rpc.network());
    AtomicBoolean begun = new AtomicBoolean();
    try {
      rpc.send(Numeric.toHexString(signed), begun);
      return Optional.empty();
    } catch (RpcError e) {
      if (e.text().contains("already known") || e.text().contains("already in mpool")) {
        return Optional.empty();
      }
      throw refused(e, what);
    } catch (CarrackException e) {
      if (!begun.get()) {
        throw e; // no byte left this machine
      }
      return Optional.of(e);
    }
  }

  private BigInteger estimate(Map<String, String> call, String what) {
    try {
      String gas =
          present(rpc.ask(EthEstimateGas.class, "eth_estimateGas", call), "eth_estimateGas");
      return Numeric.decodeQuantity(gas);
    } catch (RpcError e) {
      throw refused(e, what);
    }
  }

  private CarrackException refused(RpcError e, String what) {
    String text = e.text();
    if (e.code() == REVERTED || text.contains("revert") || !e.data().isEmpty()) {
      return LedgerContract.refusal(e.data(), what);
    }
    if (text.matches("(?i).*(insufficient (funds|balance)|not enough funds|actor not found).*")) {
      return new RejectedException(
          "account "
              + wallet.address()
              + " cannot pay for "
              + what
              + " on "
              + rpc.network()
              + ": "
              + text,
          "send some of the chain's currency to it (" + wallet.filecoinAddress() + " on Filecoin)",
          e);
    }
    if (text.matches("(?i).*(nonce|underpriced).*")) {
      return new ConflictException(
          what + " was refused: " + text,
          "another program is sending from " + wallet.address() + "; try again when it is done",
          e);
    }
    return new RejectedException(
        what + " was refused by " + rpc.network() + ": " + text + " (code " + e.code() + ")",
        "nothing was spent; correct that and try again",
        e);
  }

  /** EIP-1559 where the newest block has a base fee, else a legacy transaction with a gas price. */
  private RawTransaction transaction(
      @Nullable EvmAddress to, String data, BigInteger gas, BigInteger number) {
    String target = to == null ? "" : to.toString();
    Optional<BigInteger> base = baseFee();
    if (base.isEmpty()) {
      BigInteger price =
          Numeric.decodeQuantity(
              present(rpc.require(EthGasPrice.class, "eth_gasPrice"), "eth_gasPrice"));
      return RawTransaction.createTransaction(number, price, gas, target, BigInteger.ZERO, data);
    }
    BigInteger tip =
        Numeric.decodeQuantity(
            present(
                rpc.require(EthMaxPriorityFeePerGas.class, "eth_maxPriorityFeePerGas"),
                "eth_maxPriorityFeePerGas"));
    // Twice the base fee is head-room for six full blocks; what is not needed is not taken.
    BigInteger most = base.get().shiftLeft(1).add(tip);
    return RawTransaction.createTransaction(
        chainId, number, gas, target, BigInteger.ZERO, data, tip, most);
  }

  private Optional<BigInteger> baseFee() {
    try {
      EthBlock.Block block = rpc.ask(EthBlock.class, "eth_getBlockByNumber", "latest", false);
      return block == null || block.getBaseFeePerGasRaw() == null
          ? Optional.empty()
          : Optional.of(block.getBaseFeePerGas());
    } catch (RpcError e) {
      return Optional.empty(); // a null round on Filecoin: eth_gasPrice answers even then
    }
  }

  private BigInteger nextNonce() {
    String count =
        rpc.require(
            EthGetTransactionCount.class,
            "eth_getTransactionCount",
            wallet.address().toString(),
            "pending");
    return Numeric.decodeQuantity(present(count, "eth_getTransactionCount"));
  }

  private TransactionReceipt await(Sent sent, String what) {
    // A hand-over that failed half-way gets a short second look only: most likely nothing arrived.
    Duration wait =
        sent.doubt().isPresent()
            ? Pauses.min(patience.call(), patience.receipt())
            : patience.receipt();
    Pauses pauses = new Pauses(wait, patience.poll());
    @Nullable CarrackException last = sent.doubt().orElse(null);
    try {
      do {
        try {
          TransactionReceipt receipt =
              rpc.ask(EthGetTransactionReceipt.class, "eth_getTransactionReceipt", sent.hash());
          if (receipt != null && receipt.getBlockNumberRaw() != null) {
            return receipt;
          }
        } catch (RpcError e) {
          LOG.debug("no receipt of {} yet: {}", sent.hash(), e.text());
        } catch (RemoteException e) {
          last = e;
        }
      } while (pauses.pause());
      throw unknown(sent.hash(), what, last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(sent.hash(), what, e);
    } catch (CancelledException e) {
      throw unknown(sent.hash(), what, e);
    }
  }

  private OutcomeUnknownException unknown(String hash, String what, @Nullable Throwable cause) {
    return new OutcomeUnknownException(
        hash,
        "the transaction "
            + hash
            + " for "
            + what
            + " was sent to "
            + rpc.network()
            + ", but its outcome is unknown",
        "do not send again: first look the hash up in an explorer or with eth_getTransactionReceipt, or ask"
            + " the ledger whether the entry is there",
        cause == null ? new RemoteException("no receipt within " + patience.receipt(), "") : cause);
  }

  /**
   * Asks again, at the state of that block, what the refusal was; the receipt does not carry it.
   */
  private CarrackException reverted(
      Map<String, String> call, TransactionReceipt receipt, String what) {
    String named = what + " (transaction " + receipt.getTransactionHash() + ")";
    try {
      rpc.ask(EthCall.class, "eth_call", call, receipt.getBlockNumberRaw());
    } catch (RpcError e) {
      return LedgerContract.refusal(e.data(), named);
    }
    return LedgerContract.refusal("", named);
  }

  private Map<String, String> callObject(@Nullable EvmAddress to, String data) {
    Map<String, String> call = new TreeMap<>();
    call.put("from", wallet.address().toString());
    call.put("data", data);
    if (to != null) {
      call.put("to", to.toString());
    }
    return call;
  }

  private String present(@Nullable String result, String method) {
    if (result == null) {
      throw new RemoteException(
          rpc.network() + " answered " + method + " with nothing", "try another RPC URL");
    }
    return result;
  }
}
