package io.github.mentagateway.destination.database;

import io.github.mentagateway.PostgresServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real PostgreSQL. */
class UpsertIT extends UpsertSuite {

  @ParameterizedTest
  @ValueSource(strings = {"", "gateway_effects"})
  void a_row_is_inserted_or_updated_and_never_goes_back(String effectTable) throws Exception {
    neverGoesBack(upsert("PostgreSQL"), effectTable, PostgresServer.shared().newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD);
  }
}
