package io.github.mentagateway.store.letter;

import static io.github.mentagateway.store.sql.PlannedStore.CHANNEL;
import static io.github.mentagateway.store.sql.PlannedStore.LINE;
import static io.github.mentagateway.store.sql.PlannedStore.MANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Notifications.DeliveryPage;
import io.github.mentagateway.inbox.Notifications.Filter;
import io.github.mentagateway.inbox.Notifications.Page;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.FilledStores;
import io.github.mentagateway.store.sql.PlannedStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever looks for something reads little of a long history at once. */
class NotificationPlansTest extends FilledStores {
  private static final int PAGE = 51;
  private static void assertThatFew(PlannedStore store, Filter filter, String index) throws SQLException {
    assertThatFew(store, FindSql.of(filter, 1, 2 * MANY + 1, PAGE, true), index);
  }

  private static void assertThatFew(PlannedStore store, FindSql sql, String index) throws SQLException {
    List<String> steps = store.steps(sql.text(), sql.values());
    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains(index);
  }

  private static Filter deliveries(String destination, String state) {
    return new Filter(null, null, null, null, destination, state, null, null, null);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void an_entity_is_found_by_its_index(PlannedStore store) throws SQLException {
    assertThatFew(store, new Filter(List.of("ticket:" + MANY), null, null, null, null, null, null, null, null), "notification_entity");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void the_newest_that_wait_are_found_from_the_newest_on(PlannedStore store) throws SQLException {
    assertThatFew(store, deliveries(CHANNEL, "waiting"), "notification");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void letters_lead_to_their_notifications(PlannedStore store) throws SQLException {
    // by delivery_letter or by delivery_dead: either holds letters only
    assertThatFew(store, deliveries(null, "dead"), "delivery_");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void the_newest_letters_are_read_by_their_index_and_no_more_of_them(PlannedStore store) throws SQLException {
    List<String> steps = store.steps(StoredLetters.NEWEST, "dead");

    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains("delivery_letter");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_is_newer_than_an_edited_body_is_found_by_its_entity(PlannedStore store) throws SQLException {
    List<String> steps = store.steps(Superseded.NEWER_OF_ANY_KIND, "ticket:" + MANY, 1L, "ticket:" + MANY, 1L, 1L);

    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains("notification_entity", "delivery_replayed");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_came_since_is_found_from_where_the_caller_has_come_to(PlannedStore store) throws SQLException {
    assertThatFew(store, FindSql.of(Filter.NONE, 2 * MANY - 20, 2 * MANY + 1, PAGE, false), " n");
    assertThatFew(store, FindSql.of(deliveries(CHANNEL, "waiting"), 2 * MANY - 20, 2 * MANY + 1, PAGE, false), " n");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void deliveries_are_found_from_the_newest_on_and_letters_by_their_index(PlannedStore store) throws SQLException {
    assertThatFew(store, FindSql.of(DeliveryFilter.ALL, 1, 2 * MANY + 1, PAGE), "delivery");
    assertThatFew(store, FindSql.of(DeliveryFilter.ALL.at(CHANNEL).in("waiting"), 1, 2 * MANY + 1, PAGE), "delivery");
    assertThatFew(store, FindSql.of(new DeliveryFilter(CHANNEL, "dead", null, null, "x", null, null), 1, 2 * MANY + 1, PAGE), "delivery_letter");
  }

  /** Each step of a hundred: with a sort in it ten thousand steps would read all that waits ten thousand times. */
  @ParameterizedTest
  @MethodSource("stores")
  void the_next_ones_that_wait_at_a_destination_are_read_in_the_order_of_their_index(PlannedStore store) throws SQLException {
    DeliveryFilter all = DeliveryFilter.ALL.at(CHANNEL);
    assertThatFew(store, FindSql.inLines(all, "", 0, PAGE), "delivery_waiting");
    assertThatFew(store, FindSql.inLines(all, "ticket:5", MANY, PAGE), "delivery_waiting");
    assertThatFew(store, FindSql.unordered(all, 0, PAGE), "delivery_waiting");
    assertThatFew(store, FindSql.unordered(all, MANY, PAGE), "delivery_waiting");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void deliveries_that_no_index_leads_to_are_looked_for_a_stretch_at_a_time(PlannedStore store) {
    StoredNotifications notifications = new StoredNotifications(store.queries(), new Ids("plans"), Clock.systemUTC(), 5_000);
    List<Long> next = new ArrayList<>();

    for (Long before = Long.MAX_VALUE; before != null; before = next.get(next.size() - 1)) {
      DeliveryPage page = notifications.deliveries(DeliveryFilter.ALL.at("no-such"), before, 50);
      assertThat(page.items()).isEmpty();
      assertThat(page.back()).isNotNull();
      next.add(page.next());
    }

    assertThat(next).containsExactly(11_001L, 6_001L, 1_001L, null);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_no_index_leads_to_is_looked_for_a_stretch_at_a_time_and_every_page_says_where_to_go_on(PlannedStore store) {
    StoredNotifications notifications = new StoredNotifications(store.queries(), new Ids("plans"), Clock.systemUTC(), 5_000);
    Filter none = new Filter(null, null, "no.such", null, null, null, null, null, null);
    List<Long> next = new ArrayList<>();

    for (Long before = Long.MAX_VALUE; before != null; before = next.get(next.size() - 1)) {
      Page page = notifications.find(none, before, 50);
      assertThat(page.items()).isEmpty();
      assertThat(page.back()).isNotNull();
      next.add(page.next());
    }

    assertThat(next).containsExactly(11_001L, 6_001L, 1_001L, null);
  }
}
