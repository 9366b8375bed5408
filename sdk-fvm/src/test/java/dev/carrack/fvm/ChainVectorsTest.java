package dev.carrack.fvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carrack.core.MalformedException;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

/**
 * The chain's own vectors, held against web3j and against what this module calls. Sources:
 * FilOzone/filecoin-services a16aea4, FilOzone/synapse-sdk 1b8b54e, filecoin-project/FIPs dd5075f,
 * filecoin-project/lotus b835fab; what is generated says so in the fixtures' README.
 */
@Needs("fixtures")
class ChainVectorsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNode VECTORS = read("filecoin/generated/eip712-vectors.json");

  private static JsonNode read(String name) {
    try {
      return MAPPER.readTree(Fixtures.path(name).toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void typeHashesAreTheHashesOfTheirText() {
    JsonNode types = VECTORS.get("typeHashes");

    for (JsonNode type : types) {
      assertThat(Hash.sha3String(type.get("type").asText())).isEqualTo(type.get("hash").asText());
    }
    Fixtures.count("filecoin/generated (EIP-712 type hashes)", types.size());
  }

  @Test
  void digestsAndSignaturesAreThoseOfOtherWallets() throws IOException {
    Credentials key = Credentials.create(VECTORS.get("privateKey").asText());
    JsonNode cases = VECTORS.get("cases");

    for (JsonNode one : cases) {
      byte[] digest = digest(one.get("primaryType").asText(), one.get("message"));
      assertThat(Numeric.toHexString(digest)).isEqualTo(one.get("digest").asText());
      Sign.SignatureData made = Sign.signMessage(digest, key.getEcKeyPair(), false);
      assertThat(hex(made)).isEqualTo(one.get("signature").asText());
    }
    Fixtures.count("filecoin/generated (EIP-712 digests and signatures)", cases.size());
  }

  @Test
  void signaturesThatTheContractAcceptsAreOfTheirSigner() throws Exception {
    JsonNode signed = read("filecoin/eip712/external_signatures.json");
    ObjectNode create = MAPPER.createObjectNode();
    create.setAll((ObjectNode) signed.get("createDataSet"));
    ObjectNode add = MAPPER.createObjectNode();
    add.setAll((ObjectNode) signed.get("addPieces"));
    ArrayNode data = add.putArray("pieceData");
    add.get("pieceCidBytes").forEach(cid -> data.addObject().put("data", cid.asText()));
    ArrayNode metadata = add.putArray("pieceMetadata");
    for (int i = 0; i < data.size(); i++) {
      metadata.addObject().put("pieceIndex", i).set("metadata", add.get("metadata").get(i));
    }
    String signer = signed.get("signer").asText();

    assertThat(signer(create, "CreateDataSet")).isEqualToIgnoringCase(signer);
    assertThat(signer(add, "AddPieces")).isEqualToIgnoringCase(signer);
    assertThat(signer(signed.get("schedulePieceRemovals"), "SchedulePieceRemovals"))
        .isEqualToIgnoringCase(signer);
    assertThat(signer(signed.get("terminateService"), "TerminateService"))
        .isEqualToIgnoringCase(signer);
    // One bit of the message, and it is somebody else's.
    ObjectNode other = ((ObjectNode) signed.get("terminateService")).put("dataSetId", 67891);
    assertThat(signer(other, "TerminateService")).isNotEqualToIgnoringCase(signer);
    Fixtures.count("filecoin/eip712 (signatures)", 4);
  }

  @Test
  void extraDataIsEncodedAsTheSiblingEncodesIt() {
    JsonNode create = VECTORS.get("cases").get("create");
    JsonNode message = create.get("message");
    JsonNode external = read("filecoin/eip712/external_signatures.json").get("createDataSet");
    JsonNode synapse = read("filecoin/eip712/synapse-core-extradata.json");

    assertThat(createData(message, create.get("signature")))
        .isEqualTo(VECTORS.get("extraData").get("create").asText());
    assertThat(createData(external, external.get("signature")))
        .isEqualTo(synapse.get("createDataSet").asText());
    JsonNode signed = read("filecoin/eip712/external_signatures.json");
    assertThat(encoded(signed.get("schedulePieceRemovals").get("signature").asText()))
        .isEqualTo(synapse.get("schedulePieceRemovals").asText());
    assertThat(encoded(signed.get("terminateService").get("signature").asText()))
        .isEqualTo(synapse.get("terminateService").asText());
    JsonNode generated = VECTORS.get("extraData");
    assertThat(encoded(VECTORS.get("cases").get("remove").get("signature").asText()))
        .isEqualTo(generated.get("remove").asText());
    assertThat(encoded(generated.get("create").asText(), generated.get("add").asText()))
        .isEqualTo(generated.get("createAndAdd").asText());
    JsonNode add = VECTORS.get("cases").get("add");
    List<JsonNode> metadata = new ArrayList<>();
    add.get("message").get("pieceMetadata").forEach(piece -> metadata.add(piece.get("metadata")));
    assertThat(addData(add.get("message").get("nonce"), metadata, add.get("signature")))
        .isEqualTo(generated.get("add").asText());
    JsonNode pieces = signed.get("addPieces");
    assertThat(
            addData(
                pieces.get("nonce"),
                List.of(pieces.get("metadata").get(0), pieces.get("metadata").get(1)),
                pieces.get("signature")))
        .isEqualTo(synapse.get("addPieces").asText());
    Fixtures.count("filecoin/eip712 (extraData)", 8);
  }

  private static String encoded(String... bytes) {
    return "0x"
        + FunctionEncoder.encodeConstructor(
            Stream.of(bytes)
                .map(hex -> (Type) new DynamicBytes(Numeric.hexStringToByteArray(hex)))
                .toList());
  }

  private static String addData(JsonNode nonce, List<JsonNode> metadata, JsonNode signature) {
    return "0x"
        + FunctionEncoder.encodeConstructor(
            List.of(
                new Uint256(new BigInteger(nonce.asText())),
                texts(metadata, "key"),
                texts(metadata, "value"),
                new DynamicBytes(Numeric.hexStringToByteArray(signature.asText()))));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // web3j has no nested generic arrays
  private static Type texts(List<JsonNode> metadata, String field) {
    List<DynamicArray> arrays = new ArrayList<>();
    for (JsonNode entries : metadata) {
      List<Utf8String> texts = new ArrayList<>();
      entries.forEach(entry -> texts.add(new Utf8String(entry.get(field).asText())));
      arrays.add(new DynamicArray<>(Utf8String.class, texts));
    }
    return new DynamicArray<>(DynamicArray.class, arrays);
  }

  private static String createData(JsonNode message, JsonNode signature) {
    List<Utf8String> keys = new ArrayList<>();
    List<Utf8String> values = new ArrayList<>();
    for (JsonNode entry : message.get("metadata")) {
      keys.add(new Utf8String(entry.get("key").asText()));
      values.add(new Utf8String(entry.get("value").asText()));
    }
    return "0x"
        + FunctionEncoder.encodeConstructor(
            List.of(
                new Address(VECTORS.get("signer").asText()),
                new Uint256(new BigInteger(message.get("clientDataSetId").asText())),
                new DynamicArray<>(Utf8String.class, keys),
                new DynamicArray<>(Utf8String.class, values),
                new DynamicBytes(Numeric.hexStringToByteArray(signature.asText()))));
  }

  private static String signer(JsonNode message, String type)
      throws IOException, SignatureException {
    byte[] signature = Numeric.hexStringToByteArray(message.get("signature").asText());
    Sign.SignatureData parts =
        new Sign.SignatureData(
            signature[64], Arrays.copyOf(signature, 32), Arrays.copyOfRange(signature, 32, 64));
    return "0x" + Keys.getAddress(Sign.signedMessageHashToKey(digest(type, message), parts));
  }

  private static String hex(Sign.SignatureData signature) {
    return Numeric.toHexString(signature.getR())
        + Numeric.toHexStringNoPrefix(signature.getS())
        + Numeric.toHexStringNoPrefix(signature.getV());
  }

  private static byte[] digest(String primaryType, JsonNode message) throws IOException {
    ObjectNode typed = MAPPER.createObjectNode();
    ObjectNode types = typed.putObject("types");
    fields(
        types.putArray("EIP712Domain"),
        "string name,string version,uint256 chainId,address verifyingContract");
    VECTORS
        .get("typeHashes")
        .fields()
        .forEachRemaining(
            type -> {
              String text = type.getValue().get("type").asText();
              fields(
                  types.putArray(type.getKey()),
                  text.substring(text.indexOf('(') + 1, text.indexOf(')')));
            });
    typed.put("primaryType", primaryType);
    typed.set("domain", VECTORS.get("domain"));
    typed.set("message", message);
    return new StructuredDataEncoder(MAPPER.writeValueAsString(typed)).hashStructuredData();
  }

  private static void fields(ArrayNode into, String text) {
    for (String field : text.split(",")) {
      String[] parts = field.split(" ");
      into.addObject().put("type", parts[0]).put("name", parts[1]);
    }
  }

  @Test
  void everyEntryOfEveryAbiHasItsSelector() throws IOException {
    Pattern type = // libraries name contracts too
        Pattern.compile(
            "([A-Z]\\w+|address|bool|string|bytes([1-9]|[12][0-9]|3[0-2])?|u?int[0-9]+)");
    int entries = 0;
    Map<String, String> known = new HashMap<>();
    try (Stream<Path> files = Files.list(Fixtures.path("filecoin/abi"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".abi.json")).sorted().toList()) {
        Set<String> selectors = new HashSet<>();
        for (JsonNode entry : MAPPER.readTree(file.toFile())) {
          assertThat(entry.get("type").asText()).isIn("function", "event", "error", "constructor");
          if (entry.get("type").asText().equals("constructor")) {
            continue;
          }
          String signature = signature(entry);
          assertThat(signature.replaceAll("\\w+\\(|[()\\[\\],]", " ").trim().split(" +"))
              .allMatch(part -> part.isEmpty() || type.matcher(part).matches(), signature);
          String hash = Hash.sha3String(signature);
          String key = entry.get("type").asText() + hash.substring(0, 10);
          assertThat(selectors.add(key)).as("%s %s", file, signature).isTrue();
          known.put(signature, hash);
          entries++;
        }
      }
    }
    // Outside source: the selectors and the topic of OpenZeppelin's Ownable.
    assertThat(known.get("owner()")).startsWith("0x8da5cb5b");
    assertThat(known.get("transferOwnership(address)")).startsWith("0xf2fde38b");
    assertThat(known.get("OwnershipTransferred(address,address)"))
        .isEqualTo("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0");
    Fixtures.count("filecoin/abi (functions, events, errors)", entries);
  }

  private static String signature(JsonNode entry) {
    return entry.get("name").asText() + types(entry.get("inputs"));
  }

  private static String types(JsonNode inputs) {
    return StreamSupport.stream(inputs.spliterator(), false)
        .map(
            input -> {
              String type = input.get("type").asText();
              return type.startsWith("tuple")
                  ? types(input.get("components")) + type.substring("tuple".length())
                  : type;
            })
        .collect(Collectors.joining(",", "(", ")"));
  }

  @Test
  void everyDeployedAddressIsWrittenWithItsChecksum() {
    int count = 0;
    for (JsonNode network : read("filecoin/abi/deployments.json")) {
      for (var fields = network.fields(); fields.hasNext(); ) {
        var field = fields.next();
        if (field.getKey().endsWith("_ADDRESS")) {
          EvmAddress address = EvmAddress.parse(field.getValue().asText());
          assertThat(address).as(field.getKey()).hasToString(field.getValue().asText());
          assertThat(FilecoinAddress.parse(FilecoinAddress.of(address).toString()).toEvm())
              .isEqualTo(address);
          count++;
        }
      }
    }
    Fixtures.count("filecoin/abi (deployments)", count);
  }

  @Test
  void theNodeHasEveryMethodThatIsCalledHere() throws IOException {
    Set<String> served = methods("filecoin/lotus/eth_openrpc.json");
    Set<String> called = new HashSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Pattern.compile("\"(eth_[a-zA-Z]+)\"")
            .matcher(Files.readString(file))
            .results()
            .forEach(call -> called.add(call.group(1)));
      }
    }

    assertThat(called).hasSizeGreaterThan(8).contains("eth_sendRawTransaction");
    assertThat(served).containsAll(called);
    Fixtures.count("filecoin/lotus (methods called)", called.size());
  }

  @Test
  void theCommonNodeApiKnowsTheMethodsThatErrorsName() {
    Set<String> methods = methods("filecoin/frc0104/common-node-api.json");

    // The remedy for an address without an Ethereum form.
    assertThat(methods)
        .allMatch(name -> name.startsWith("Filecoin."))
        .contains("Filecoin.StateLookupID", "Filecoin.ChainHead");
    Fixtures.count("filecoin/frc0104 (methods)", methods.size());
  }

  private static Set<String> methods(String name) {
    Set<String> names = new HashSet<>();
    for (JsonNode method : read(name).get("methods")) {
      assertThat(names.add(method.get("name").asText())).isTrue();
      assertThat(method.get("params").isArray()).isTrue();
    }
    return names;
  }

  @Test
  void addressesWithoutAnEthereumFormAreRefusedAsSuch() {
    JsonNode vectors = read("filecoin/generated/address-vectors.json");
    int count = 0;
    for (JsonNode vector : vectors.get("parse")) {
      String text = vector.get("fil").asText();
      if (vector.get("protocol").asInt() == 0) {
        assertThat(Numeric.toHexStringNoPrefix(FilecoinAddress.parse(text).bytes()))
            .isEqualTo(vector.get("bytes").asText());
      } else {
        assertRefused(text);
      }
      count++;
    }
    for (JsonNode vector : vectors.get("delegated")) {
      assertRefused(vector.get("expected").asText());
      count++;
    }
    Fixtures.count("filecoin/generated (addresses parsed or refused)", count);
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> FilecoinAddress.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("'" + text + "' has no Ethereum form");
  }
}
