package io.github.mentagateway.store.delivery;

import static io.github.mentagateway.store.sql.PlannedStore.CHANNEL;
import static io.github.mentagateway.store.sql.PlannedStore.LINE;
import static io.github.mentagateway.store.sql.PlannedStore.MANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.FilledStores;
import io.github.mentagateway.store.sql.PlannedStore;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done for each delivery costs the same however many wait, and however long its line is. */
class DeliveryPlansTest extends FilledStores {
  @ParameterizedTest
  @MethodSource("stores")
  void whether_a_line_is_taken_is_found(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery_waiting", store.steps(Lines.TAKEN, CHANNEL, LINE));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void the_next_of_a_line_is_found(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery_waiting", store.steps(Deliveries.NEXT, CHANNEL, LINE, 1L, 1, 7L));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_was_claimed_is_read(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery", store.steps(Content.READ, MANY + 1));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void an_attempt_ends(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery", store.steps(Deliveries.END, MANY + 1, 7L, "delivered", 1L, 1, 0, null, null, 0, 1L, 1L, "delivered", null));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_delivery_is_given_back(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery", store.steps(Deliveries.GIVE_BACK, MANY + 1, 7L, 1L));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_is_due_is_claimed(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery_due", store.steps(Claims.claimDue(store.skippingLocked()), 7L, 1L, CHANNEL, MANY, 5));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_probe_is_found_among_what_failed(PlannedStore store) throws SQLException {
    List<String> steps = store.steps(Claims.TRIED + store.skippingLocked(), CHANNEL);

    // those that failed are few
    assertThatFew(store, "delivery", steps.stream().filter(step -> !step.equals("USE TEMP B-TREE FOR ORDER BY")).toList());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void claims_of_instances_that_nobody_knows_are_found(PlannedStore store) throws SQLException {
    List<String> steps = store.steps(Instances.UNKNOWN);

    // of the instances, which are few
    assertThatFew(store, "delivery_claim", steps.stream().filter(step -> !step.matches("SCAN (\\(subquery-\\d+\\)|instance|gap)")).toList());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_newer_one_under_a_name_that_nobody_reads_is_found_by_its_entity(PlannedStore store) throws SQLException {
    List<String> steps = store.steps(NewerElsewhere.FIND.formatted("?"), "ticket:" + MANY, 1L, 1L, "gone", CHANNEL, 1L, "ticket.updated", CHANNEL);

    // of the channel's actions a thousand at most, and of the entity's few
    assertThatFew(store, "notification_entity", steps.stream().filter(step -> !step.matches("(SCAN .?also.?|USE TEMP B-TREE FOR ORDER BY)")).toList());
  }

  private static void assertThatFew(PlannedStore store, String index, List<String> steps) {
    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains(index);
  }
}
