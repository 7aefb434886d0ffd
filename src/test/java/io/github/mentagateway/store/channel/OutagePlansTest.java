package io.github.mentagateway.store.channel;

import static io.github.mentagateway.store.sql.PlannedStore.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.FilledStores;
import io.github.mentagateway.store.sql.PlannedStore;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A destination that is back lets go of what failed, and looks at nothing else. */
class OutagePlansTest extends FilledStores {
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
