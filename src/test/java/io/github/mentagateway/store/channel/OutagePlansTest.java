package io.github.mentagateway.store.channel;

import static io.github.mentagateway.store.sql.PlannedStore.CHANNEL;
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

/** A destination that is back lets go of what failed, and looks at nothing else. */
class OutagePlansTest {
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

  @ParameterizedTest
  @MethodSource("stores")
  void what_failed_is_let_go(PlannedStore store) throws SQLException {
    assertThatFew(store, "delivery", store.steps(CircuitBreakers.LET_GO, 1L, CHANNEL));
  }


  private static void assertThatFew(PlannedStore store, String index, List<String> steps) {
    assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
    assertThat(String.join("\n", steps)).contains(index);
  }
}
