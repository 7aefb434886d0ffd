package io.github.mentagateway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
  @TempDir
  Path home;

  @Test
  void a_database_without_a_driver_is_told_with_its_property_and_without_what_follows_the_scheme() {
    assertThatThrownBy(() -> Destinations.open(settings(Map.of("GATEWAY_DATABASE_SHOP_URL",
        "jdbc:oracle:thin:scott/tiger@host"))))
        .hasMessage("gateway.database.shop.url is 'jdbc:oracle:…': no driver takes it."
            + " Put the driver's jar into lib/, or correct the URL");
  }

  @Test
  void a_database_that_is_down_does_not_keep_the_gateway_from_starting() throws Exception {
    try (Destinations destinations = Destinations.open(settings(Map.of("GATEWAY_DATABASE_SHOP_URL",
        "jdbc:postgresql://127.0.0.1:1/shop")))) {
      assertThat(destinations).isNotNull();
    }
  }

  @Test
  void a_trust_file_that_is_no_certificate_is_told_with_its_property() throws Exception {
    Files.writeString(home.resolve("trust.pem"), "no certificate");

    assertThatThrownBy(() -> Destinations.open(settings(Map.of("GATEWAY_MAIL_TRUST", "trust.pem", "GATEWAY_MAIL_SECURITY",
        "tls"))))
        .hasMessageStartingWith("gateway.mail.trust: the file " + home.resolve("trust.pem") + " holds no certificate in PEM");
  }

  @Test
  void a_secret_can_stand_anywhere_in_a_route() throws Exception {
    try (RunningKamelets routes = new RunningKamelets(home, Map.of("CRM_TOKEN", "a-token"), Map.of())) {
      assertThat(routes.context().resolvePropertyPlaceholders("Bearer {{secret:CRM_TOKEN}}")).isEqualTo("Bearer a-token");
    }
  }

  @Test
  void a_secret_is_taken_literally_however_often_camel_reads_the_text_that_it_stands_in() throws Exception {
    Random random = new Random(1);
    Map<String, String> secrets = new TreeMap<>(Map.of("ODD_0", "a{{", "ODD_1", "}}a", "ODD_2", "a{{b}}c", "ODD_3", "{{nowhere}}",
        "ODD_4", "\\\\", "ODD_5", "a\\b", "ODD_6", "${env:HOME}", "ODD_7", "#{a}RAW(b)%41+&c"));
    for (int i = secrets.size(); i < 300; i++) {
      secrets.put("ODD_" + i, "y" + random.ints(1 + i / 30, 0, 6).mapToObj(c -> "{}\\$'x".substring(c, c + 1)).collect(Collectors.joining()));
    }
    try (RunningKamelets routes = new RunningKamelets(home, secrets, Map.of("own.value", "x{{secret:ODD_2}}"))) {
      assertThat(secrets).allSatisfy((name, value) -> {
        String once = routes.context().resolvePropertyPlaceholders("Bearer {{secret:" + name + "}}");
        assertThat(once).isEqualTo("Bearer " + value);
        assertThat(routes.context().resolvePropertyPlaceholders(once + "-{{own.value}}")).isEqualTo(once + "-xa{{b}}c");
      });
    }
  }

  @Test
  void an_error_about_a_placeholder_shows_no_secret_that_stands_beside_it() throws Exception {
    try (RunningKamelets routes = new RunningKamelets(home, Map.of("CRM_TOKEN", "a-token", "ODD", "a{{b"), Map.of())) {
      assertThatThrownBy(() -> routes.context().resolvePropertyPlaceholders("{{secret:CRM_TOKEN}} {{secret:ODD}} {{nowhere}}"))
          .hasMessage("Property with key [nowhere] not found in properties from text: ⟨secret:CRM_TOKEN⟩ ⟨secret:ODD⟩ {{nowhere}}");
    }
  }

  private Settings settings(Map<String, String> environment) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    return Settings.load(home, environment);
  }
}
