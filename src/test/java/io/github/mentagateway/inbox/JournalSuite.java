package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was received can be read beside the process that has the store, which goes on meanwhile. */
interface JournalSuite extends InboxSuite {
  private List<Journal.Entry> newest(int most, Instant since, String action, boolean quarantined) {
    return newest(journal(), new Journal.Wanted(most, since, action, quarantined), 2);
  }

  private static List<Journal.Entry> newest(Journal journal, Journal.Wanted wanted, int atOnce) {
    List<Journal.Entry> all = new ArrayList<>();
    for (List<Journal.Entry> some : journal.newest(wanted, atOnce)) {
      assertThat(some).hasSizeBetween(1, atOnce);
      all.addAll(some);
    }
    return all;
  }

  private static List<String> bodies(List<Journal.Entry> entries) {
    return entries.stream().map(entry -> new String(entry.original().body(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  default void a_store_that_has_received_nothing_has_an_empty_journal() {
    assertThat(newest(10, null, null, false)).isEmpty();
  }

  @Test
  default void the_newest_come_in_the_order_in_which_they_were_received() {
    inbox().accept("ticket:1", "a");
    inbox().accept("listing.updated", "listing:1", "b");
    inbox().accept("ticket:2", "c");

    assertThat(bodies(newest(2, null, null, false))).containsExactly("b", "c");
    assertThat(bodies(newest(9, null, null, false))).containsExactly("a", "b", "c");
    assertThat(bodies(newest(9, null, "ticket.updated", false))).containsExactly("a", "c");
    assertThat(newest(9, null, "no such action' or 1=1 --", false)).isEmpty();
  }

  @Test
  default void those_since_a_time() {
    inbox().accept("ticket:1", "before");
    clock().move(Duration.ofHours(1));
    Instant time = clock().instant();
    inbox().accept("ticket:2", "at that time");
    clock().move(Duration.ofHours(1));
    inbox().accept("ticket:3", "later");

    assertThat(bodies(newest(9, time, null, false))).containsExactly("at that time", "later");
  }

  @Test
  default void an_entry_has_the_request_and_where_it_went() {
    inbox().reading(FIRST, "mail");
    String id = inbox().accept("ticket:1", "a").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "row"), send("crm", "ticket:1", "other"));
    inbox().settle(inbox().claimOne("mail"), new Settlement.DeadLetter("no address")).join();

    Journal.Entry entry = newest(1, null, null, false).get(0);

    assertThat(entry.id()).isEqualTo(id);
    assertThat(entry.action()).isEqualTo("ticket.updated");
    assertThat(entry.original().headers()).isEqualTo(Map.of("User-Agent", "menta"));
    assertThat(entry.deliveries()).extracting(Journal.Delivery::channel, Journal.Delivery::state).containsExactly(
        tuple(FIRST, "delivered"), tuple("mail", "dead"),
        tuple("crm", "waiting"));
    assertThat(entry.deliveries().get(0).payload().isOriginal()).isTrue();
    assertThat(entry.deliveries().get(1).payload()).extracting(Payload::kind, payload -> new String(payload.bytes(), StandardCharsets.UTF_8))
        .containsExactly("text", "row");
  }

  @Test
  default void those_in_the_quarantine() {
    inbox().accept("ticket:1", "good");
    inbox().inbox().acceptance().accept(inbox().unusable("bad", "no JSON")).join();

    assertThat(bodies(newest(9, null, null, true))).containsExactly("bad");
  }

  @Test
  default void reading_it_hinders_nobody_and_sees_what_came_since() {
    Journal open = journal();
    inbox().accept("ticket:1", "a");
    assertThat(bodies(newest(open, new Journal.Wanted(9, null, null, false), 1))).containsExactly("a");

    inbox().accept("ticket:1", "b");

    assertThat(bodies(newest(open, new Journal.Wanted(9, null, null, false), 1))).containsExactly("a", "b");
  }
}
