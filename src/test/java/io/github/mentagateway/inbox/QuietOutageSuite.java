package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** While a destination is down, nobody wakes up for nothing and nothing is written. */
interface QuietOutageSuite extends InboxSuite {
  Duration INTERVAL = USUAL.probeInterval();
  Duration LONG = Duration.ofHours(1);

  /** Down, and each of its three lines under way as a probe that hangs; the time of a further probe has come. */
  private List<Work> allUnderWay() {
    inbox().reading(FIRST);
    List.of("1", "2", "3").forEach(id -> inbox().accept("ticket:" + id, id));
    inbox().claim(FIRST).forEach(work -> inbox().fail(work, LONG));
    List<Work> probes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clock().move(INTERVAL);
      probes.add(inbox().claimOne(FIRST));
    }
    assertThat(probes).extracting(Work::entity).doesNotHaveDuplicates();
    clock().move(INTERVAL);
    return probes;
  }

  /** Does what a reader does: asks for work, and when there is none, sleeps until something falls due. */
  private int wakeUpsWithin(Duration time) {
    Instant end = clock().instant().plus(time);
    int wakeUps = 0;
    while (clock().instant().isBefore(end)) {
      assertThat(inbox().claim(FIRST)).isEmpty();
      wakeUps++;
      assertThat(wakeUps).as("wake-ups by %s", clock().instant()).isLessThan(1_000);
      Instant due = inbox().inbox().work().nextDue(FIRST).orElse(end);
      Instant now = clock().instant();
      clock().move(due.isAfter(now) ? Duration.between(now, due.isBefore(end) ? due : end) : Duration.ofMillis(1));
    }
    return wakeUps;
  }

  @Test
  default void with_every_line_under_way_the_next_time_to_look_is_an_interval_away_or_none() {
    allUnderWay();
    Instant now = clock().instant();

    assertThat(inbox().claim(FIRST)).isEmpty();

    Optional<Instant> due = inbox().inbox().work().nextDue(FIRST);
    assertThat(due.isEmpty() || !due.get().isBefore(now.plus(INTERVAL))).as("next due %s at %s", due, now).isTrue();
  }

  @Test
  default void with_every_line_under_way_asking_again_and_again_changes_nothing() {
    allUnderWay();
    inbox().claim(FIRST);
    Optional<Instant> due = inbox().inbox().work().nextDue(FIRST);
    Channels.Status status = inbox().status(FIRST);

    for (int i = 0; i < 20; i++) {
      assertThat(inbox().claim(FIRST)).isEmpty();
      assertThat(inbox().inbox().work().nextDue(FIRST)).isEqualTo(due);
      assertThat(inbox().status(FIRST)).isEqualTo(status);
    }
  }

  @Test
  default void with_every_line_under_way_a_reader_wakes_up_once_in_an_interval_at_most() {
    allUnderWay();

    assertThat(wakeUpsWithin(LONG)).isLessThanOrEqualTo((int) LONG.dividedBy(INTERVAL) + 1);
  }

  @Test
  default void with_nothing_waiting_a_reader_wakes_up_once_in_an_interval_at_most() {
    allUnderWay().forEach(work -> inbox().dead(work, "refused"));
    assertThat(inbox().status(FIRST).downSince()).isNotNull();

    assertThat(wakeUpsWithin(LONG)).isLessThanOrEqualTo((int) LONG.dividedBy(INTERVAL) + 1);
  }

  @Test
  default void what_comes_back_or_arrives_then_is_probed_when_its_time_comes() {
    List<Work> probes = allUnderWay();
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().fail(probes.get(0), LONG);

    clock().move(INTERVAL);
    Work probe = inbox().claimOne(FIRST);
    assertThat(probe.deliveryId()).isEqualTo(probes.get(0).deliveryId());
    assertThat(probe.probe()).isTrue();
    inbox().accept("ticket:4", "4");
    clock().move(INTERVAL);
    inbox().done(inbox().claimOne(FIRST));
    assertThat(inbox().status(FIRST).downSince()).isNull();
  }
}
