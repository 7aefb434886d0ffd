package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.inbox.Notifications.DeliveryPage;
import io.github.mentagateway.inbox.Notifications.Filter;
import io.github.mentagateway.inbox.Notifications.Page;
import io.github.mentagateway.inbox.Notifications.Summary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever was received can be found, looked at and delivered again. */
interface NotificationsSuite extends InboxSuite {
  private Notifications notifications() {
    return inbox().inbox().notifications();
  }

  private List<String> found(Filter filter) {
    List<String> ids = new ArrayList<>();
    Long before = Long.MAX_VALUE;
    while (before != null) {
      Page page = notifications().find(filter, before, 2);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      page.items().forEach(one -> ids.add(one.id()));
      before = page.next();
    }
    return ids;
  }

  private static Filter entities(String... entities) {
    return new Filter(List.of(entities), null, null, null, null, null, null, null, null);
  }

  private static Filter within(String part) {
    return new Filter(null, part, null, null, null, null, null, null, null);
  }

  private static Filter actions(String action, String family) {
    return new Filter(null, null, action, family, null, null, null, null, null);
  }

  private static Filter deliveries(String destination, String state, String error) {
    return new Filter(null, null, null, null, destination, state, error, null, null);
  }

  private static Filter times(Instant since, Instant until) {
    return new Filter(null, null, null, null, null, null, null, since, until);
  }

  @Test
  default void a_store_that_has_received_nothing_has_none() {
    Page page = notifications().find(Filter.NONE, Long.MAX_VALUE, 10);

    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isNull();
    assertThat(page.back()).isNull();
  }

