package io.github.mentagateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlementRulesTest {
  private static final AttemptResult DOWN = new AttemptResult.Failed("no connection", null, true);
  private static final AttemptResult REFUSED = new AttemptResult.Failed("refused", null, false);

  private final MovableClock clock = new MovableClock();
  private final SettlementRules verdicts = new SettlementRules(RunningDispatchers.USUAL, new Backoff(RunningDispatchers.USUAL, () -> 0.5),
      new DeliveryServices(null, clock, null, () -> 0.5, new SimpleMeterRegistry(), text -> text));

  @Test
  void a_failure_that_speaks_for_the_destination_is_handed_on_as_such() {
    assertThat(verdicts.of(work(1, false), DOWN, false)).isEqualTo(retry(5, "no connection", true));
    assertThat(verdicts.of(work(1, false), REFUSED, false)).isEqualTo(retry(5, "refused", false));
  }

  @Test
  void an_attempt_that_took_too_long_speaks_for_the_destination_too() {
    assertThat(verdicts.of(work(1, false), REFUSED, true))
        .isEqualTo(retry(5, "took longer than its timeout of 60000 ms: refused", true));
  }

  @Test
  void a_probe_that_finds_the_destination_down_is_never_given_up_for_it() {
    assertThat(verdicts.of(work(50, true), DOWN, false)).isEqualTo(retry(480, "no connection", true));
    assertThat(verdicts.of(work(50, true), REFUSED, true))
        .isEqualTo(retry(480, "took longer than its timeout of 60000 ms: refused", true));
  }

  @Test
  void a_probe_that_fails_for_itself_and_a_last_attempt_that_is_no_probe_are_given_up() {
    assertThat(verdicts.of(work(50, true), REFUSED, false))
        .isEqualTo(new Settlement.DeadLetter("refused (given up after attempt 50 of 50)"));
    assertThat(verdicts.of(work(50, false), DOWN, false))
        .isEqualTo(new Settlement.DeadLetter("no connection (given up after attempt 50 of 50)"));
  }

  private Settlement retry(long seconds, String error, boolean destinationDown) {
    return new Settlement.Retry(clock.instant().plus(Duration.ofSeconds(seconds)), error, destinationDown);
  }

  private Work work(int attemptsSpent, boolean probe) {
    return new Work(7, "ab-7", "ab-5", "rest", "ticket:1", "ticket.updated", attemptsSpent, attemptsSpent, probe, clock.instant(),
        Payload.ORIGINAL, null);
  }
}
