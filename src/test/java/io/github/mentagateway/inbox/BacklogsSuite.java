package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Backlogs.Discard;
import io.github.mentagateway.inbox.Backlogs.Left;
import io.github.mentagateway.inbox.Backlogs.Move;
import io.github.mentagateway.inbox.Backlogs.Step;
import io.github.mentagateway.inbox.Letters.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A channel that no route reads any more: a person moves what waits in it to another, or ends it. */
interface BacklogsSuite extends InboxSuite {
  String OLD = "fulfilmnt";
  String NEW = "fulfilment";
  DeliveryFilter ALL_OLD = DeliveryFilter.ALL.at(OLD);

  private Backlogs backlogs() {
    return inbox().inbox().backlogs();
  }

  /** Notifications whose route sent each to a channel: the texts are entity and content. @return the ids of the notifications */
  private List<String> sentTo(String channel, String... texts) {
    return Stream.of(texts).map(text -> {
      String entity = text.split(" ")[0];
      Receipt receipt = inbox().accept(entity, text);
      inbox().done(inbox().claimOne(FIRST), send(channel, entity, text));
      return receipt.id();
    }).toList();
  }

  private static DeliveryFilter old(String action, String entity) {
    return new DeliveryFilter(OLD, null, action, entity, null, null, null);
  }

  /** A step, with how many it changed. */
  record Told(int done, List<Left> left, Long next) {
    static Told of(Step step) {
      return new Told(step.done(), step.left(), step.next());
    }
  }

  private Told moveAll(boolean force) {
    return moveAll(new Move(ALL_OLD, NEW, force, false, false));
  }

  /** All steps, as one. */
  private Told moveAll(Move move) {
    List<Left> left = new ArrayList<>();
    Step step = backlogs().move(move, 0);
    int done = step.done();
    left.addAll(step.left());
    while (step.next() != null) {
      step = backlogs().move(move, step.next());
      done += step.done();
      left.addAll(step.left());
    }
    return new Told(done, left, null);
  }

  private Map<String, Long> waiting() {
    return inbox().inbox().channels().backlog().stream().filter(one -> one.waiting() > 0)
        .collect(Collectors.toMap(Channels.Backlog::channel, Channels.Backlog::waiting));
  }

  private String state(String id) {
    return inbox().inbox().letters().find(id).orElseThrow().letter().state();
  }

  @Test
  default void what_waits_is_moved_with_its_order_and_goes_on_under_the_ids_of_the_other_channel() {
    inbox().reading(FIRST, NEW);
    List<String> ids = sentTo(OLD, "ticket:1 a", "ticket:2 b", "ticket:1 c", "ticket:1 d");

    assertThat(moveAll(false)).isEqualTo(new Told(4, List.of(), null));

    assertThat(waiting()).isEqualTo(Map.of(NEW, 4L));
    List<Work> works = inbox().drained(NEW);
    assertThat(works).extracting(InboxDriver::content).containsSubsequence("ticket:1 a", "ticket:1 c", "ticket:1 d").contains("ticket:2 b");
    assertThat(works).extracting(Work::deliveryId).containsExactlyInAnyOrderElementsOf(ids.stream().map(id -> id + "." + NEW).toList());
    assertThat(inbox().inbox().letters().find(ids.get(0) + "." + OLD)).isEmpty();
    assertThat(state(ids.get(0) + "." + NEW)).isEqualTo("delivered");
    assertThat(moveAll(false)).isEqualTo(new Told(0, List.of(), null));
  }

  @Test
  default void one_of_a_line_is_handed_out_at_a_time_after_a_move() {
    inbox().reading(FIRST, NEW);
    sentTo(OLD, "ticket:1 a", "ticket:1 b");
    moveAll(false);

    Work first = inbox().claimOne(NEW);
    assertThat(content(first)).isEqualTo("ticket:1 a");
    assertThat(inbox().claim(NEW)).isEmpty();
    inbox().done(first);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 b");
  }

