package dev.carrack.fvm;

import dev.carrack.core.CancelledException;
import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthChainId;
import org.web3j.protocol.core.methods.response.EthGetCode;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * A ledger contract at its address on a chain, after the endpoint, the chain and the code were
 * checked.
 */
final class DeployedContract implements AutoCloseable {

  private final Rpc rpc;
  private final long chainId;
  private final EvmAddress address;
  private final Patience patience;

  private DeployedContract(Rpc rpc, long chainId, EvmAddress address, Patience patience) {
    this.rpc = rpc;
    this.chainId = chainId;
    this.address = address;
    this.patience = patience;
  }

  static DeployedContract open(Network network, EvmAddress address, Patience patience) {
    Rpc rpc = new Rpc(network, patience.call());
    try {
      DeployedContract contract = new DeployedContract(rpc, chainId(rpc), address, patience);
      contract.check(contract.code().orElseThrow(contract::absent));
      return contract;
    } catch (RuntimeException e) {
      rpc.close();
      throw e;
    }
  }

  static DeployedContract create(Network network, Wallet wallet, Patience patience) {
    Rpc rpc = new Rpc(network, patience.call());
    try {
      long chainId = chainId(rpc);
      TransactionReceipt receipt =
          new Transactions(rpc, chainId, wallet, patience)
              .send(null, LedgerContract.creationCode(), "the creation of a ledger contract");
      EvmAddress address = EvmAddress.parse(receipt.getContractAddress());
      DeployedContract contract = new DeployedContract(rpc, chainId, address, patience);
      contract.check(
          contract.eventually(contract::code, "the ledger contract " + address + " just created"));
      return contract;
    } catch (RuntimeException e) {
      rpc.close();
      throw e;
    }
  }

  private static long chainId(Rpc rpc) {
    long chainId;
    try {
      chainId =
          Numeric.decodeQuantity(rpc.require(EthChainId.class, "eth_chainId")).longValueExact();
    } catch (ArithmeticException | org.web3j.exceptions.MessageDecodingException e) {
      throw new RemoteException(
          rpc.network() + " gave no chain id",
          "check that the RPC URL is an Ethereum JSON-RPC endpoint",
          e);
    }
    long expected = rpc.network().chainId();
    if (expected != Network.ANY_CHAIN && expected != chainId) {
      throw new RemoteException(
          rpc.network() + " serves chain " + chainId + " instead of " + expected,
          "give the RPC URL of a node of chain " + expected);
    }
    return chainId;
  }

  private Optional<String> code() {
    String code = rpc.require(EthGetCode.class, "eth_getCode", address.toString(), "latest");
    return code == null || code.length() <= 2 ? Optional.empty() : Optional.of(code);
  }

  private NotFoundException absent() {
    return new NotFoundException(
        "there is no contract at " + address + " on " + rpc.network(),
        "check the address, and that the endpoint serves the chain the proof names");
  }

  private void check(String code) {
    if (!code.equalsIgnoreCase(LedgerContract.runtimeCode())) {
      throw new IntegrityException(
          "the contract at " + address + " on " + rpc.network() + " is not Carrack's ledger",
          "do not trust what it says; check the address, or use the Carrack version that made it");
    }
  }

  /**
   * Looks until there is something: an endpoint may show a receipt before what it brought about,
   * because several nodes stand behind it, or because Filecoin's head lags its receipts by an
   * epoch.
   */
  <T> T eventually(Supplier<Optional<T>> look, String what) {
    Pauses pauses = new Pauses(patience.receipt(), patience.poll());
    try {
      do {
        Optional<T> found = look.get();
        if (found.isPresent()) {
          return found.get();
        }
      } while (pauses.pause());
    } catch (RemoteException e) {
      throw new RemoteException(
          what + " is on the chain, but cannot be read back: " + e.getMessage(),
          "do not send it again; read it when the endpoint answers",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          what + " is on the chain; reading it back was interrupted", "", e);
    }
    throw new RemoteException(
        rpc.network() + " has the receipt of " + what + ", but not the thing itself",
        "do not send it again; read it from another RPC URL");
  }

  Transactions transactions(Wallet wallet) {
    return new Transactions(rpc, chainId, wallet, patience);
  }

  long chainId() {
    return chainId;
  }

  EvmAddress address() {
    return address;
  }

  /** The chain, with the chain id that the endpoint gave. */
  Network network() {
    return new Network(rpc.network().name(), chainId, rpc.network().rpc());
  }

  /** Calls a view function and returns its undecoded answer. */
  String read(String data) {
    Map<String, String> call = Map.of("to", address.toString(), "data", data);
    String answer = rpc.require(EthCall.class, "eth_call", call, "latest");
    return answer == null ? "0x" : answer;
  }

  /**
   * The transaction that made the one event with these topics in a block, or empty: many nodes keep
   * events of the last day only.
   */
  String transactionOf(long height, List<String> topics) {
    String block = "0x" + Long.toHexString(height);
    Map<String, Object> filter =
        Map.of(
            "address", address.toString(), "fromBlock", block, "toBlock", block, "topics", topics);
    try {
      var logs = rpc.ask(EthLog.class, "eth_getLogs", filter);
      return logs != null && logs.size() == 1 && logs.get(0) instanceof EthLog.LogObject log
          ? String.valueOf(log.getTransactionHash())
          : "";
    } catch (RpcError | RemoteException e) {
      return "";
    }
  }

  @Override
  public void close() {
    rpc.close();
  }
}
