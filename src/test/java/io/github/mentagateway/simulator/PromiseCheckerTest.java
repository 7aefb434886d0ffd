package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import io.github.mentagateway.simulator.Verdict.Promise;
import io.github.mentagateway.simulator.Verdict.Result;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PromiseCheckerTest {
  private final ScriptedRun run = new ScriptedRun();

  /** A to B, and so on: each message is answered before the next one begins, and none is delivered yet. */
  private Message[] chain(String... owners) {
    Message[] made = new Message[owners.length - 1];
    for (int i = 0; i < made.length; i++) {
      made[i] = run.ticket(owners[i], owners[i + 1]);
      run.acknowledged(made[i], 10 * i, 10 * i + 5);
    }
    return made;
  }

  private void called(Message... messages) {
    for (int i = 0; i < messages.length; i++) {
      run.called(messages[i], 1000 + i, "k" + i);
    }
  }

  /** The broken promises by name. */
  private static Map<String, Long> broken(Verdict verdict) {
    Map<String, Long> broken = new TreeMap<>();
    verdict.promises().stream().filter(promise -> promise.count() > 0).forEach(promise -> broken.put(promise.name(), promise.count()));
    assertThat(verdict.broken()).isEqualTo(!broken.isEmpty());
    return broken;
  }

  private long noted(String name) {
    return run.verdict().note(name).count();
  }

  private String seen(String promise) {
    return run.verdict().promise(promise).examples().get(0).seen();
  }

  @Test
  void a_flawless_run_breaks_nothing() {
    called(chain("a", "b", "a", "b", "c"));
    Message listing = run.other("listing.created", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    run.acknowledged(listing, 0, 5).called("platform-events", listing, 50, "l");
    Verdict verdict = run.verdict();
    assertThat(broken(verdict)).isEmpty();
    assertThat(verdict.promises()).extracting(Promise::result).containsOnly(Result.HELD);
    assertThat(verdict.promise("lost").of()).isEqualTo(5);
    assertThat(verdict.promise("swallowed").of()).isEqualTo(1);
    assertThat(verdict.promise("order").of()).isEqualTo(5);
    assertThat(verdict.notes()).allMatch(note -> note.count() == 0);
  }

  @Test
  void a_seed_that_the_inbox_has_had_is_told_from_a_loss() {
    Message copy = run.ticket("sim7-2", "a", "b");
    run.duplicate(copy, 0, 5);
    assertThat(broken(run.verdict())).containsOnlyKeys("lost");
    assertThat(run.verdict().note("seen-before").examples()).containsExactly(
        new Verdict.Example(0, "ticket:sim7-2", null, "a duplicate in attempt 1"));
  }

  @Test
  void a_copy_of_what_this_run_has_sent_or_may_have_sent_was_not_there_before() {
    Message twice = run.ticket("sim7-2", "a", "b");
    run.answerLost(twice, 0, 5).duplicate(twice, 10, 15);
    Message unknown = run.ticket("sim7-3", "a", "b");
    run.cut(unknown, 0, 5).duplicate(unknown, 10, 15);
    assertThat(noted("seen-before")).isZero();
  }

  @Test
  void what_was_never_tested_is_not_said_to_have_held() {
    assertThat(run.verdict().promises()).extracting(Promise::result).containsOnly(Result.UNTESTED);
  }

  @Test
  void an_acknowledged_notification_that_was_never_delivered_is_lost() {
    Message[] sent = chain("a", "b", "c");
    called(sent[1]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("lost", 1L));
    assertThat(run.verdict().promise("lost").examples()).containsExactly(
        new Verdict.Example(0, "ticket:sim7-1", "fulfilment", "taken once, delivered 0 times, must be 1 at least"));
  }

  @Test
  void what_the_endpoint_said_it_has_is_lost_even_if_menta_never_heard_it() {
    Message lost = run.ticket("sim7-2", "a", "b");
    run.answerLost(lost, 0, 5);
    called(chain("a", "b"));
    assertThat(broken(run.verdict())).containsOnly(Map.entry("lost", 1L));
  }

  @Test
  void what_was_never_answered_is_not_lost_and_may_be_delivered_once() {
    Message possible = run.ticket("sim7-2", "a", "b");
    run.cut(possible, 0, 5);
    called(chain("a", "b"));
    assertThat(broken(run.verdict())).isEmpty();
    run.called(possible, 2000, "x");
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("indistinguishable")).isEqualTo(1);
    run.called(possible, 2001, "y");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_notification_under_two_keys_was_delivered_twice() {
    Message[] sent = chain("a", "b", "c");
    called(sent[0], sent[1], sent[1]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
    assertThat(seen("delivered-twice")).isEqualTo("sent as 1 notification, delivered 2 times, can be 1 at most");
  }

  @Test
  void each_destination_is_judged_by_itself() {
    Message[] sent = chain("a", "b", "c");
    called(sent);
    run.called("crm", sent[0], 2000, "c0");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("last-word", 1L), Map.entry("lost", 1L));
    assertThat(run.verdict().promise("lost").examples().get(0).destination()).isEqualTo("crm");
    run.called("crm", sent[1], 2001, "c1");
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void an_action_that_no_destination_was_told_of_is_lost() {
    called(chain("a", "b"));
    Message payout = run.other("payouts.delivered", null, "{\"eventId\":\"1\"}");
    Message unlock = run.other("event.unlock", "event:1/2", "{\"eventId\":\"1\",\"showId\":\"2\"}");
    run.acknowledged(payout, 0, 5).acknowledged(unlock, 0, 5);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("lost", 1L));
    assertThat(seen("lost")).isEqualTo("no destination was told of any payouts.delivered");
    assertThat(broken(run.verdict(Set.of("ticket.updated")))).isEmpty();
    assertThat(broken(run.verdict(Set.of("event.unlock")))).containsOnly(Map.entry("lost", 1L));
  }

  @Test
  void a_genuine_repeat_that_was_not_delivered_is_swallowed() {
    Message[] sent = chain("a", "b", "a", "b", "a");
    called(sent[0], sent[1], sent[3]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("swallowed", 1L));
    assertThat(seen("swallowed")).isEqualTo("taken 2 times, delivered once, must be 2 at least");
  }

  @Test
  void a_genuine_repeat_without_a_chain_is_swallowed_too() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    Message again = run.ticket(null, "b");
    run.acknowledged(first, 0, 5).acknowledged(between, 10, 15).acknowledged(again, 20, 25);
    called(first, between);
    assertThat(broken(run.verdict())).contains(Map.entry("swallowed", 1L));
  }

  @Test
  void a_repeat_of_what_may_not_have_been_answered_can_be_taken_for_its_copy() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    Message again = run.ticket(null, "b");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(again, 20, 25).acknowledged(first, 30, 35);
    called(first, between);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("indistinguishable")).isEqualTo(1);
  }

  @Test
  void what_is_parted_only_by_something_that_may_have_been_swallowed_is_not_certainly_a_repeat() {
    Message a = run.ticket(null, "a");
    Message b = run.ticket(null, "b");
    Message aAgain = run.ticket(null, "a");
    Message bAgain = run.ticket(null, "b");
    run.answerLost(a, 0, 5).acknowledged(b, 10, 15).acknowledged(aAgain, 20, 25).acknowledged(bAgain, 30, 35).acknowledged(a, 40, 45);
    called(a, b);
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void an_answer_that_came_late_may_have_been_heard_or_not() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    Message again = run.ticket(null, "b");
    run.acknowledged(first, 0, 5000).acknowledged(between, 6000, 6005).acknowledged(again, 6010, 6015);
    run.called(first, 7000, "k0").called(between, 7001, "k1");
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void a_request_that_was_cut_may_arrive_after_its_own_retry_and_then_counts_as_unanswered() {
    Message first = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    Message between = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\",\"price\":1}");
    Message again = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    run.cut(first, 0, 5).acknowledged(first, 10, 15).acknowledged(between, 20, 25).acknowledged(again, 30, 35);
    called(first, between);
    assertThat(broken(run.verdict())).isEmpty();
    run.attempts.clear();
    run.cut(first, 0, 5).acknowledged(first, 6000, 6005).acknowledged(between, 6010, 6015).acknowledged(again, 6020, 6025);
    assertThat(broken(run.verdict())).contains(Map.entry("swallowed", 1L));
  }

  @Test
  void a_repeat_that_was_overtaken_and_breaks_the_chain_can_be_taken_for_a_late_copy() {
    Message first = run.ticket("a", "b");
    Message second = run.ticket("b", "c");
    Message third = run.ticket("c", "a");
    Message again = run.ticket("a", "b");
    run.acknowledged(first, 0, 5).acknowledged(second, 10, 15).acknowledged(again, 20, 25).acknowledged(third, 30, 35);
    called(first, second, third);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("overtaken")).isEqualTo(1);
    assertThat(noted("indistinguishable")).isEqualTo(1);
  }

  @Test
  void a_copy_that_equals_the_newest_is_a_duplicate() {
    Message first = run.ticket(null, "b");
    Message same = run.ticket(null, "b");
    run.acknowledged(first, 0, 5).acknowledged(same, 10, 15);
    called(first);
    assertThat(broken(run.verdict())).isEmpty();
    called(same);
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void two_of_one_new_owner_and_different_former_owners_are_no_copies() {
    Message first = run.ticket("a", "b");
    Message other = run.ticket("c", "b");
    run.acknowledged(first, 0, 5).acknowledged(other, 10, 15);
    called(first);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("swallowed", 1L));
  }

  @Test
  void the_same_listing_updated_next_to_each_other_may_be_one_or_two() {
    Message first = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    Message same = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    run.acknowledged(first, 0, 5).acknowledged(same, 10, 15);
    called(first);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("indistinguishable")).isEqualTo(1);
    run.called(same, 2000, "x");
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("indistinguishable")).isZero();
    run.called(same, 2001, "y");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_late_copy_without_a_chain_can_be_taken_for_a_repeat() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(first, 20, 25);
    called(first, between, first);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("indistinguishable")).isEqualTo(1);
    assertThat(noted("roughly-ordered")).isEqualTo(2);
  }

  @Test
  void a_late_copy_that_the_chain_excludes_was_delivered_twice() {
    Message first = run.ticket("a", "b");
    Message between = run.ticket("b", "c");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(first, 20, 25);
    called(first, between, first);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_late_copy_that_goes_on_with_the_chain_can_be_taken_for_a_repeat() {
    Message first = run.ticket("a", "b");
    Message between = run.ticket("b", "a");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(first, 20, 25);
    called(first, between, first);
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void a_chain_that_overlapping_requests_leave_open_excludes_nothing() {
    Message first = run.ticket("a", "b");
    Message onward = run.ticket("b", "c");
    Message back = run.ticket("b", "a");
    run.answerLost(first, 0, 5).acknowledged(onward, 10, 20).acknowledged(back, 11, 19).acknowledged(first, 30, 35);
    called(first, onward, back, first);
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void a_copy_while_nothing_else_came_was_delivered_twice() {
    Message first = run.ticket(null, "b");
    run.answerLost(first, 0, 5).acknowledged(first, 10, 15);
    called(first, first);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_copy_of_what_nobody_knows_the_payload_of_may_be_the_next_change() {
    Message listing = run.other("listing.updated", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    run.answerLost(listing, 0, 5).acknowledged(listing, 10, 15);
    called(listing, listing);
    assertThat(broken(run.verdict())).isEmpty();
    run.called(listing, 2000, "x");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void what_has_no_entity_is_told_by_its_answer_alone() {
    Message first = run.other("payouts.delivered", null, "{\"eventId\":\"1\"}");
    Message same = run.other("payouts.delivered", null, "{\"eventId\":\"1\"}");
    run.acknowledged(first, 0, 5).acknowledged(same, 10, 15);
    called(first);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("swallowed", 1L));
    run.attempts.clear();
    run.answerLost(first, 0, 5).acknowledged(same, 10, 15).acknowledged(first, 20, 25);
    assertThat(broken(run.verdict())).isEmpty();
    run.called(first, 2000, "x").called(first, 2001, "y");
    assertThat(broken(run.verdict())).isEmpty();
    run.called(first, 2002, "z");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_newer_one_before_an_older_one_breaks_the_order() {
    Message[] sent = chain("a", "b", "c", "d");
    called(sent[1], sent[0], sent[2]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L));
    assertThat(run.verdict().promise("order").examples()).containsExactly(new Verdict.Example(0, "ticket:sim7-1", "fulfilment",
        "delivered after message 1, which arrived when it had been answered"));
  }

  @Test
  void swapped_repeats_break_the_order() {
    Message[] sent = chain("a", "b", "a", "b", "a");
    called(sent[1], sent[1], sent[0], sent[0]);
    assertThat(broken(run.verdict())).containsOnlyKeys("order", "last-word");
    run.calls.clear();
    called(sent[1], sent[0], sent[3], sent[2]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 2L), Map.entry("last-word", 1L));
  }

  @Test
  void overlapping_answers_claim_no_order() {
    Message first = run.ticket("a", "b");
    Message second = run.ticket("b", "c");
    run.acknowledged(first, 0, 10).acknowledged(second, 9, 20);
    called(second, first);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("overtaken")).isZero();
  }

  @Test
  void the_order_between_two_entities_is_free() {
    Message first = run.ticket("sim7-1", "a", "b");
    Message second = run.ticket("sim7-2", "a", "b");
    run.acknowledged(first, 0, 5).acknowledged(second, 10, 15);
    called(second, first);
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void order_is_the_order_of_arrival_and_not_the_one_in_which_menta_made_them() {
    Message older = run.ticket("a", "b");
    Message newer = run.ticket("b", "c");
    run.failed(older, 0, 1, Receipt.NONE, Cause.RESET).acknowledged(newer, 10, 15).acknowledged(older, 20, 25);
    called(newer, older);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("overtaken")).isEqualTo(1);
    run.calls.clear();
    called(older, newer);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L), Map.entry("last-word", 1L));
  }

  @Test
  void the_last_word_must_be_the_newest() {
    Message[] sent = chain("a", "b", "c");
    called(sent[1], sent[0]);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L), Map.entry("last-word", 1L));
    assertThat(seen("last-word")).isEqualTo("message 1 arrived when it had been answered");
  }

  @Test
  void the_last_word_after_a_late_copy_that_nobody_can_tell_is_that_copy() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(first, 20, 25);
    called(first, between, first);
    assertThat(run.verdict().promise("last-word").result()).isEqualTo(Result.HELD);
  }

  @Test
  void the_order_is_judged_also_where_a_copy_cannot_be_told() {
    Message first = run.ticket(null, "b");
    Message between = run.ticket(null, "a");
    Message last = run.ticket(null, "c");
    run.answerLost(first, 0, 5).acknowledged(between, 10, 15).acknowledged(first, 20, 25).acknowledged(last, 30, 35);
    called(first, between, first, last);
    assertThat(broken(run.verdict())).isEmpty();
    run.calls.clear();
    called(first, between, last, first);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L), Map.entry("last-word", 1L));
    run.calls.clear();
    called(between, first, first, last);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L));
  }

  @Test
  void a_call_that_is_repeated_at_once_is_counted_and_no_failure() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[0], 1000, "k0").called(sent[0], 1001, "k0").called(sent[1], 1002, "k1");
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("repeated")).isEqualTo(1);
    assertThat(noted("rewound")).isZero();
  }

  @Test
  void a_call_that_is_repeated_behind_a_newer_one_breaks_the_order_unless_the_endpoint_was_gone() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[0], 1000, "k0").called(sent[1], 1001, "k1").called(sent[0], 9000, "k0").called(sent[1], 9001, "k1");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L));
    assertThat(seen("order")).isEqualTo("delivered again after message 1, which arrived when it had been answered");

    Message other = run.ticket("sim7-2", "a", "b");
    run.failed(other, 999, 999, Receipt.NONE, Cause.UNREACHABLE).failed(other, 9002, 9002, Receipt.NONE, Cause.UNREACHABLE);
    run.failed(other, 2000, 2000, Receipt.POSSIBLE, Cause.OUTAGE).failed(other, 2000, 2000, Receipt.NONE, Cause.RESET);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L));

    run.failed(other, 8000, 8000, Receipt.NONE, Cause.UNREACHABLE);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("rewound")).isEqualTo(1);
    assertThat(noted("repeated")).isEqualTo(2);
  }

  @Test
  void a_crash_shows_as_a_broken_connection_or_a_503_as_well() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[0], 1000, "k0").called(sent[1], 1001, "k1").called(sent[0], 1500, "k0").called(sent[1], 1501, "k1");
    Message other = run.ticket("sim7-2", "a", "b");
    run.failed(other, 900, 1005, Receipt.POSSIBLE, Cause.BROKEN);
    assertThat(broken(run.verdict())).isEmpty();
    run.attempts.remove(run.attempts.size() - 1);
    run.answered(other, 1900, 1905, 503);
    assertThat(broken(run.verdict())).isEmpty();
    run.attempts.remove(run.attempts.size() - 1);
    run.answered(other, 1900, 1905, 500);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L));
  }

  @Test
  void a_rewind_that_stops_half_way_leaves_a_wrong_last_word() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[0], 1000, "k0").called(sent[1], 1001, "k1").called(sent[0], 1500, "k0");
    run.failed(run.ticket("sim7-2", "a", "b"), 1200, 1200, Receipt.NONE, Cause.UNREACHABLE);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("last-word", 1L));
  }

  @Test
  void what_was_late_already_is_not_counted_again_when_it_is_repeated() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[1], 1000, "k1").called(sent[0], 1001, "k0").called(sent[0], 1002, "k0");
    assertThat(broken(run.verdict())).containsOnly(Map.entry("order", 1L), Map.entry("last-word", 1L));
  }

  @Test
  void a_destination_need_not_have_the_last_word_on_what_it_is_never_told_of() {
    Message created = run.other("listing.created", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    Message deleted = run.other("listing.deleted", "listing:sim7-9", "{\"id\":\"sim7-9\"}");
    run.acknowledged(created, 0, 5).acknowledged(deleted, 10, 15);
    run.called("report", created, 1000, "r").called("search", created, 1000, "s0").called("search", deleted, 1001, "s1");
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void calls_without_a_key_each_count_and_are_said() {
    Message[] sent = chain("a", "b", "c");
    run.called(sent[0], 1000, null).called(sent[1], 1001, null);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(noted("keyless")).isEqualTo(2);
    run.called(sent[1], 1002, null);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("delivered-twice", 1L));
  }

  @Test
  void a_call_may_leave_out_its_action() {
    Message[] sent = chain("a", "b");
    run.calls.add(new Call(1, "fulfilment", "k", null, sent[0].entity(), sent[0].change()));
    assertThat(broken(run.verdict())).isEmpty();
  }

  @Test
  void a_call_that_says_what_no_message_said_is_shown() {
    called(chain("a", "b"));
    run.calls.add(new Call(1, "fulfilment", "k", "ticket.updated", "ticket:sim6-1", "z"));
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(run.verdict().note("foreign").examples()).containsExactly(
        new Verdict.Example(null, null, "fulfilment", "ticket.updated of ticket:sim6-1"));
  }

  @Test
  void what_was_refused_for_good_and_still_waits_breaks_the_custody() {
    called(chain("a", "b"));
    Message nonsense = run.nonsense();
    run.answered(nonsense, 0, 5, 400).answered(nonsense, 10, 15, 503);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("refused", 1L));
    assertThat(seen("refused")).isEqualTo("answered 400 in attempt 1");
    run.acknowledged(nonsense, 20, 25);
    assertThat(broken(run.verdict())).isEmpty();
    Message moved = run.ticket("sim7-2", "a", "b");
    run.answered(moved, 0, 5, 302);
    assertThat(broken(run.verdict())).containsOnly(Map.entry("refused", 1L));
  }

  @Test
  void what_waits_for_an_endpoint_that_is_in_trouble_or_gone_is_only_said() {
    called(chain("a", "b"));
    Message unsent = run.ticket("sim7-2", "a", "b");
    Message refused = run.ticket("sim7-3", "a", "b");
    Message unreachable = run.ticket("sim7-4", "a", "b");
    run.answered(refused, 0, 5, 503).failed(unreachable, 0, 5, Receipt.NONE, Cause.UNREACHABLE);
    assertThat(broken(run.verdict())).isEmpty();
    assertThat(run.verdict().note("waiting").examples()).containsExactly(
        new Verdict.Example(unsent.number(), "ticket:sim7-2", null, "never sent"),
        new Verdict.Example(refused.number(), "ticket:sim7-3", null, "attempt 1 failed: STATUS, answered 503"),
        new Verdict.Example(unreachable.number(), "ticket:sim7-4", null, "attempt 1 failed: UNREACHABLE"));
  }

  @Test
  void nonsense_is_acknowledged_and_need_not_be_delivered() {
    called(chain("a", "b"));
    run.acknowledged(run.nonsense(), 0, 5);
    assertThat(broken(run.verdict())).isEmpty();
  }
}
