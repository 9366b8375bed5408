package dev.carrack.fvm;

import dev.carrack.core.IntegrityException;
import dev.carrack.core.NotFoundException;
import dev.carrack.core.RemoteException;
import java.util.List;
import java.util.Map;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthChainId;
import org.web3j.protocol.core.methods.response.EthGetCode;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.utils.Numeric;

/**
 * A ledger contract at its address on a chain, after the endpoint, the chain and the code were
 * checked.
 */
final class DeployedContract implements AutoCloseable {

  private final Rpc rpc;
  private final long chainId;
  private final EvmAddress address;

  private DeployedContract(Rpc rpc, long chainId, EvmAddress address) {
    this.rpc = rpc;
    this.chainId = chainId;
    this.address = address;
  }

  static DeployedContract open(Network network, EvmAddress address, Patience patience) {
    Rpc rpc = new Rpc(network, patience.call());
    try {
      return checked(rpc, chainId(rpc), address);
    } catch (RuntimeException e) {
      rpc.close();
      throw e;
    }
  }

  static DeployedContract create(Network network, Wallet wallet, Patience patience) {
    Rpc rpc = new Rpc(network, patience.call());
    try {
      long chainId = chainId(rpc);
      String address =
          new Transactions(rpc, chainId, wallet, patience)
              .send(null, LedgerContract.creationCode(), "the creation of a ledger contract")
              .getContractAddress();
      return checked(rpc, chainId, EvmAddress.parse(address));
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

  private static DeployedContract checked(Rpc rpc, long chainId, EvmAddress address) {
    String code = rpc.require(EthGetCode.class, "eth_getCode", address.toString(), "latest");
    if (code == null || code.length() <= 2) {
      throw new NotFoundException(
          "there is no contract at " + address + " on " + rpc.network(),
          "check the address, and that the endpoint serves the chain the proof names");
    }
    if (!code.equalsIgnoreCase(LedgerContract.runtimeCode())) {
      throw new IntegrityException(
          "the contract at " + address + " on " + rpc.network() + " is not Carrack's ledger",
          "do not trust what it says; check the address, or use the Carrack version that made it");
    }
    return new DeployedContract(rpc, chainId, address);
  }

  Transactions transactions(Wallet wallet, Patience patience) {
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