  /** Whoever paused it may want it so when the name comes back, or another instance reads it still. */
  @Test
  default void a_pause_is_ended_by_nobody_but_a_person() {
    inbox().reading(FIRST, NEW);
    sentTo(OLD, "ticket:1 a");
    inbox().inbox().channels().pause(OLD, "maintenance");
    moveAll(false);
    assertThat(inbox().status(OLD).pauseReason()).isEqualTo("maintenance");

    sentTo(OLD, "ticket:2 b");
    backlogs().discard(new Discard(ALL_OLD, "nobody wants it", false, false), 0);
    assertThat(inbox().status(OLD).pauseReason()).isEqualTo("maintenance");
  }

  @Test
  default void what_waits_in_both_goes_on_in_the_order_in_which_it_arrived() {
    inbox().reading(FIRST, NEW);
    inbox().inbox().channels().pause(NEW, "while it is moved");
    sentTo(NEW, "ticket:1 a");
    sentTo(OLD, "ticket:1 b", "ticket:2 x");
    sentTo(NEW, "ticket:1 c", "ticket:2 y");

    assertThat(moveAll(false).done()).isEqualTo(2);

    inbox().inbox().channels().resume(NEW);
    assertThat(inbox().drain(NEW)).containsSubsequence("ticket:1 a", "ticket:1 b", "ticket:1 c").containsSubsequence("ticket:2 x", "ticket:2 y")
        .hasSize(5);
  }

  @Test
  default void what_is_older_comes_before_what_was_about_to_be_handed_out() {
    inbox().reading(FIRST, NEW);
    inbox().claim(NEW);
    sentTo(OLD, "ticket:1 a");
    sentTo(NEW, "ticket:1 b");

    assertThat(moveAll(false).done()).isEqualTo(1);

    Work first = inbox().claimOne(NEW);
    assertThat(content(first)).isEqualTo("ticket:1 a");
    inbox().done(first);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 b");
  }

  @Test
  default void a_channel_that_a_route_reads_is_left_unless_it_was_meant_and_what_is_under_way_stays() {
    inbox().reading(FIRST, NEW, OLD);
    sentTo(OLD, "ticket:1 a", "ticket:1 b", "ticket:2 c");
    Work underWay = inbox().inbox().work().claim(OLD, 1).get(0);

    refused(() -> moveAll(false), OLD + " is read by a route, which delivers what waits: only what no route reads has to be moved."
        + " --while-read moves it, or a part of it, all the same");
    Told moved = moveAll(new Move(ALL_OLD, NEW, false, true, false));

    assertThat(content(underWay)).isEqualTo("ticket:1 a");
    inbox().done(underWay);
    assertThat(moved.done() + waiting().getOrDefault(OLD, 0L)).isEqualTo(2);
    assertThat(Stream.concat(inbox().drain(OLD).stream(), inbox().drain(NEW).stream()))
        .containsExactlyInAnyOrder("ticket:1 b", "ticket:2 c");
  }

