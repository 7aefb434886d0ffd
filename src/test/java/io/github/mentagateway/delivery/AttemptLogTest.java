package io.github.mentagateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.privacy.Masks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptLogTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private final CapturedLog log = CapturedLog.of("delivery");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AttemptLog journal =
      new AttemptLog("holder-mail", meters, Clock.fixed(START.plusSeconds(3), ZoneOffset.UTC), Masks::maskAddresses, AttemptListener.NONE);

  @AfterEach
  void stop() {
    log.close();
  }

  private String line(String action, String entity, String error) {
    Work work = new Work(7, "ab-7", "ab-5", "holder-mail", entity, action, 2, 2, false, START, Payload.ORIGINAL, null);
    Settlement settlement = error == null ? new Settlement.Delivered(List.of()) : new Settlement.Retry(START, error, false);
    journal.record(new EndedAttempt(work, START, Duration.ofMillis(12), settlement, false));
    assertThat(log.lines()).hasSize(1);
    return log.lines().get(0);
  }

  @Test
  void an_attempt_is_one_line() {
    assertThat(line("ticket.updated", "ticket:00001", null)).isEqualTo("INFO event=attempt destination=holder-mail delivery=ab-7"
        + " notification=ab-5 action=ticket.updated entity=ticket:00001 attempt=2 outcome=delivered took_ms=12");
  }

  @Test
  void the_time_from_received_to_delivered_is_that_of_the_clock_which_told_when_it_was_received() {
    line("ticket.updated", null, null);

    assertThat(meters.get("menta.delivery").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void one_that_failed_says_why_and_when_it_is_tried_again() {
    assertThat(line("ticket.updated", null, "the server answered 503 Busy")).isEqualTo("WARN event=attempt destination=holder-mail"
        + " delivery=ab-7 notification=ab-5 action=ticket.updated attempt=2 outcome=retry took_ms=12 retry_at=2026-03-01T12:00:00Z"
        + " error=\"the server answered 503 Busy\"");
  }

  @Test
  void the_private_part_of_an_error_is_not_told() {
    assertThat(line("a.b", null, "the API answered 422: ⟦Ana Paz⟧ (given up)")).endsWith(" error=\"the API answered 422: *** (given up)\"");
  }

  @Test
  void an_action_forges_no_field_and_names_nobody() {
    assertThat(line("ticket.updated delivery=forged outcome=delivered ana.paz@example.com 30123456", "ticket:ana.paz@example.com", null))
        .contains(" action=\"ticket.updated delivery=forged outcome=delivered a***@example.com ***56\" ")
        .contains(" entity=ticket:a***@example.com ")
        .doesNotContain("paz", "30123456");
  }

  @Test
  void an_error_forges_no_field_either() {
    assertThat(line("a.b", null, "no\" outcome=\"delivered")).endsWith(" error=\"no\\\" outcome=\\\"delivered\"");
  }

  @Test
  void control_characters_reach_no_terminal_and_no_name_fills_the_disk() {
    assertThat(line("a\u001b[2J\u0000" + "x".repeat(200_000), "e".repeat(200_000), null))
        .contains(" action=\"a\\u001b[2J\\u0000xxx").hasSizeLessThan(600);
  }
}
