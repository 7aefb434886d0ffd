package io.github.mentagateway.store.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.store.sql.FilledStores;
import io.github.mentagateway.store.sql.PlannedStore;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActPlansTest extends FilledStores {

  /** The writer asks it, and notifications wait meanwhile. The first step asks for one that is there, a retried one for none. */
  @ParameterizedTest
  @MethodSource("stores")
  void the_act_that_goes_on_is_found_by_where_it_goes_on(PlannedStore store) throws SQLException {
    for (long after : new long[] {4_000, 4_001}) {
      List<String> steps = store.steps(StoredActs.CONTINUED, after, "anna", "retry", "deadletters");

      assertThat(store.wide(steps)).as("%s: %s", store, String.join("\n", steps)).isEmpty();
      assertThat(String.join("\n", steps)).contains("act_next_step");
    }
  }
}
