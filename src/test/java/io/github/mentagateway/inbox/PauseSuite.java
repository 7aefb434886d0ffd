package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A person stops what goes to a destination, and lets it go on. */
interface PauseSuite extends InboxSuite {

  private Channels channels() {
    return inbox().inbox().channels();
  }

  @Test
  default void a_paused_channel_hands_out_nothing_until_it_is_resumed() {
    inbox().reading(FIRST);
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().accept("ticket:2", "c");
    inbox().claim(FIRST).forEach(work -> inbox().retry(work, Duration.ofSeconds(5)));

    channels().pause(FIRST, "maintenance until eight");

    assertThat(inbox().inbox().work().nextDue(FIRST)).isEmpty();
    clock().move(Duration.ofSeconds(5));
    inbox().accept("ticket:3", "d");
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).isEmpty();
    assertThat(inbox().inbox().channels().backlog()).extracting(Channels.Backlog::waiting).containsExactly(4L);

    assertThat(channels().resume(FIRST)).isTrue();
    assertThat(inbox().drain(FIRST)).containsExactlyInAnyOrder("a", "b", "c", "d").containsSubsequence("a", "b");
  }

  @Test
  default void what_is_under_way_ends_as_it_would() {
    inbox().reading(FIRST, "rest");
    List.of("1", "2").forEach(id -> inbox().accept("ticket:" + id, id));
    List<Work> works = inbox().claim(FIRST);

    channels().pause(FIRST, "maintenance");

    assertThat(works).allMatch(inbox().inbox().work()::holds);
    inbox().done(works.get(0), send("rest", "ticket:1", "sent on"));
    inbox().retry(works.get(1), Duration.ZERO);
    assertThat(inbox().drain("rest")).containsExactly("sent on");
    channels().resume(FIRST);
    assertThat(inbox().claimOne(FIRST).attempt()).isEqualTo(2);
  }

  @Test
  default void what_is_sent_to_a_paused_channel_waits_and_nobody_else_does() {
    inbox().reading(FIRST, "rest", "mail");
    channels().pause("rest", "maintenance");
    inbox().accept("ticket:1", "sold");

    inbox().done(inbox().claimOne(FIRST), send("rest", "ticket:1", "held"), send("mail", "ticket:1", "goes"));

    assertThat(inbox().claim("rest")).isEmpty();
    assertThat(inbox().drain("mail")).containsExactly("goes");
    channels().resume("rest");
    assertThat(inbox().drain("rest")).containsExactly("held");
  }

  @Test
  default void a_pause_survives_a_start_and_a_crash() {
    Instant then = clock().instant();
    channels().pause(FIRST, "maintenance");
    inbox().accept("ticket:1", "a");
    clock().move(Duration.ofMinutes(1));

    reopen().reading(FIRST);
    assertThat(inbox().claim(FIRST)).isEmpty();
    reopenAfterCrash().reading(FIRST);

    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(channels().list()).containsExactly(new Channels.Status(FIRST, true, then, "maintenance"));
    channels().resume(FIRST);
    reopenAfterCrash().reading(FIRST);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
  }

  @Test
  default void paused_once_more_it_keeps_its_time_and_gets_the_new_reason() {
    Instant then = clock().instant();
    assertThat(channels().pause(FIRST, "maintenance")).isNull();
    clock().move(Duration.ofMinutes(1));

    assertThat(channels().pause(FIRST, "it takes longer")).isEqualTo("maintenance");

    assertThat(channels().list()).containsExactly(new Channels.Status(FIRST, false, then, "it takes longer"));
  }

  @Test
  default void what_is_not_paused_cannot_be_resumed() {
    inbox().reading(FIRST);

    assertThat(channels().resume(FIRST)).isFalse();
    assertThat(channels().resume("unheard-of")).isFalse();
    channels().pause(FIRST, "maintenance");
    assertThat(channels().resume(FIRST)).isTrue();
    assertThat(channels().resume(FIRST)).isFalse();
  }

  @Test
  default void the_reader_is_told_when_it_goes_on() {
    AtomicInteger told = new AtomicInteger();
    inbox().inbox().work().open(FIRST, USUAL, told::incrementAndGet);
    channels().pause(FIRST, "maintenance");
    inbox().inbox().work().open("barrier-1", USUAL, () -> {});
    int before = told.get();

    channels().resume(FIRST);

    inbox().inbox().work().open("barrier-2", USUAL, () -> {});
    assertThat(told.get()).isGreaterThan(before);
  }

  @Test
  default void channels_that_are_read_or_paused_are_listed_by_name_and_those_where_something_merely_waits_are_not() {
    inbox().accept("ticket:1", "a");
    inbox().reading("read", "both");
    channels().pause("unread", "not yet");
    channels().pause("both", "maintenance");
    Instant now = clock().instant();

    assertThat(channels().list()).containsExactly(
        new Channels.Status("both", true, now, "maintenance"),
        new Channels.Status("read", true, null, null),
        new Channels.Status("unread", false, now, "not yet"));
  }

  @Test
  default void a_reader_that_rests_holds_nothing_and_nothing_is_claimed_for_it_before_it_asks() {
    inbox().reading(FIRST, "rest");
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().accept("ticket:2", "c");
    assertThat(inbox().inbox().work().claim(FIRST, 1)).isNotEmpty().allSatisfy(work -> inbox().done(work));

    inbox().inbox().work().rest(FIRST);
    inbox().accept("ticket:3", "d");

    // only what nobody has can be moved
    assertThat(inbox().inbox().backlogs().move(new Backlogs.Move(DeliveryFilter.ALL.at(FIRST), "rest", true, true, true), 0).done()).isEqualTo(3);
    assertThat(inbox().drain(FIRST)).containsExactlyInAnyOrder("b", "c", "d");
    inbox().inbox().work().rest("unheard-of");
  }

  @Test
  default void a_channel_that_is_paused_while_it_is_down_is_both() {
    inbox().reading(FIRST);
    List.of("1", "2", "3").forEach(id -> inbox().accept("ticket:" + id, id));
    inbox().claim(FIRST).forEach(work -> inbox().fail(work, Duration.ofHours(1)));
    Instant now = clock().instant();

    channels().pause(FIRST, "we know");

    clock().move(USUAL.probeInterval());
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).isEmpty();
    assertThat(inbox().status(FIRST))
        .isEqualTo(new Channels.Status(FIRST, true, now, "we know", now, now.plus(USUAL.probeInterval()), "no answer"));
    channels().resume(FIRST);
    assertThat(inbox().claimOne(FIRST).probe()).isTrue();
  }
}
