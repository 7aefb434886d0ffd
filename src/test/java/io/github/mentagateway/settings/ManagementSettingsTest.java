package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.settings.Settings.Management.NamedToken;
import io.github.mentagateway.settings.Settings.Management.Role;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementSettingsTest {
  private static final String TOKEN = "0123456789abcdef".repeat(2);

  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder);
  }

  private void refused(String... problems) {
    assertThatThrownBy(home::load).isInstanceOfSatisfying(SettingsException.class, e -> {
      assertThat(e.getMessage()).doesNotContain(TOKEN);
      assertThat(e.problems()).containsExactlyInAnyOrder(problems);
    });
  }

  @Test
  void a_person_has_a_token_and_a_role_and_the_token_is_no_text_of_any_log() throws Exception {
    home.file("config/secrets/anna-token", TOKEN).properties("gateway.management.tokens.anna.token={{secret:anna-token}}",
        "gateway.management.tokens.anna.role=act");

    Settings settings = home.load();

    assertThat(settings.management().tokens()).containsExactly(Map.entry("anna", new NamedToken(Role.ACT, "{{secret:anna-token}}")));
    assertThat(settings.secrets().redact("it is " + TOKEN)).isEqualTo("it is ***");
  }

  @Test
  void a_person_may_come_from_the_environment_alone() throws Exception {
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_TOKENS_OMAR_TOKEN", TOKEN, "GATEWAY_MANAGEMENT_TOKENS_OMAR_ROLE", "reveal"))
        .management().tokens()).containsExactly(Map.entry("omar", new NamedToken(Role.REVEAL, TOKEN)));
  }

  @Test
  void a_token_without_a_role_or_a_role_without_a_token_stops_the_start() {
    home.properties("gateway.management.tokens.anna.token=" + TOKEN, "gateway.management.tokens.omar.role=read");
    refused("gateway.management.tokens.anna.role is missing: with gateway.management.tokens.anna.token it must be set, one of read, act, reveal",
        "gateway.management.tokens.omar.token is missing: with gateway.management.tokens.omar.role it must be set, such as {{secret:omar-token}}");
  }

  @Test
  void an_unknown_role_stops_the_start() {
    home.properties("gateway.management.tokens.anna.token=" + TOKEN, "gateway.management.tokens.anna.role=admin");
    refused("gateway.management.tokens.anna.role is 'admin': it must be one of: read, act, reveal");
  }

  @Test
  void two_persons_with_one_token_stop_the_start() {
    home.properties("gateway.management.tokens.anna.token=" + TOKEN, "gateway.management.tokens.anna.role=act",
        "gateway.management.tokens.omar.token=" + TOKEN, "gateway.management.tokens.omar.role=read");
    refused("gateway.management.tokens.omar.token is the same as gateway.management.tokens.anna.token: a token says who somebody is, so give each"
        + " person one of their own");
  }

  @Test
  void a_token_that_can_be_guessed_or_not_be_sent_stops_the_start_and_is_not_repeated() {
    home.properties("gateway.management.tokens.anna.token=hunter2", "gateway.management.tokens.anna.role=act",
        "gateway.management.tokens.omar.token=" + TOKEN + "  x", "gateway.management.tokens.omar.role=read");
    refused("gateway.management.tokens.anna.token has 7 characters: it must have at least 32; make one with: openssl rand -hex 32",
        "gateway.management.tokens.omar.token has a character that no token may have: it must be letters, digits and any of -._~+/= (RFC 6750);"
            + " make one with: openssl rand -hex 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna", "anna.berg", "4nna", "gateway"})
  void a_name_that_is_none_stops_the_start(String name) {
    home.properties("gateway.management.tokens." + name + ".token=" + TOKEN, "gateway.management.tokens." + name + ".role=act");
    refused("gateway.management.tokens." + name + ".…: a person's name here begins with a small letter and holds only small letters, digits, '-'"
        + " and '_', at most 40 of them, and is not gateway, which is the gateway's own: give it another name");
  }

  @Test
  void a_secret_that_is_not_there_is_told_once() {
    home.properties("gateway.management.tokens.anna.token={{secret:anna-token}}", "gateway.management.tokens.anna.role=act");
    refused("gateway.management.tokens.anna.token: secret 'anna-token' is not there: set the environment variable ANNA_TOKEN or write it into the file "
        + folder.resolve("config/secrets/anna-token"));
  }

  @Test
  void in_clear_is_only_what_stays_on_this_machine_unless_something_in_front_ends_tls() throws Exception {
    assertThat(home.load().management().url()).isEqualTo("http://127.0.0.1:9876");
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_LISTEN", "[::1]:1")).management().url()).isEqualTo("http://[::1]:1");
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_LISTEN", "0.0.0.0:1")).management().url()).isEqualTo("https://127.0.0.1:1");
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_LISTEN", "[::]:1")).management().url()).isEqualTo("https://[::1]:1");
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_LISTEN", "192.0.2.1:1")).management().url()).isEqualTo("https://192.0.2.1:1");
    assertThat(home.load(Map.of("GATEWAY_MANAGEMENT_LISTEN", "0.0.0.0:1", "GATEWAY_MANAGEMENT_TLS", "none")).management().url())
        .isEqualTo("http://127.0.0.1:1");
  }

  @Test
  void what_cannot_be_meant_stops_the_start() {
    home.file("a.pem", "x").properties("gateway.management.tls=off", "gateway.management.tls.certificate=a.pem",
        "gateway.management.hosts=ops.example.com:443");
    refused("gateway.management.tls is 'off': it must be one of: auto, none",
        "gateway.management.tls.certificate and gateway.management.tls.private-key belong together: set both, or none",
        "gateway.management.hosts is 'ops.example.com:443': it must be names of this machine with commas between them and without a port, such as"
            + " ops.example.com");
  }

  @Test
  void it_can_be_read_alone_and_is_the_same() throws Exception {
    home.file("config/secrets/anna-token", TOKEN).properties("gateway.management.tokens.anna.token={{secret:anna-token}}",
        "gateway.management.tokens.anna.role=act", "gateway.management.listen=127.0.0.1:1234");

    ManagementSettings alone = ManagementSettings.load(folder, Map.of());

    Settings all = home.load();
    assertThat(alone.management()).isEqualTo(all.management());
    assertThat(alone.tls()).isEqualTo(all.tls());
    assertThat(alone.data()).isEqualTo(all.data());
    assertThat(alone.secrets().redact("is " + TOKEN)).doesNotContain(TOKEN);
  }
}
