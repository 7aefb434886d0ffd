package io.github.mentagateway.store.accept;

import static io.github.mentagateway.store.sql.PlannedStore.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.PlannedStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is looked up for each arrival costs the same however much came before, and whichever instances there are. */
class AcceptPlansTest {
  @TempDir
  private static Path folder;
  private static List<PlannedStore> stores;

  @BeforeAll
  static void fill() throws SQLException {
    stores = PlannedStore.all(folder).toList();
  }

  @AfterAll
  static void close() {
    stores.forEach(PlannedStore::close);
  }

  static Stream<PlannedStore> stores() {
    return stores.stream();
  }

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
