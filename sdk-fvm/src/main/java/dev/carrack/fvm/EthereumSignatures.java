package dev.carrack.fvm;

import dev.carrack.core.CarrackException;
import dev.carrack.core.provenance.SignatureScheme;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/**
 * Signatures of Ethereum accounts over messages: EIP-191 version 0x45, what wallets call {@code
 * personal_sign}. Keys are named {@code did:pkh:eip155:CHAIN:0x…}; the signer's address is
 * recovered from the signature and compared.
 *
 * <p>One message and key have one valid spelling of a signature: s in the lower half (EIP-2), v 27
 * or 28, 65 bytes. Stateless, thread-safe.
 */
public final class EthereumSignatures implements SignatureScheme {

  static final int SIZE = 65;

  private static final Pattern KEY_ID =
      Pattern.compile("did:pkh:eip155:[0-9]{1,18}:(0x[0-9a-fA-F]{40})");
  private static final BigInteger ORDER = Sign.CURVE_PARAMS.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  /** Creates the scheme. */
  public EthereumSignatures() {}

  static String keyId(EvmAddress address) {
    return keyId(1, address);
  }

  static String keyId(long chainId, EvmAddress address) {
    return "did:pkh:eip155:" + chainId + ":" + address;
  }

  @Override
  public boolean supports(String keyId) {
    return KEY_ID.matcher(keyId).matches();
  }

  @Override
  public boolean verify(String keyId, byte[] message, byte[] signature) {
    Matcher matcher = KEY_ID.matcher(keyId);
    if (!matcher.matches() || signature.length != SIZE) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    int recovery = signature[64] - 27;
    if (r.signum() == 0
        || r.compareTo(ORDER) >= 0
        || s.signum() == 0
        || s.compareTo(HALF_ORDER) > 0) {
      return false;
    }
    if (recovery != 0 && recovery != 1) {
      return false;
    }
    EvmAddress signer =
        recover(recovery, new ECDSASignature(r, s), Sign.getEthereumMessageHash(message));
    try {
      return signer != null && signer.equals(EvmAddress.parse(matcher.group(1)));
    } catch (CarrackException e) {
      return false;
    }
  }

  private static @Nullable EvmAddress recover(int recovery, ECDSASignature signature, byte[] hash) {
    try {
      BigInteger key = Sign.recoverFromSignature(recovery, signature, hash);
      return key == null ? null : EvmAddress.of(HexFormat.of().parseHex(Keys.getAddress(key)));
    } catch (RuntimeException e) {
      // An r that is no point of the curve makes the library throw one of several exceptions.
      return null;
    }
  }
}
