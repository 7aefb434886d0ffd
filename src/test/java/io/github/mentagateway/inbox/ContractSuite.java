package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.inbox.Contract.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was seen of each action is counted once, and told once as new. */
interface ContractSuite extends InboxSuite {
  Duration WEEK = Duration.ofDays(7);
  Field ID = new Field("data.id", "string");
  Field PRICE = new Field("data.price", "number");

  private Contract contract() {
    return inbox().inbox().contract();
  }

  /** Seen once, now. */
  private Map<String, Map<Field, Tally>> found(String action, Field... fields) {
    Map<Field, Tally> found = new LinkedHashMap<>();
    Tally once = new Tally(1, clock().instant(), clock().instant(), 10_000);
    found.put(Field.ACTION, once);
    List.of(fields).forEach(field -> found.put(field, once));
    return Map.of(action, found);
  }

  private List<String> told(Optional<List<Seen>> news) {
    return news.orElseThrow().stream().map(one -> one.action() + " " + one.field().path()).toList();
  }

  @Test
  default void what_came_is_read_in_the_order_of_its_numbers_whenever_that_was() {
    inbox().accept("ticket:1", "a");
    clock().move(Duration.ofHours(-1));
    inbox().accept("ticket:2", "b");
    long both = contract().newest();
    inbox().accept("ticket:3", "c");

    List<Contract.Arrived> read = contract().after(0, both, 10);
    assertThat(bodies(read)).containsExactly("a", "b");
    assertThat(bodies(contract().after(read.get(0).number(), contract().newest(), 1))).containsExactly("b");
    assertThat(bodies(contract().after(both, contract().newest(), 10))).containsExactly("c");
    assertThat(contract().after(contract().newest(), contract().newest(), 10)).isEmpty();
  }

  @Test
  default void of_large_bodies_fewer_are_read_at_once_and_of_the_largest_none() {
    String third = "x".repeat(Contract.MOST_BYTES / 3);
    for (String body : List.of(third, third + "yyy", third.repeat(4), third, third + "z")) {
      inbox().accept("ticket:1", body);
    }
    long newest = contract().newest();

    List<Contract.Arrived> first = contract().after(0, newest, 10);
    assertThat(first).extracting(Contract.Arrived::isRead).containsExactly(true, true, false);
    assertThat(bodies(first)).extracting(String::length).containsExactly(third.length(), third.length() + 3, 0);
    assertThat(contract().after(first.get(2).number(), newest, 10)).hasSize(2);
  }

  private static List<String> bodies(List<Contract.Arrived> read) {
    return read.stream().map(one -> new String(one.original().body())).toList();
  }

  @Test
  default void a_batch_is_added_at_the_position_where_it_begins_and_nowhere_else() {
    assertThat(contract().add(0, 7, found("ticket.updated", ID), WEEK)).isPresent();
    assertThat(contract().position()).isEqualTo(7);
    assertThat(contract().add(0, 7, found("ticket.updated", ID), WEEK)).as("the other instance has the same batch").isEmpty();
    clock().move(Duration.ofMinutes(1));
    contract().add(7, 9, found("ticket.updated", ID, PRICE), WEEK);

    assertThat(contract().all()).extracting(Seen::field).containsExactly(Field.ACTION, ID, PRICE);
    assertThat(contract().all()).extracting(Seen::count).containsExactly(2L, 2L, 1L);
    assertThat(contract().all().get(1).last()).isEqualTo(clock().instant());
    assertThat(contract().all().get(1).first()).isEqualTo(clock().instant().minusSeconds(60));
  }

  @Test
  default void what_comes_late_is_new_once_until_it_is_acknowledged() {
    assertThat(told(contract().add(0, 1, found("ticket.updated", ID), WEEK))).isEmpty();
    clock().move(WEEK.plusDays(1));

    assertThat(told(contract().add(1, 2, found("ticket.updated", ID, PRICE), WEEK))).containsExactly("ticket.updated data.price");
    assertThat(told(contract().add(2, 3, found("ticket.updated", ID, PRICE), WEEK))).isEmpty();
    assertThat(told(contract().add(3, 4, found("ticket.updated", new Field("data.id", "number")), WEEK))).containsExactly("ticket.updated data.id");
    assertThat(told(contract().add(4, 5, found("listing.paused", ID), WEEK))).as("its fields settle first").containsExactly("listing.paused ");
    assertThat(contract().news(10)).hasSize(3).allMatch(Seen::isNew);

    assertThat(contract().acknowledge(null, clock().instant().minusMillis(1))).as("nobody has seen these").isZero();
    assertThat(contract().acknowledge("listing.paused", clock().instant())).isEqualTo(1);
    assertThat(contract().acknowledge(null, null)).isEqualTo(2);
    assertThat(contract().news(10)).isEmpty();
    assertThat(contract().all()).hasSize(6);
  }

  @Test
  default void it_is_bounded() {
    Field[] many = IntStream.range(0, 1000).mapToObj(i -> new Field("data.of" + i / 30 + ".f" + i % 30, "string")).toArray(Field[]::new);
    contract().add(0, 1, found("ticket.updated", many), WEEK);
    assertThat(contract().all()).hasSizeLessThanOrEqualTo(Contract.MOST_FIELDS + 1).extracting(one -> one.field().path()).contains(Contract.OTHER);

    IntStream.range(0, 250).forEach(i -> contract().add(i + 1, i + 2, found("action." + i), WEEK));
    assertThat(contract().all().stream().map(Seen::action).distinct()).hasSize(Contract.MOST_ACTIONS + 1).contains(Contract.OTHER);
  }

  @Test
  default void an_object_with_data_for_names_takes_the_room_of_no_other_field_and_is_news_once() {
    contract().add(0, 1, found("ticket.updated", ID), WEEK);
    for (int i = 1; i <= 300; i++) {
      clock().move(WEEK);
      List<String> news = told(contract().add(i, i + 1, found("ticket.updated", new Field("data.prices.City" + i + ".each[]", "number")), WEEK));
      assertThat(news).as("%d", i).hasSize(i <= 101 && i > 1 ? 1 : 0);
    }
    clock().move(WEEK);

    assertThat(told(contract().add(301, 302, found("ticket.updated", PRICE), WEEK))).containsExactly("ticket.updated data.price");
    assertThat(contract().all()).extracting(one -> one.field().path()).hasSize(104).contains("data.prices.{}.each[]", "data.prices.City1.each[]")
        .doesNotContain("data.prices.City200.each[]");
  }

  @Test
  default void what_is_forgotten_is_learned_anew() {
    Field inside = new Field("data.price[].sum", "number");
    Field other = new Field("data.prices", "number");
    contract().add(0, 1, found("ticket.updated", ID, PRICE, inside, other), WEEK);
    contract().add(1, 2, found("event.unlock", PRICE), WEEK);

    assertThat(contract().forget("ticket.updated", "data.price")).isEqualTo(2);
    assertThat(contract().all()).extracting(one -> one.action() + " " + one.field().path())
        .containsExactly("event.unlock ", "event.unlock data.price", "ticket.updated ", "ticket.updated data.id", "ticket.updated data.prices");
    clock().move(WEEK.multipliedBy(2));
    assertThat(told(contract().add(2, 3, found("ticket.updated", PRICE), WEEK))).containsExactly("ticket.updated data.price");
    assertThat(contract().forget("ticket.updated", null)).isEqualTo(4);
    assertThat(contract().forget("ticket.updated", null)).isZero();
  }
}
