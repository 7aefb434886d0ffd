package io.github.mentagateway.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the shape that this version needs: runs what it lacks of {@code db/store}, all in one transaction, so that a process
 * that dies in the middle leaves nothing half done. One text for both databases; what differs is put in.
 */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /** The n-th makes version n of version n - 1. What a gateway may have run somewhere is never changed: the next one is added. */
  private static final List<String> SCRIPTS = List.of("V1__inbox.sql", "V2__pace.sql", "V3__acts.sql");

  private static final String VERSION = "store_version";

  private Schema() {}

  /**
   * @param connection for this alone, and closed afterwards, which undoes what failed
   * @param lock a query that waits until nobody else migrates this database, and keeps others waiting until the transaction ends
   * @param differences what {@code ${name}} stands for in the scripts, by name
   */
  static void migrate(Connection connection, String lock, Map<String, String> differences) throws SQLException, IOException {
    if (hasTable(connection, VERSION) && isNewEnough(version(connection))) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      number(connection, lock);
      int version = version(connection);
      if (version == 0) {
        demandEmpty(connection);
      }
      if (!hasTable(connection, VERSION)) {
        statement.executeUpdate("create table store_version (version integer not null)");
        statement.executeUpdate("insert into store_version values (" + version + ")");
      }
      for (int next = version; next < SCRIPTS.size(); next++) {
        statement.executeUpdate(script(next, differences));
      }
      if (version < SCRIPTS.size()) {
        statement.executeUpdate("update store_version set version = " + SCRIPTS.size());
      }
    }
    connection.commit();
  }

  /** Tables of somebody else mean that the URL is another one than was meant. */
  private static void demandEmpty(Connection connection) throws SQLException {
    try (ResultSet tables = tables(connection, "%")) {
      if (tables.next()) {
        throw new SQLException("it holds tables of something else, such as " + tables.getString("TABLE_NAME")
            + ": give the gateway a database, or a schema, of its own");
      }
    }
  }

  private static boolean isNewEnough(int version) {
    if (version > SCRIPTS.size()) {
      LOG.warn("event=store_newer the store has version {} and this gateway knows versions up to {}: a newer gateway has had it open. Run"
          + " that one, unless its release notes say that this one may follow", version, SCRIPTS.size());
    }
    return version >= SCRIPTS.size();
  }

  /** 0 for an empty database. Stores of the first months were kept by Flyway, whose versions are the same. */
  private static int version(Connection connection) throws SQLException {
    if (hasTable(connection, VERSION)) {
      return number(connection, "select version from store_version");
    }
    return hasTable(connection, "flyway_schema_history")
        ? number(connection, "select count(distinct version) from flyway_schema_history where success") : 0;
  }

  private static boolean hasTable(Connection connection, String name) throws SQLException {
    try (ResultSet tables = tables(connection, name)) {
      return tables.next();
    }
  }

  private static ResultSet tables(Connection connection, String pattern) throws SQLException {
    return connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(), pattern, new String[] {"TABLE"});
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String script(int index, Map<String, String> differences) throws IOException {
    try (InputStream stream = Schema.class.getResourceAsStream("/db/store/" + SCRIPTS.get(index))) {
      String script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> difference : differences.entrySet()) {
        script = script.replace("${" + difference.getKey() + "}", difference.getValue());
      }
      return script;
    }
  }
}