  private static void refused(Runnable decision, String message) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(decision::run).withMessage(message);
  }

  @Test
  default void nothing_is_moved_to_where_nobody_reads_it() {
    inbox().reading(FIRST);
    sentTo(OLD, "ticket:1 a");

    refused(() -> moveAll(false), "no route reads " + NEW + ": what is moved there would wait as before. Is the name right? destinations list"
        + " shows those that are read");
    refused(() -> moveAll(new Move(ALL_OLD, OLD, false, false, false)),
        "what waits in " + OLD + " is there already: name another destination");

    assertThat(waiting()).isEqualTo(Map.of(OLD, 1L));
  }

  @Test
  default void what_the_other_channel_has_of_the_same_notification_already_is_left() {
    inbox().reading(FIRST, NEW);
    String id = inbox().accept("ticket:1", "a").id();
    inbox().done(inbox().claimOne(FIRST), send(NEW, "ticket:1", "right"), send(OLD, "ticket:1", "misspelt"));
    sentTo(OLD, "ticket:2 b");

    Told moved = moveAll(true);

    assertThat(moved).isEqualTo(new Told(1, List.of(new Left(id + "." + OLD, id + "." + OLD + " would be " + id + "." + NEW
        + ", which there is already: " + NEW + " has its own of this notification")), null));
    assertThat(inbox().drain(NEW)).containsExactlyInAnyOrder("right", "ticket:2 b");
    assertThat(waiting()).isEqualTo(Map.of(OLD, 1L));
  }

  @Test
  default void what_could_undo_a_newer_one_is_left_unless_it_was_meant() {
    inbox().reading(FIRST, NEW);
    List<String> old = sentTo(OLD, "ticket:1 a", "ticket:2 b");
    List<String> newer = sentTo(NEW, "ticket:1 c");
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 c");
    sentTo(OLD, "ticket:1 d");

    Told moved = moveAll(false);

    assertThat(moved).isEqualTo(new Told(2, List.of(new Left(old.get(0) + "." + OLD, old.get(0) + "." + OLD + " is older than "
        + newer.get(0) + "." + NEW + ", which was delivered to " + NEW + " for ticket:1: sent now, it would come after that one and could undo"
        + " it. --force sends it all the same")), null));
    assertThat(inbox().drain(NEW)).containsExactlyInAnyOrder("ticket:2 b", "ticket:1 d");
    assertThat(moveAll(true).done()).isEqualTo(1);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 a");
  }

  @Test
  default void what_could_undo_a_newer_one_is_left_also_where_its_route_gave_the_entity() {
    inbox().reading(FIRST, NEW);
    for (String text : List.of("old", "new", "other")) {
      inbox().accept("event:" + text, text);
      inbox().done(inbox().claimOne(FIRST), send(text.equals("new") ? NEW : OLD, text.equals("other") ? "ticket:2" : "ticket:1", text));
    }
    assertThat(inbox().drain(NEW)).containsExactly("new");

    assertThat(moveAll(false)).extracting(Told::done).isEqualTo(1);
    assertThat(inbox().drain(NEW)).containsExactly("other");
    assertThat(moveAll(true).done()).isEqualTo(1);
    assertThat(inbox().drain(NEW)).containsExactly("old");
  }

  @Test
  default void what_is_older_than_one_under_way_waits_for_its_end() {
    inbox().reading(FIRST, NEW);
    List<String> old = sentTo(OLD, "ticket:1 a");
    sentTo(NEW, "ticket:1 b");
    Work underWay = inbox().claimOne(NEW);

    assertThat(moveAll(false).left()).extracting(Left::reason).containsExactly(old.get(0) + "." + OLD
        + " is older than one that is just being delivered to " + NEW + " for ticket:1: ask again when that has ended");
    assertThat(moveAll(true).done()).isEqualTo(1);

    assertThat(inbox().claim(NEW)).isEmpty();
    inbox().done(underWay);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 a");
  }

  @Test
  default void many_are_moved_a_hundred_at_a_time_and_a_crash_in_between_loses_and_repeats_nothing() {
    inbox().reading(FIRST, NEW);
    int lines = 70;
    Send[] sends = IntStream.range(0, 350).mapToObj(i -> send(OLD, i % 10 == 9 ? null : "ticket:" + i % lines, "%03d".formatted(i)))
        .toArray(Send[]::new);
    inbox().accept("event:1", "many");
    inbox().done(inbox().claimOne(FIRST), sends);

    Step first = backlogs().move(new Move(ALL_OLD, NEW, false, false, false), 0);
    assertThat(first.done()).isEqualTo(100);
    assertThat(first.next()).isNotNull();
    reopenAfterCrash().reading(FIRST, NEW);
    assertThat(waiting()).isEqualTo(Map.of(OLD, 250L, NEW, 100L));
    List<String> delivered = new ArrayList<>(inbox().drain(NEW));
    // nobody waits for a step that was never answered: the next run begins anew
    assertThat(moveAll(false).done()).isEqualTo(250);

    delivered.addAll(inbox().drain(NEW));
    assertThat(delivered).hasSize(350).doesNotHaveDuplicates();
    for (int line = 0; line < lines; line++) {
      int its = line;
      assertThat(delivered.stream().filter(text -> Integer.parseInt(text) % 10 != 9 && Integer.parseInt(text) % lines == its)).isSorted();
    }
  }

  @Test
  default void a_line_that_was_moved_in_part_goes_on_when_a_route_reads_it_again() {
    inbox().reading(FIRST, NEW);
    sentTo(OLD, IntStream.range(0, 120).mapToObj(i -> "ticket:1 %03d".formatted(i)).toArray(String[]::new));
    backlogs().move(new Move(ALL_OLD, NEW, false, false, false), 0);

    inbox().reading(OLD);

    assertThat(inbox().drain(NEW)).hasSize(100).isSorted();
    assertThat(inbox().drain(OLD)).hasSize(20).isSorted();
  }

  @Test
  default void attempts_begin_anew_and_what_failed_in_the_old_channel_says_nothing_of_the_new_one() {
    inbox().reading(FIRST, OLD);
    sentTo(OLD, "ticket:1 a", "ticket:2 b", "ticket:3 c");
    inbox().claim(OLD).forEach(work -> inbox().fail(work, Duration.ofDays(1)));
    assertThat(inbox().status(OLD).downSince()).isNotNull();
    inbox().inbox().work().close(OLD);
    inbox().reading(NEW);

    assertThat(moveAll(false).done()).isEqualTo(3);

    assertThat(inbox().inbox().channels().list()).extracting(Channels.Status::channel).containsExactly(NEW, FIRST);
    inbox().reading(OLD);
    clock().move(Duration.ofMinutes(1));
    assertThat(inbox().claim(OLD)).isEmpty();
    List<Work> works = inbox().claim(NEW);
    assertThat(works).hasSize(3).allSatisfy(work -> {
      assertThat(work.attempt()).isEqualTo(2);
      assertThat(work.attemptsSpent()).isEqualTo(1);
    });
    assertThat(inbox().outcomes(works.get(0))).containsExactly(Attempt.Outcome.RETRY);
  }

  @Test
  default void what_is_moved_waits_behind_a_dead_letter_where_that_holds_up_its_line() {
    inbox().reading(FIRST);
    inbox().inbox().work().open(NEW, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});
    sentTo(NEW, "ticket:1 a");
    Work dead = inbox().claimOne(NEW);
    inbox().dead(dead, "refused");
    sentTo(OLD, "ticket:1 b");

    moveAll(false);

    assertThat(inbox().claim(NEW)).isEmpty();
    inbox().inbox().letters().discard(Letters.Kind.DEAD_LETTER, dead.deliveryId(), "mended");
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 b");
  }

  @Test
  default void what_is_moved_has_the_order_of_the_channel_that_it_comes_to() {
    inbox().reading(FIRST);
    inbox().inbox().work().open(NEW, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {});
    sentTo(OLD, "ticket:1 a", "ticket:1 b");

    moveAll(false);

    assertThat(inbox().claim(NEW)).hasSize(2);
  }

  @Test
  default void dead_letters_stay_and_are_moved_when_they_wait_again() {
    inbox().reading(FIRST, NEW, OLD);
    sentTo(OLD, "ticket:1 a");
    Work dead = inbox().claimOne(OLD);
    inbox().dead(dead, "refused");
    inbox().inbox().work().close(OLD);

    assertThat(moveAll(false).done()).isZero();
    inbox().inbox().letters().retry(Letters.Kind.DEAD_LETTER, dead.deliveryId(), false);
    assertThat(moveAll(false).done()).isEqualTo(1);

    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 a");
  }

  @Test
  default void a_dry_run_tells_what_would_be_moved_and_left_and_changes_nothing() {
    inbox().reading(FIRST, NEW);
    sentTo(OLD, "ticket:1 a", "ticket:2 b");
    sentTo(NEW, "ticket:1 c");
    inbox().drain(NEW);

    Told told = moveAll(new Move(ALL_OLD, NEW, false, false, true));

    assertThat(told.done()).isEqualTo(1);
    assertThat(told.left()).hasSize(1);
    assertThat(waiting()).isEqualTo(Map.of(OLD, 2L));
    assertThat(moveAll(false)).isEqualTo(told);
  }

  @Test
  default void all_that_waits_in_a_channel_that_no_route_reads_is_discarded_with_the_reason() {
    inbox().reading(FIRST, OLD);
    List<String> ids = sentTo(OLD, IntStream.range(0, 110).mapToObj(i -> "ticket:" + i % 5 + " " + i).toArray(String[]::new));
    Work failed = inbox().inbox().work().claim(OLD, 1).get(0);
    inbox().retry(failed, Duration.ofDays(1));
    inbox().inbox().work().close(OLD);
    assertThat(backlogs().discard(new Discard(ALL_OLD, "they are gone", false, true), 0).done()).isEqualTo(100);
    assertThat(waiting()).isEqualTo(Map.of(OLD, 110L));

    Step first = backlogs().discard(new Discard(ALL_OLD, "they are gone", false, false), 0);
    assertThat(first.done()).isEqualTo(100);
    reopenAfterCrash().reading(FIRST);
    assertThat(Told.of(backlogs().discard(new Discard(ALL_OLD, "they are gone", false, false), first.next()))).isEqualTo(new Told(10, List.of(), null));

    assertThat(waiting()).isEmpty();
    assertThat(ids).allSatisfy(id -> assertThat(state(id + "." + OLD)).isEqualTo("discarded"));
    assertThat(inbox().inbox().letters().find(failed.deliveryId()).orElseThrow().letter().reason())
        .isEqualTo("discarded: they are gone (was: no luck)");
    inbox().reading(OLD);
    assertThat(inbox().claim(OLD)).isEmpty();
    assertThat(reopen().reading(OLD).drain(OLD)).isEmpty();
  }

  @Test
  default void what_a_route_reads_is_not_discarded_as_a_whole() {
    inbox().reading(FIRST, OLD);
    sentTo(OLD, "ticket:1 a");

    refused(() -> backlogs().discard(new Discard(ALL_OLD, "x", false, false), 0), OLD + " is read by a route, which delivers what waits: only what no route reads has"
        + " to be discarded. --while-read discards it, or a part of it, all the same");

    assertThat(inbox().drain(OLD)).containsExactly("ticket:1 a");
  }

  @Test
  default void a_line_that_was_discarded_in_part_goes_on_when_a_route_reads_it_again() {
    inbox().reading(FIRST);
    sentTo(OLD, IntStream.range(0, 120).mapToObj(i -> "ticket:1 %03d".formatted(i)).toArray(String[]::new));
    backlogs().discard(new Discard(ALL_OLD, "x", false, false), 0);

    inbox().inbox().work().open(OLD, USUAL, () -> {});

    assertThat(inbox().drain(OLD)).hasSize(20).isSorted();
  }

  @Test
  default void those_of_a_filter_are_moved_and_the_others_go_on_where_they_were() {
    inbox().reading(FIRST, NEW, OLD);
    inbox().inbox().channels().pause(OLD, "while it is decided");
    List<String> ids = sentTo(OLD, "ticket:1 a", "ticket:2 b", "ticket:1 c");

    assertThat(moveAll(new Move(old(null, "ticket:1"), NEW, false, true, true))).isEqualTo(new Told(2, List.of(), null));
    assertThat(moveAll(new Move(old("listing.created", "ticket:1"), NEW, false, true, false)).done()).isZero();
    assertThat(moveAll(new Move(old(null, "ticket:1"), NEW, false, true, false))).isEqualTo(new Told(2, List.of(), null));

    assertThat(inbox().drained(NEW)).extracting(Work::deliveryId).containsExactly(ids.get(0) + "." + NEW, ids.get(2) + "." + NEW);
    inbox().inbox().channels().resume(OLD);
    assertThat(inbox().drain(OLD)).containsExactly("ticket:2 b");
  }

  @Test
  default void those_of_a_filter_are_discarded_also_while_a_route_reads_them_and_the_rest_of_their_line_goes_on() {
    inbox().reading(FIRST, OLD);
    sentTo(OLD, "ticket:1 a", "ticket:1 b", "ticket:2 c");
    inbox().retry(inbox().inbox().work().claim(OLD, 1).get(0), Duration.ofDays(1));
    DeliveryFilter failed = new DeliveryFilter(OLD, null, null, null, "NO LUCK", null, null);

    Step step = backlogs().discard(new Discard(failed, "mended by hand", true, false), 0);

    assertThat(step.done()).isEqualTo(1);
    assertThat(state(step.changed().get(0))).isEqualTo("discarded");
    assertThat(inbox().drain(OLD)).containsExactlyInAnyOrder("ticket:1 b", "ticket:2 c");
  }

  @Test
  default void a_filter_by_time_means_when_it_was_received_however_often_it_was_tried_since() {
    inbox().reading(FIRST, OLD);
    sentTo(OLD, "ticket:1 a");
    clock().move(Duration.ofHours(1));
    Instant between = clock().instant();
    sentTo(OLD, "ticket:1 b", "ticket:2 c");
    clock().move(Duration.ofHours(1));
    inbox().retry(inbox().inbox().work().claim(OLD, 1).get(0), Duration.ofDays(1));
    DeliveryFilter before = new DeliveryFilter(OLD, null, null, null, null, null, between);

    assertThat(inbox().inbox().notifications().deliveries(before.in("waiting"), Long.MAX_VALUE, 10).items()).hasSize(1);
    assertThat(backlogs().discard(new Discard(before, "too old", true, false), 0).done()).isEqualTo(1);

    assertThat(inbox().drain(OLD)).containsExactlyInAnyOrder("ticket:1 b", "ticket:2 c");
  }

  /** It is ready in memory, and its row says that somebody has it. */
  @Test
  default void what_was_not_handed_out_yet_is_free_and_what_was_is_left_and_told() {
    inbox().reading(FIRST, NEW, OLD);
    inbox().claim(OLD);
    List<String> ids = sentTo(OLD, "ticket:1 a", "ticket:2 b", "ticket:3 c");
    Work underWay = inbox().inbox().work().claim(OLD, 1).get(0);
    Told would = moveAll(new Move(ALL_OLD, NEW, false, true, true));

    Told moved = moveAll(new Move(ALL_OLD, NEW, false, true, false));

    assertThat(moved).isEqualTo(would).isEqualTo(new Told(2, List.of(new Left(underWay.deliveryId(), underWay.deliveryId()
        + " is just being delivered: ask again when that has ended")), null));
    inbox().done(underWay);
    assertThat(inbox().claim(OLD)).isEmpty();
    assertThat(inbox().drained(NEW)).hasSize(2).extracting(Work::deliveryId)
        .allSatisfy(id -> assertThat(ids.stream().map(one -> one + "." + NEW)).contains(id));
  }

  @Test
  default void one_that_waits_is_moved_to_its_place_there() {
    inbox().reading(FIRST, NEW, OLD);
    inbox().inbox().channels().pause(OLD, "while it is decided");
    inbox().inbox().channels().pause(NEW, "while it is decided");
    List<String> old = sentTo(OLD, "ticket:1 a", "ticket:1 b");
    sentTo(NEW, "ticket:1 c");
    String id = old.get(0) + "." + OLD;

    assertThat(backlogs().move(id, NEW, false, true)).isEqualTo(old.get(0) + "." + NEW);
    assertThat(state(id)).isEqualTo("waiting");
    assertThat(backlogs().move(id, NEW, false, false)).isEqualTo(old.get(0) + "." + NEW);

    refused(() -> backlogs().move(id, NEW, false, false), "there is no delivery with this id in this store: list shows those there are");
    inbox().inbox().channels().resume(NEW);
    inbox().inbox().channels().resume(OLD);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 a", "ticket:1 c");
    assertThat(inbox().drain(OLD)).containsExactly("ticket:1 b");
  }

  @Test
  default void one_that_could_undo_a_newer_one_is_not_moved_unless_it_was_meant() {
    inbox().reading(FIRST, NEW, OLD);
    inbox().inbox().channels().pause(OLD, "while it is decided");
    String old = sentTo(OLD, "ticket:1 a").get(0);
    String newer = sentTo(NEW, "ticket:1 b").get(0);
    inbox().drain(NEW);

    refused(() -> backlogs().move(old + "." + OLD, NEW, false, false), old + "." + OLD + " is older than " + newer + "." + NEW
        + ", which was delivered to " + NEW + " for ticket:1: sent now, it would come after that one and could undo it. --force sends it all the same");
    assertThat(backlogs().move(old + "." + OLD, NEW, true, false)).isEqualTo(old + "." + NEW);
    assertThat(inbox().drain(NEW)).containsExactly("ticket:1 a");
  }

  @Test
  default void one_that_waits_is_discarded_and_its_line_goes_on() {
    inbox().reading(FIRST, OLD);
    List<String> ids = sentTo(OLD, "ticket:1 a", "ticket:1 b");
    inbox().retry(inbox().claimOne(OLD), Duration.ofDays(1));
    String id = ids.get(0) + "." + OLD;

    backlogs().discard(id, "mended by hand");

    assertThat(inbox().inbox().letters().find(id).orElseThrow().letter().reason()).isEqualTo("discarded: mended by hand (was: no luck)");
    refused(() -> backlogs().discard(id, "again"), id + " is discarded: it does not wait for its destination");
    assertThat(inbox().drain(OLD)).containsExactly("ticket:1 b");
    assertThat(reopen().reading(OLD).drain(OLD)).isEmpty();
  }

  @Test
  default void one_that_is_under_way_is_neither_moved_nor_discarded() {
    inbox().reading(FIRST, NEW, OLD);
    sentTo(OLD, "ticket:1 a");
    Work underWay = inbox().claimOne(OLD);
    String message = underWay.deliveryId() + " is just being delivered: ask again when that has ended";

    refused(() -> backlogs().discard(underWay.deliveryId(), "x"), message);
    refused(() -> backlogs().move(underWay.deliveryId(), NEW, true, false), message);

    inbox().done(underWay);
    refused(() -> backlogs().discard(underWay.deliveryId(), "x"), underWay.deliveryId() + " is delivered: it does not wait for its destination");
  }

  /** Between the look and the act it may fail anew. */
  @Test
  default void what_a_filter_does_not_want_any_more_is_not_discarded() throws Exception {
    inbox().reading(FIRST, OLD);
    sentTo(OLD, "ticket:1 a");
    inbox().retry(inbox().claimOne(OLD), Duration.ofSeconds(1));
    clock().move(Duration.ofSeconds(2));
    Work second = inbox().claimOne(OLD);
    DeliveryFilter failed = new DeliveryFilter(OLD, null, null, null, "no luck", null, null);
    AsideTask<Step> discard = new AsideTask<>(() -> backlogs().discard(new Discard(failed, "x", true, false), 0));

    inbox().together(() -> {
      inbox().settle(second, new Settlement.Retry(clock().instant().plus(Duration.ofDays(1)), "another error", false));
      // the most that one group takes, so that the decision is in the next one
      IntStream.range(0, 511).forEach(i -> inbox().submit("ticket:other" + i, "x" + i));
      discard.begin();
    });

    assertThat(discard.answer().done()).isZero();
    assertThat(state(second.deliveryId())).isEqualTo("waiting");
  }

  @Test
  default void who_reads_a_destination_is_told_when_what_it_was_down_for_is_discarded() {
    inbox().reading(FIRST);
    AtomicInteger told = new AtomicInteger();
    inbox().inbox().work().open(OLD, USUAL, told::incrementAndGet);
    inbox().accept("event:1", "many");
    inbox().done(inbox().claimOne(FIRST), IntStream.range(0, 4).mapToObj(i -> send(OLD, null, "t" + i)).toArray(Send[]::new));
    inbox().inbox().work().claim(OLD, 3).forEach(work -> inbox().fail(work, Duration.ofDays(1)));
    assertThat(inbox().status(OLD).downSince()).isNotNull();
    assertThat(inbox().claim(OLD)).isEmpty();
    int before = told.get();
    DeliveryFilter failed = new DeliveryFilter(OLD, null, null, null, "no answer", null, null);

    assertThat(backlogs().discard(new Discard(failed, "x", true, false), 0).done()).isEqualTo(3);

    assertThat(inbox().status(OLD).downSince()).isNull();
    await().until(() -> told.get() > before);
    assertThat(inbox().drain(OLD)).containsExactly("t3");
  }

  /** Something else in its group does not fit the store, and all of the group is tried again. */
  @Test
  default void what_is_free_is_so_also_when_the_decision_is_carried_out_a_second_time() throws Exception {
    inbox().reading(FIRST, OLD);
    inbox().claim(OLD);
    String id = sentTo(OLD, "ticket:1 a").get(0) + "." + OLD;
    AsideTask<String> discard = new AsideTask<>(() -> {
      backlogs().discard(id, "x");
      return state(id);
    });

    inbox().together(() -> {
      inbox().submit("ticket:" + "x".repeat(400), "unfit");
      discard.begin();
    });

    assertThat(discard.answer()).isEqualTo("discarded");
    assertThat(inbox().claim(OLD)).isEmpty();
  }
}
