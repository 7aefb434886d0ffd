package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
      "10.0.0.7, 10.0.0.7, true", "10.0.0.7, 10.0.0.8, false",
      "10.1.0.0/16, 10.1.255.255, true", "10.1.0.0/16, 10.2.0.0, false", "192.168.4.0/22, 192.168.7.9, true", "192.168.4.0/22, 192.168.8.0, false",
      "0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, ::1, false", "10.0.0.7, ::ffff:10.0.0.7, true",
      "fd00:1::/64, fd00:1::9, true", "fd00:1::/64, fd00:1:0:1::9, false", "::1, 0:0:0:0:0:0:0:1, true"})
  void a_network_has_the_addresses_that_begin_like_it(String network, String address, boolean within) throws Exception {
    assertThat(Network.parse(network).contains(InetAddress.getByName(address))).isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(strings = {"balancer.example", "10.0.0", "10.0.0.256", "10.0.0.0.", "10.0.0.0.0", "fd00:::1", "::1%eth0", ":", "", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.7/8", "fd00::1/64", "/8", "fd00::/129"})
  void what_is_no_address_and_no_network_is_refused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("must list");
  }

  @Test
  void the_setting_names_itself(@TempDir Path home) throws Exception {
    Files.createDirectory(home.resolve("routes"));

    assertThatThrownBy(() -> Settings.load(home, Map.of("GATEWAY_INTAKE_PROXY_PROTOCOL", "10.0.0.7, lb.example")))
        .hasMessage("gateway.intake.proxy-protocol is '10.0.0.7, lb.example': it must list addresses and networks, such as 10.0.0.7, 10.1.0.0/16 or"
            + " fd00:1::/64; behind a network's bits stand only zeros");
    assertThat(Settings.load(home, Map.of()).intake().proxies()).isEmpty();
  }
}
