package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.destination.RunningKamelets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The statements of {@code docs/building-blocks.md} that insert or update, as they stand there. */
abstract class UpsertSuite {
  private static final Pattern BLOCK = Pattern.compile("(?s)\n(\\w[^\n]*(?:\n[^\n]+)*):\n\n```sql\n(.*?)```");

  @TempDir
  Path home;

  static String upsert(String vendor) throws Exception {
    String section = Files.readString(Path.of("docs/building-blocks.md")).split("### Insert or update, and never back\n")[1].split("\n### ")[0];
    return BLOCK.matcher(section).results().filter(block -> block.group(1).startsWith(vendor)).map(block -> block.group(2)).findFirst().orElseThrow();
  }

  final void neverGoesBack(String sql, String effectTable, String url, String user, String password) throws Exception {
    try (Connection database = DriverManager.getConnection(url, user, password); Statement statement = database.createStatement();
        RunningKamelets routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", user,
            "GATEWAY_DATABASE_SHOP_PASSWORD", password), Map.of())) {
      statement.execute("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner_email VARCHAR(100), last_sequence BIGINT)");
      statement.execute("CREATE TABLE gateway_effects (delivery VARCHAR(400) PRIMARY KEY)");
      statement.execute("INSERT INTO tickets VALUES ('other', 'other', 1), ('unnumbered', 'old', NULL)");
      routes.use("database-update", Map.of("database", "shop", "sql", sql, "onNoRow", "ignore", "effectTable", effectTable));

      for (long sequence : new long[] {7, 9, 8, 9}) {
        attempt(routes, "00001", sequence);
      }
      attempt(routes, "unnumbered", 3);

      assertThat(routes.durable.sent).isEmpty();
      assertThat(rows(statement)).containsExactly("00001 owner9 9", "other other 1", "unnumbered owner3 3");
    }
  }

  private static void attempt(RunningKamelets routes, String ticket, long sequence) throws Exception {
    assertThat(routes.durable.attempt("test", RunningKamelets.ticket(ticket, "owner" + sequence),
        Map.of("deliveryId", ticket + "-" + sequence, "sequence", sequence)).getException()).isNull();
  }

  private static List<String> rows(Statement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery("SELECT id, owner_email, last_sequence FROM tickets ORDER BY id")) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3));
      }
    }
    return rows;
  }
}
