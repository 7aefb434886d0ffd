package io.github.mentagateway.standins;

import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The database {@code platform} of the first run, with a few tickets and shows that are made when they are not there. */
final class DemoDatabase {
  private static final String SCHEME = "jdbc:h2:file:";

  private final Connection connection;

  private DemoDatabase(Connection connection) {
    this.connection = connection;
  }

  /** Whether a database is the demo's own: tables are never made in one that a team has configured. */
  static boolean isItsOwn(Settings.Database database, Path folder) {
    String file = database.url().split(";", 2)[0];
    return file.startsWith(SCHEME) && Path.of(file.substring(SCHEME.length())).toAbsolutePath().normalize()
        .startsWith(folder.toAbsolutePath().normalize());
  }

  /** The connection stays open, and keeps the file open between deliveries. */
  static DemoDatabase open(Settings.Database database) {
    try {
      Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
      try (Statement statement = connection.createStatement()) {
        statement.execute("RUNSCRIPT FROM 'classpath:stand-ins/platform.sql'");
      }
      return new DemoDatabase(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("gateway.database.platform.url names the demo database, and it cannot be opened: "
          + e.getMessage(), e);
    }
  }

  List<Map<String, Object>> tickets() throws SQLException {
    return rows("SELECT * FROM tickets ORDER BY id");
  }

  List<Map<String, Object>> shows() throws SQLException {
    return rows("SELECT * FROM shows ORDER BY event_id, show_id");
  }

  private List<Map<String, Object>> rows(String query) throws SQLException {
    synchronized (connection) {
      try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
        List<Map<String, Object>> rows = new ArrayList<>();
        while (found.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            row.put(found.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT), found.getString(column));
          }
          rows.add(row);
        }
        return rows;
      }
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the demo database cannot be closed: " + e.getMessage(), e);
    }
  }
}