  @Test
  default void the_newest_come_first_and_page_by_page_all_of_them() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, inbox().accept("ticket:" + i, "x").id());
    }

    assertThat(found(Filter.NONE)).isEqualTo(ids);
  }

  @Test
  default void by_their_entity() {
    String first = inbox().accept("ticket:1", "a").id();
    inbox().accept("ticket:11", "b");
    String second = inbox().accept("ticket:1", "c").id();
    String event = inbox().accept("event.unlock", "event:1", "d").id();

    assertThat(found(entities("ticket:1"))).containsExactly(second, first);
    assertThat(found(entities("ticket:1", "event:1"))).containsExactly(event, second, first);
    assertThat(found(entities("ticket:2"))).isEmpty();
    assertThat(found(entities("' or 1=1 --"))).isEmpty();
  }

  @Test
  default void by_a_part_of_the_entity_and_never_by_a_part_of_that() {
    String ticket = inbox().accept("ticket:121982", "a").id();
    String event = inbox().accept("event.unlock", "event:121982/8928", "b").id();
    inbox().accept("event.unlock", "event:1219820/98928", "c");
    String odd = inbox().accept("listing.created", "listing:a_b%25", "d").id();

    assertThat(found(within("121982"))).containsExactly(event, ticket);
    assertThat(found(within("8928"))).containsExactly(event);
    assertThat(found(within("21982"))).isEmpty();
    assertThat(found(within("%"))).isEmpty();
    assertThat(found(within("axb%25"))).isEmpty();
    assertThat(found(within("a_b%25"))).containsExactly(odd);
  }

  @Test
  default void by_action_and_family() {
    String ticket = inbox().accept("ticket:1", "a").id();
    String created = inbox().accept("listing.created", "listing:1", "b").id();
    String updated = inbox().accept("listing.updated", "listing:1", "c").id();
    inbox().accept("listings.updated", "listing:1", "d");

    assertThat(found(actions("ticket.updated", null))).containsExactly(ticket);
    assertThat(found(actions(null, "listing"))).containsExactly(updated, created);
    assertThat(found(actions("listing.created", "listing"))).containsExactly(created);
  }

  @Test
  default void by_time() {
    inbox().accept("ticket:1", "before");
    clock().move(Duration.ofHours(1));
    Instant since = clock().instant();
    String within = inbox().accept("ticket:2", "in time").id();
    clock().move(Duration.ofHours(1));
    inbox().accept("ticket:3", "after");

    assertThat(found(times(since, clock().instant()))).containsExactly(within);
  }

  @Test
  default void by_what_became_of_one_and_the_same_delivery() {
    inbox().reading(FIRST, "mail", "crm");
    String dead = inbox().accept("ticket:1", "a").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"), send("crm", "ticket:1", "y"));
    inbox().dead(inbox().claimOne("mail"), "No such Mailbox: 100% sure");
    inbox().done(inbox().claimOne("crm"));
    String retried = inbox().accept("ticket:2", "b").id();
    inbox().done(inbox().claimOne(FIRST), send("crm", "ticket:2", "y"));
    inbox().retry(inbox().claimOne("crm"), Duration.ofHours(1));
    String bad = inbox().inbox().acceptance().accept(inbox().unusable("bad", "no JSON")).join().id();

    assertThat(found(deliveries(null, "dead", null))).containsExactly(dead);
    assertThat(found(deliveries("mail", "dead", null))).containsExactly(dead);
    assertThat(found(deliveries("crm", "dead", null))).isEmpty();
    assertThat(found(deliveries("crm", "waiting", null))).containsExactly(retried);
    assertThat(found(deliveries("crm", null, null))).containsExactly(retried, dead);
    assertThat(found(deliveries(null, "quarantined", null))).containsExactly(bad);
    assertThat(found(deliveries(null, null, "mailbox"))).containsExactly(dead);
    assertThat(found(deliveries(null, null, "0% sure"))).containsExactly(dead);
    assertThat(found(deliveries(null, null, "0_ sure"))).isEmpty();
    assertThat(found(deliveries("crm", null, "NO LUCK"))).containsExactly(retried);
    assertThat(found(deliveries(FIRST, "delivered", null))).containsExactly(retried, dead);
  }

  private List<String> deliveriesOf(DeliveryFilter filter) {
    List<String> ids = new ArrayList<>();
    Long before = Long.MAX_VALUE;
    while (before != null) {
      DeliveryPage page = notifications().deliveries(filter, before, 2);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      page.items().forEach(one -> ids.add(one.deliveryId()));
      before = page.next();
    }
    return ids;
  }

  @Test
  default void deliveries_are_found_by_what_became_of_them_and_since_when_that_is_so() {
    inbox().reading(FIRST, "mail", "crm");
    String id = inbox().accept("ticket:1", "a").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"), send("crm", "ticket:1", "y"));
    clock().move(Duration.ofHours(1));
    Instant later = clock().instant();
    inbox().dead(inbox().claimOne("mail"), "No such Mailbox: 100% sure");
    inbox().retry(inbox().claimOne("crm"), Duration.ofHours(1));

    assertThat(deliveriesOf(DeliveryFilter.ALL)).containsExactly(id + ".crm", id + ".mail", id + "." + FIRST);
    assertThat(deliveriesOf(new DeliveryFilter(null, "dead", null, null, null, null, null))).containsExactly(id + ".mail");
    assertThat(deliveriesOf(new DeliveryFilter("crm", "dead", null, null, null, null, null))).isEmpty();
    assertThat(deliveriesOf(new DeliveryFilter("crm", "waiting", null, null, "LUCK", null, null))).containsExactly(id + ".crm");
    assertThat(deliveriesOf(new DeliveryFilter(null, "delivered", null, null, null, null, null))).containsExactly(id + "." + FIRST);
    assertThat(deliveriesOf(new DeliveryFilter(null, null, null, null, "0_ sure", null, null))).isEmpty();
    assertThat(deliveriesOf(new DeliveryFilter(null, null, null, null, "0% sure", null, null))).containsExactly(id + ".mail");
    assertThat(deliveriesOf(new DeliveryFilter(null, "dead", null, null, null, later, null))).containsExactly(id + ".mail");
    assertThat(deliveriesOf(new DeliveryFilter(null, null, null, null, null, null, later))).doesNotContain(id + ".mail").contains(id + "." + FIRST);
  }

  @Test
  default void who_follows_is_told_of_all_that_comes_the_oldest_first_and_of_the_last_seconds_again() {
    Page begin = notifications().follow(Filter.NONE, Long.MAX_VALUE, 10);
    String first = inbox().accept("ticket:1", "a").id();
    String second = inbox().accept("listing.created", "listing:1", "b").id();

    Page page = notifications().follow(Filter.NONE, begin.next(), 10);
    assertThat(page.items()).extracting(Summary::id).containsExactly(first, second);
    assertThat(notifications().follow(Filter.NONE, page.next(), 10).items()).as("within seconds").extracting(Summary::id)
        .containsExactly(first, second);
    assertThat(notifications().follow(actions("listing.created", null), begin.next(), 10).items()).extracting(Summary::id).containsExactly(second);

    clock().move(Duration.ofMinutes(1));
    Page settled = notifications().follow(Filter.NONE, page.next(), 10);
    String third = inbox().accept("ticket:3", "c").id();
    assertThat(notifications().follow(Filter.NONE, settled.next(), 10).items()).extracting(Summary::id).containsExactly(third);

    Page one = notifications().follow(Filter.NONE, begin.next(), 1);
    assertThat(one.items()).extracting(Summary::id).containsExactly(first);
    assertThat(notifications().follow(Filter.NONE, one.next(), 1).items()).extracting(Summary::id).containsExactly(second);
  }

  @Test
  default void what_is_found_tells_how_many_deliveries_stand_how() {
    inbox().reading(FIRST, "mail", "crm");
    inbox().accept("ticket:1", "a");
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"), send("mail", "ticket:1", "y"), send("crm", "ticket:1", "z"));
    inbox().dead(inbox().claimOne("crm"), "refused");

    Summary summary = notifications().find(Filter.NONE, Long.MAX_VALUE, 10).items().get(0);

    assertThat(summary.action()).isEqualTo("ticket.updated");
    assertThat(summary.entity()).isEqualTo("ticket:1");
    assertThat(summary.receivedAt()).isEqualTo(clock().instant());
    assertThat(summary.states()).isEqualTo(Map.of("delivered", 1L, "waiting", 2L, "dead", 1L));
  }

  @Test
  default void one_shows_what_came_its_copies_and_its_deliveries() {
    inbox().reading(FIRST, "mail");
    String id = inbox().accept("ticket:1", "a").id();
    clock().move(Duration.ofMinutes(1));
    inbox().accept("ticket:1", "a");
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"));
    inbox().retry(inbox().claimOne("mail"), Duration.ofHours(1));

    Notifications.Detail detail = notifications().show(id, 10).orElseThrow();

    assertThat(detail.summary().id()).isEqualTo(id);
    assertThat(new String(detail.original().body(), StandardCharsets.UTF_8)).isEqualTo("a");
    assertThat(detail.original().headers()).isEqualTo(Map.of("User-Agent", "menta"));
    assertThat(detail.copies()).isEqualTo(Map.of(DuplicateRule.NEWEST, 1L));
    assertThat(detail.lastCopyAt()).isEqualTo(clock().instant());
    assertThat(detail.deliveries()).extracting(Letter::channel).containsExactly("mail", FIRST);
    assertThat(detail.deliveries().get(0).state()).isEqualTo("waiting");
    assertThat(detail.deliveries().get(0).reason()).isEqualTo("no luck");
    assertThat(notifications().show(id, 1).orElseThrow().deliveries()).extracting(Letter::channel).containsExactly("mail");
    assertThat(notifications().show(id + ".mail", 10).orElseThrow().summary()).isEqualTo(detail.summary());
    assertThat(notifications().show("other-1", 10)).isEmpty();
    assertThat(notifications().show(id + "9", 10)).isEmpty();
  }

  @Test
  default void what_was_delivered_is_delivered_again_alone_or_with_all_that_follows() {
    inbox().reading(FIRST, "mail");
    String id = inbox().accept("ticket:1", "a").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"));
    inbox().done(inbox().claimOne("mail"));

    String mail = inbox().inbox().letters().deliverAgain(id + ".mail", false);

    Work alone = inbox().claimOne("mail");
    assertThat(alone.deliveryId()).isEqualTo(mail).isNotEqualTo(id + ".mail");
    assertThat(content(alone)).isEqualTo("x");
    inbox().done(alone);
    inbox().inbox().letters().deliverAgain(id, false);
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:1", "x"));
    assertThat(inbox().drain("mail")).containsExactly("x");
  }

  @Test
  default void what_has_not_ended_is_not_delivered_again_without_force() {
    inbox().reading(FIRST);
    String waiting = inbox().accept("ticket:1", "a").id();
    refused(waiting, "is waiting");
    inbox().dead(inbox().claimOne(FIRST), "refused");
    refused(waiting, "deadletters retry");
    String bad = inbox().inbox().acceptance().accept(inbox().unusable("bad", "no JSON")).join().id();
    refused(bad, "quarantine replay");
    refused("other-1", "no delivery with this id");

    inbox().inbox().letters().deliverAgain(waiting, true);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
  }

  private void refused(String id, String why) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> inbox().inbox().letters().deliverAgain(id, false))
        .withMessageContaining(why);
  }

  @Test
  default void what_a_newer_one_has_overtaken_is_not_delivered_again_without_force() {
    inbox().reading(FIRST);
    String older = inbox().accept("ticket:1", "a").id();
    String newer = inbox().accept("ticket:1", "b").id();
    inbox().drain(FIRST);

    refused(older, newer);

    inbox().inbox().letters().deliverAgain(older, true);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
  }
}
