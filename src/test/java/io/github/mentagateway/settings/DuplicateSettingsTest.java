package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.settings.Settings.Duplicates;
import io.github.mentagateway.settings.Settings.Duplicates.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateSettingsTest {
  @TempDir
  Path folder;

  @Test
  void by_default_the_newest_ticket_and_show_are_compared() throws Exception {
    assertThat(SettingsHome.in(folder).load().duplicates()).isEqualTo(new Duplicates(Duration.ofHours(48), Duration.ofSeconds(5),
        Duration.ofHours(48), Map.of("ticket.updated", Rule.NEWEST, "event.unlock", Rule.NEWEST), Optional.empty(), Optional.empty()));
  }

  @Test
  void any_action_can_have_a_rule_in_the_file_and_in_the_environment() throws Exception {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.duplicates.listing.created=off");

    assertThat(home.load(Map.of("GATEWAY_DUPLICATES_PAYOUTS_DELIVERED", "newest", "GATEWAY_DUPLICATES_EVENT_UNLOCK", "off",
        "GATEWAY_DUPLICATES_SENDER_TIMEOUT", "1s")).duplicates().actions())
        .isEqualTo(Map.of("ticket.updated", Rule.NEWEST, "event.unlock", Rule.OFF, "listing.created", Rule.OFF,
            "payouts_delivered", Rule.NEWEST));
  }

  @Test
  void for_how_long_an_answer_in_doubt_is_remembered_can_be_said() throws Exception {
    SettingsHome home = SettingsHome.in(folder);

    assertThat(home.load(Map.of("GATEWAY_DUPLICATES_UNANSWERED", "6h")).duplicates().unanswered()).isEqualTo(Duration.ofHours(6));
    assertThat(home.problems(Map.of("GATEWAY_DUPLICATES_UNANSWERED", "0s"))).containsExactly("gateway.duplicates.unanswered is '0s': it"
        + " must be above 0: a copy of a notification that was never answered would be delivered once more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"horizon", "unanswered"})
  void what_is_compared_is_still_there(String setting) {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.duplicates." + setting + "=11d", "gateway.retention.delivered=10d");

    assertThat(home.problems()).containsExactly("gateway.duplicates." + setting + " is '11d', and gateway.retention.delivered is '10d':"
        + " a copy finds nothing that was removed; write gateway.duplicates." + setting + "=10d or less, or"
        + " gateway.retention.delivered=11d or more");
    assertThat(home.problems(Map.of("GATEWAY_RETENTION_DELIVERED", "264h"))).isEmpty();
  }

  @Test
  void what_contradicts_is_told_beside_every_other_problem_and_never_of_a_default_that_stands_in() {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.duplicates.horizon=60d", "gateway.retention.delivered=90",
        "gateway.duplicates.unanswered=40d");

    assertThat(home.problems()).containsExactly(
        "gateway.retention.delivered is '90': it must be a whole number with a unit: ms, s, m, h or d, such as 5s");
    assertThat(home.properties("gateway.duplicates.horizon=60d", "gateway.store.queue=0").problems()).hasSize(2);
  }

  @Test
  void the_sender_s_id_is_a_header_or_a_field() throws Exception {
    assertThat(id("header:X-Event-Id")).contains(new Duplicates.SentId(true, "X-Event-Id"));
    assertThat(id("field:metadata.id")).contains(new Duplicates.SentId(false, "metadata.id"));
  }

  private Optional<Duplicates.SentId> id(String text) throws Exception {
    return SettingsHome.in(folder).properties("gateway.duplicates.id=" + text).load().duplicates().id();
  }

  @ParameterizedTest
  @ValueSource(strings = {"header:", "header:a b", "field:a..b", "X-Event-Id", "cookie:a"})
  void an_id_that_is_in_no_such_place_is_refused(String text) {
    assertThat(SettingsHome.in(folder).properties("gateway.duplicates.id=" + text).problems()).containsExactly(
        "gateway.duplicates.id is '" + text + "': it must be header:NAME or field:PATH, such as header:X-Event-Id or field:metadata.id;"
            + " empty when menta sends none");
  }

  @Test
  void the_key_of_the_owners_is_a_secret() throws Exception {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.duplicates.owner-key={{secret:owner.key}}");
    String key = "k".repeat(20) + "/+=" + "9".repeat(9);

    Settings settings = home.load(Map.of("OWNER_KEY", key));

    assertThat(settings.duplicates().ownerKey()).contains(key);
    assertThat(settings.duplicates()).asString().doesNotContain(key);
    assertThat(settings.secrets().redact("with " + key)).isEqualTo("with ***");
    assertThat(home.load(Map.of("GATEWAY_DUPLICATES_OWNER_KEY", key)).duplicates().ownerKey()).contains(key);
    assertThat(home.problems(Map.of("OWNER_KEY", "short1"))).containsExactly("gateway.duplicates.owner-key has 6 characters: it must have"
        + " at least 32, the same on every instance; make one with: openssl rand -base64 32");
  }

  @Test
  void a_rule_that_does_not_exist_and_a_name_that_is_none_are_refused() {
    assertThat(SettingsHome.in(folder).properties("gateway.duplicates.listing.created=never", "gateway.duplicates.horizont=1h").problems())
        .hasSize(2).anyMatch(problem -> problem.startsWith("gateway.duplicates.listing.created is 'never'"))
        .anyMatch(problem -> problem.startsWith("gateway.duplicates.horizont is no setting of the gateway: did you mean"));
  }
}
