package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.management.RunningManagement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir
  private Path home;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private CommandRun status(String... more) {
    return CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString()),
        java.util.stream.Stream.concat(java.util.stream.Stream.of("status"), java.util.stream.Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void when_all_is_well_it_says_so_and_ends_with_0() {
    management.intake.answered(202);
    management.clock.move(Duration.ofSeconds(42));

    CommandRun run = status();

    assertThat(run.out()).startsWith("Notifications are taken.\nThis gateway took the last one at 2026-11-23T10:01:30Z (42 s ago), and has run"
        + " since 2026-11-23T10:01:30Z.\n0 deliveries wait; 0 dead letters, 0 in quarantine.\n").contains("; 5368 MB are free where the gateway writes.\n")
        .doesNotContain("Trouble");
    assertThat(run.code()).isZero();
  }

  @Test
  void beyond_this_machine_it_asks_over_tls_and_trusts_the_folder_s_own_certificate_alone(@TempDir Path other) throws Exception {
    Path elsewhere = SelfSigned.in(other).files().certificate();
    try (RunningManagement open = new RunningManagement(home, "0.0.0.0", Map.of()).start()) {
      Map<String, String> listen = Map.of("GATEWAY_MANAGEMENT_LISTEN", open.settings.management().listen().toString());
      assertThat(CommandRun.in(home, listen, "status").out()).startsWith("Notifications are taken.");

      Files.copy(elsewhere, home.resolve("data/tls/certificate.pem"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(CommandRun.in(home, listen, "status").err()).startsWith("menta-gateway: no secure connection to " + open.settings.management().url())
          .contains("what answers there is not this gateway");
    }
  }

  @Test
  void from_elsewhere_a_person_s_token_and_the_certificate_are_enough(@TempDir Path away) throws Exception {
    String token = "anna".repeat(8);
    Files.createDirectories(away.resolve("routes"));
    Files.createDirectories(away.resolve("data/tls"));
    try (RunningManagement open = new RunningManagement(home, "0.0.0.0", Map.of("GATEWAY_MANAGEMENT_TOKENS_ANNA_TOKEN", token,
        "GATEWAY_MANAGEMENT_TOKENS_ANNA_ROLE", "read")).start()) {
      Map<String, String> there = Map.of("GATEWAY_MANAGEMENT_LISTEN", open.settings.management().listen().toString(), "GATEWAY_MANAGEMENT_TOKEN", token);
      assertThat(CommandRun.in(away, there, "status").err()).contains("no secure connection");

      Files.copy(home.resolve("data/tls/certificate.pem"), away.resolve("data/tls/certificate.pem"));
      assertThat(CommandRun.in(away, there, "status").out()).startsWith("Notifications are taken.");
      assertThat(CommandRun.in(away, there, "reload").err()).startsWith("menta-gateway: you are anna with the role read, and this needs act");
    }
  }

  @Test
  void that_nothing_is_taken_comes_first_with_the_reason_and_it_ends_with_1() {
    management.inbox.problem = "the disk is full";

    CommandRun run = status();

    assertThat(run.out()).startsWith("NO NOTIFICATION IS TAKEN: the disk is full. menta tech sends again what is refused.\nThis gateway has taken none"
        + " since its start, at 2026-11-23T10:01:30Z (0 s ago).\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void what_was_refused_lately_is_told_with_its_meaning_and_is_no_trouble_by_itself() {
    for (int i = 0; i < 300; i++) {
      management.intake.answered(404);
    }
    management.clock.move(Duration.ofMinutes(5));

    CommandRun run = status();

    assertThat(run.out()).contains("Refused within the last hour: 300 x 404 (not the path of gateway.intake.path, not a POST, or malformed), the last one at"
        + " 2026-11-23T10:01:30Z (5 min ago).\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void what_menta_still_holds_is_told_until_it_was_taken() throws Exception {
    Original body = new Original("{}".getBytes(), Map.of(), management.clock.instant());
    management.intake.held().refused(body);

    String text = "enta tech holds about 1 notification that this gateway refused since 2026-11-23T10:01:30Z, at the least; by its published retries the"
        + " next one is due from 2026-11-23T10:01:35Z on. What never reached the gateway is not counted";
    assertThat(status().out()).contains("\nM" + text + ".\n");
    String held = "{\"estimate\":1,\"since\":\"2026-11-23T10:01:30Z\",\"nextDue\":\"2026-11-23T10:01:35Z\",\"text\":\"m" + text + "\"}";
    assertThat(management.get("/api/held").body()).isEqualTo(held + "\n");
    assertThat(management.get("/api/status").body()).contains("\"held\":" + held);
    assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_held_by_sender 1.0");
    assertThat(management.send("GET", "/api/held").statusCode()).isEqualTo(401);

    management.intake.held().accepted(body);
    assertThat(status().out()).doesNotContain("holds");
    assertThat(management.get("/api/held").body()).startsWith("{\"estimate\":0,\"since\":null,\"nextDue\":null,");
  }

  @Test
  void dead_letters_and_destinations_in_trouble_are_told_with_the_next_step() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "fulfilment", "ticket.updated", "it answered 500 to ana@example.com", "");

    CommandRun run = status();

    assertThat(run.out()).contains("1 dead letters", "Trouble:\n- dead letters: durable:fulfilment (1). They wait for a person: deadletters list\n");
    assertThat(run.code()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(status("--json").out());
    assertThat(json.at("/troubles/0/check").asText()).isEqualTo("channels");
    assertThat(json.at("/deadLetters").asInt()).isEqualTo(1);
    assertThat(json.at("/taking").asBoolean()).isTrue();
  }

  @Test
  void a_destination_that_is_down_is_told_with_its_last_error_without_what_is_private_in_it() {
    management.inbox.down("fulfilment");

    CommandRun run = status();

    assertThat(run.out()).contains("\n- down: durable:fulfilment (", "\n- fulfilment is down since 2026-11-23T10:00:00Z, and said last: the server"
        + " answered 401 Unauthorized: credentials refused ").doesNotContain("Ana Paz");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_store_that_does_not_say_what_waits_is_trouble_although_it_takes_notifications() {
    management.inbox.failure = new InboxUnavailableException("the database is away");

    CommandRun run = status();

    assertThat(run.out()).startsWith("Notifications are taken.\n").contains("an unknown number of deliveries wait",
        "- the store does not say what waits, and the log says why\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void it_takes_no_parameters_and_no_stranger() throws Exception {
    assertThat(management.get("/api/status?since=1h").statusCode()).isEqualTo(400);
    assertThat(management.send("GET", "/api/status").statusCode()).isEqualTo(401);
  }
}
