package dev.carrack.core.ipns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carrack.core.LimitException;
import dev.carrack.core.MalformedException;
import dev.carrack.core.NotFoundException;
import dev.carrack.testing.Fixtures;
import dev.carrack.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsLinkTest {

  private static final String CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  private static final String KEY =
      "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8";

  private final Map<String, List<String>> zone = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final DnsLink links =
      new DnsLink(
          name -> {
            asked.add(name);
            return zone.getOrDefault(name, List.of());
          });

  private void link(String name, String... values) {
    zone.put(name, Stream.of(values).map(value -> "dnslink=" + value).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, /ipfs/CID",
    "EXAMPLE.com., /ipfs/CID",
    "example.com/a/b, /ipfs/CID/a/b",
    "example.com/, /ipfs/CID",
    "alias.example.com/x, /ipfs/CID/x",
    "deep.example.com/x, /ipfs/CID/docs/x",
    "slash.example.com/x, /ipfs/CID/x",
    "key.example.com/x, /ipns/KEY/x",
    "peer.example.com, /ipns/12D3KooWBgQLcAvgS3FECQgdrrKhpWEvaWadYtSixfV1ijRHCf8G",
    "old.example.com, /ipfs/CID",
    "bücher.example, /ipfs/CID"
  })
  void followsDomainsToContent(String domain, String path) {
    link("_dnslink.example.com", "/ipfs/" + CID);
    link("_dnslink.alias.example.com", "/ipns/Example.COM");
    link("_dnslink.deep.example.com", "/ipns/example.com/docs");
    link("_dnslink.slash.example.com", "/ipfs/" + CID + "/");
    link("_dnslink.key.example.com", "/ipns/" + KEY);
    link("_dnslink.peer.example.com", "/ipns/12D3KooWBgQLcAvgS3FECQgdrrKhpWEvaWadYtSixfV1ijRHCf8G");
    link("old.example.com", "/ipfs/" + CID);
    link("_dnslink.xn--bcher-kva.example", "/ipfs/" + CID);

    assertThat(links.resolve(domain)).isEqualTo(path.replace("CID", CID).replace("KEY", KEY));
  }

  @Test
  void asksTheUnderscoredNameFirst() {
    link("_dnslink.example.com", "/ipfs/" + CID);
    link("example.com", "/ipfs/bafkqaaa");

    assertThat(links.resolve("example.com")).isEqualTo("/ipfs/" + CID);
    assertThat(asked).containsExactly("_dnslink.example.com");
  }

  @Test
  void aKeyIsNotLookedUp() {
    assertThat(links.resolve(KEY + "/x")).isEqualTo("/ipns/" + KEY + "/x");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 -all",
        "dnslink",
        "dnslink=",
        "dnslink=" + CID,
        "dnslink=/ipfs/",
        "dnslink=/ipfs/hello",
        "dnslink=/ipns/",
        "dnslink=/ipns/-",
        "dnslink=/ipns/a b",
        "dnslink=/dnslink/example.com",
        "DNSLINK=/ipfs/" + CID,
        " dnslink=/ipfs/" + CID
      })
  void passesOverWhatIsNoLink(String value) {
    assertThat(DnsLink.choose(List.of(value))).isEmpty();
    assertThat(DnsLink.choose(List.of(value, "dnslink=/ipfs/" + CID))).contains("/ipfs/" + CID);
  }

  @Test
  void ofSeveralLinksTheFirstInTheAlphabetCounts() {
    List<String> values =
        List.of("dnslink=/ipns/b.example", "dnslink=/ipfs/" + CID, "dnslink=/ipfs/bafkqaaa");

    assertThat(DnsLink.choose(values)).contains("/ipfs/bafkqaaa");
  }

  @Test
  void aValueIsBounded() {
    assertThat(DnsLink.choose(List.of("dnslink=/ipfs/" + CID + "/" + "x".repeat(5000)))).isEmpty();
  }

  @Test
  void findsCircles() {
    link("_dnslink.a.example", "/ipns/b.example");
    link("_dnslink.b.example", "/ipns/a.example");

    assertThatThrownBy(() -> links.resolve("a.example"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("circle");
    assertThat(asked).hasSize(2);
  }

  @Test
  void follows32NamesAndNoMore() {
    for (int i = 0; i < 40; i++) {
      link("_dnslink.n" + i + ".example", "/ipns/n" + (i + 1) + ".example");
    }
    link("_dnslink.n40.example", "/ipfs/" + CID);

    assertThat(links.resolve("n9.example")).isEqualTo("/ipfs/" + CID); // 9 … 40
    assertThatThrownBy(() -> links.resolve("n8.example"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("32");
  }

  @Test
  void saysWhichNameHasNoLink() {
    link("_dnslink.a.example", "/ipns/b.example");

    assertThatThrownBy(() -> links.resolve("a.example"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("_dnslink.b.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a b", "-a.example", "a_.-", "a/../b\n.c..", "\ud800"})
  void refusesWhatIsNoDomain(String domain) {
    assertThatThrownBy(() -> links.resolve(domain))
        .isInstanceOfAny(MalformedException.class, NotFoundException.class);
    assertThatThrownBy(() -> links.resolve("a".repeat(64) + ".example"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> links.resolve("a.".repeat(127)))
        .isInstanceOfAny(MalformedException.class, NotFoundException.class);
  }

  // Source: ipfs/gateway-conformance 22c7644, the dnslink.yml of its sites.
  @Test
  @Needs("fixtures")
  void readsTheLinksOfTheConformanceSites() throws IOException {
    Pattern site = Pattern.compile("domain: (\\S+)\\s+(?:#.*\\s+)?path: (\\S+)");
    int cases = 0;
    try (Stream<Path> files = Files.walk(Fixtures.path("ipld/gateway-conformance"))) {
      for (Path file : files.filter(f -> f.endsWith("dnslink.yml")).toList()) {
        Matcher matcher = site.matcher(Files.readString(file));
        while (matcher.find()) {
          assertThat(DnsLink.choose(List.of("dnslink=" + matcher.group(2))))
              .contains(matcher.group(2));
          cases++;
        }
      }
    }
    Fixtures.count("ipld/gateway-conformance (DNSLink)", cases);
  }
}
