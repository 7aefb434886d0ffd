package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntakeActivityTest {
  private final MovableClock clock = new MovableClock();
  private final IntakeActivity activity = new IntakeActivity(clock);

  @Test
  void the_last_that_was_taken_is_known_and_every_refusal_of_the_last_hour_is_counted() {
    assertThat(activity.lastAccepted()).isNull();
    assertThat(activity.refused()).isEmpty();

    activity.answered(202);
    Instant taken = clock.instant();
    activity.answered(404);
    clock.move(Duration.ofMinutes(30));
    activity.answered(404);
    activity.unanswered(Unanswered.TLS);

    assertThat(activity.lastAccepted()).isEqualTo(taken.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    assertThat(activity.refused()).extracting(IntakeActivity.Refused::what, IntakeActivity.Refused::count, IntakeActivity.Refused::meaning)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("404", 2L, "not the path of gateway.intake.path, not a POST, or malformed"),
            org.assertj.core.groups.Tuple.tuple("tls", 1L, "the TLS handshake failed"));
  }

  @Test
  void an_hour_later_it_is_forgotten_minute_by_minute() {
    for (int minute = 0; minute < 90; minute++) {
      activity.answered(503);
      clock.move(Duration.ofMinutes(1));
    }
    assertThat(activity.refused()).singleElement().extracting(IntakeActivity.Refused::count).isEqualTo(59L);
    clock.move(Duration.ofMinutes(29));
    assertThat(activity.refused()).singleElement().extracting(IntakeActivity.Refused::count).isEqualTo(30L);
    clock.move(Duration.ofMinutes(30));
    assertThat(activity.refused()).isEmpty();
    activity.answered(503);
    assertThat(activity.refused()).singleElement().extracting(IntakeActivity.Refused::count).isEqualTo(1L);
  }
}
