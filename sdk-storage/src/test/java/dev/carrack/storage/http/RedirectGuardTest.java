package dev.carrack.storage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::"
      })
  void holdsSpecialAddressesForPrivate(String address) throws UnknownHostException {
    assertThat(RedirectGuard.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "100.63.0.1", "172.32.0.1", "2606:4700::1", "64:ff9b::808:808"})
  void holdsOtherAddressesForPublic(String address) throws UnknownHostException {
    assertThat(RedirectGuard.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.1/", "http://2130706433/", "http://[::1]/", "http://0/"})
  void seesThroughOddSpellingsOfLoopback(String url) {
    assertThat(RedirectGuard.refusal(HttpUrl.get("http://gateway.example/"), HttpUrl.get(url)))
        .contains("private");
  }

  @Test
  void refusesToLeaveHttps() {
    assertThat(
            RedirectGuard.refusal(
                HttpUrl.get("https://gateway.example/"), HttpUrl.get("http://gateway.example/")))
        .contains("plain http");
  }

  @Test
  void refusesANameThatLeadsToAPrivateAddress() {
    RedirectGuard guard =
        new RedirectGuard(
            host ->
                List.of(InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.1")));

    assertThatThrownBy(() -> guard.lookup("rebind.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("private");
  }
}
