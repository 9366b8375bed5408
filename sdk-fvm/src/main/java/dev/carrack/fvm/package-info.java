/**
 * The chain: who signs and pays, and the public ledger where batch roots and names are kept.
 *
 * <p>{@link dev.carrack.fvm.Wallet} holds one key and is core's {@code Signer}; {@link
 * dev.carrack.fvm.EthereumSignatures} checks what it signed. {@link dev.carrack.fvm.Network} says
 * which chain and where, {@link dev.carrack.fvm.Patience} how long to wait. {@link
 * dev.carrack.fvm.EvmLedger} is core's {@code Ledger} on our contract, {@code CarrackLedger.sol}; a
 * stranger opens it with {@code EvmLedger.reader}. {@link dev.carrack.fvm.FilecoinAddress} and
 * {@link dev.carrack.fvm.EvmAddress} are two writings of one account.
 *
 * <p>Inside, from top to bottom: {@code EvmLedger}, {@code DeployedContract} (checks endpoint,
 * chain and code), {@code LedgerContract} (encoding and refusals), {@code Transactions} (sends
 * once, never blindly again), {@code Rpc} (one bounded question). A local chain: {@code
 * dev.carrack.fvm.dev}.
 *
 * <p>Everything here has met anvil, and no Filecoin node yet. Filecoin differs: gas numbers are
 * about a thousand times larger, receipts take 30 to 60 seconds, epochs may have no block, and what
 * is final takes minutes to hours.
 */
@NullMarked
package dev.carrack.fvm;

import org.jspecify.annotations.NullMarked;
