package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A small text belongs to one holder at a time. */
interface LeaseSuite extends InboxSuite {
  Duration MINUTE = Duration.ofMinutes(1);

  private LeasedState leases() {
    return inbox().inbox().leases();
  }

  @Test
  default void a_text_is_its_holders_until_the_lease_is_over() {
    assertThat(leases().acquire("alerts:one", "a", MINUTE)).contains("");
    assertThat(leases().write("alerts:one", "a", "told")).isTrue();
    assertThat(leases().acquire("alerts:one", "b", MINUTE)).isEmpty();
    assertThat(leases().write("alerts:one", "b", "not b's")).isFalse();
    assertThat(leases().acquire("alerts:two", "b", MINUTE)).contains("");

    clock().move(Duration.ofSeconds(59));
    assertThat(leases().acquire("alerts:one", "a", MINUTE)).contains("told");
    clock().move(Duration.ofSeconds(59));
    assertThat(leases().acquire("alerts:one", "b", MINUTE)).isEmpty();
    clock().move(Duration.ofSeconds(1));

    assertThat(leases().acquire("alerts:one", "b", MINUTE)).contains("told");
    assertThat(leases().write("alerts:one", "a", "too late")).isFalse();
  }

  @Test
  default void what_was_written_is_there_after_a_crash() {
    leases().acquire("alerts:one", "a", MINUTE);
    leases().write("alerts:one", "a", "told");

    InboxDriver next = reopenAfterCrash();
    clock().move(MINUTE);

    assertThat(next.inbox().leases().acquire("alerts:one", "b", MINUTE)).contains("told");
  }
}
