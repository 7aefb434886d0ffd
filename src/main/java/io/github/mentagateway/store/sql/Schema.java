package io.github.mentagateway.store.sql;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the shape that this version needs. One text for both; what differs is put in. */
final class Schema {
  private Schema() {}

  static void migrate(DataSource dataSource, Map<String, String> differences) {
    Flyway.configure(Schema.class.getClassLoader()).dataSource(dataSource).locations("classpath:db/store").placeholders(differences)
        .load().migrate();
  }
}
