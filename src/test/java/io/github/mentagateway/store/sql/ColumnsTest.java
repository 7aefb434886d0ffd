package io.github.mentagateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What may be told of a failure. */
class ColumnsTest {

  @Test
  void a_batch_that_failed_is_told_by_its_cause_and_never_by_the_rows_it_held() {
    BatchUpdateException batch = new BatchUpdateException(
        "Batch entry 0 insert into notification values (('ana@example.com')) was aborted", "53100", 0, new int[0], null);
    batch.setNextException(new SQLException("ERROR: could not extend file: No space left on device", "53100"));

    assertThat(Columns.explain(batch)).isEqualTo("ERROR: could not extend file: No space left on device (SQL state 53100)");
  }

  @Test
  void a_value_that_does_not_fit_is_told_without_it() {
    assertThat(Columns.explain(new SQLException("Value too long: ana@example.com", "22001")))
        .isEqualTo("a value does not fit the store");
  }
}
