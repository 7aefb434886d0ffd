package io.github.mentagateway.store.accept;

import static io.github.mentagateway.store.sql.PlannedStore.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.FilledStores;
import io.github.mentagateway.store.sql.PlannedStore;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is looked up for each arrival costs the same however much came before, and whichever instances there are. */
class AcceptPlansTest extends FilledStores {
  static Stream<PlannedStore> shared() {
    return stores().filter(PlannedStore::isShared);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void the_newest_of_an_entity_is_found(PlannedStore store) throws SQLException {
    assertThatFew(store, "notification_entity", store.steps(Deduplication.FIND, LINE, new byte[32], 1L));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void an_unanswered_copy_is_found(PlannedStore store) throws SQLException {
    assertThatFew(store, "unanswered", store.steps(Deduplication.FIND, LINE, new byte[32], 1L));
  }

  @ParameterizedTest
  @MethodSource("shared")
  void a_copy_that_another_instance_has_not_answered_is_found(PlannedStore store) throws SQLException {
    assertThatFew(store, "notification_instance", store.steps(Deduplication.FIND_BESIDE, LINE, new byte[32], 1L, 2L));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void what_an_instance_has_not_answered_is_taken_over(PlannedStore store) throws SQLException {
    assertThatFew(store, "notification_instance", store.steps(UnansweredNotifications.INHERIT, 1L, 3L));
  }


  private static void assertThatFew(PlannedStore store, String index, List<String> steps) {
    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains(index);
  }
}
