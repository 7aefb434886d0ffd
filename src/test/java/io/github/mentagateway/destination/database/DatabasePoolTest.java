package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.DatabaseException;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.settings.Settings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route's own steps find in a pool's connections, as in any others. */
class DatabasePoolTest {
  @TempDir
  Path home;
  private DatabasePool pool;

  @BeforeEach
  void open() {
    pool = new DatabasePool(new Settings.Database("shop", "jdbc:h2:mem:" + home.getFileName(), "sa", "", Duration.ofSeconds(30), 16, Duration.ofSeconds(5), ""));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void large_values_are_read_as_streams() throws Exception {
    try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT CAST('text' AS CLOB), CAST(X'0102' AS BLOB)")) {
      rows.next();

      assertThat(new BufferedReader(rows.getCharacterStream(1)).readLine()).isEqualTo("text");
      assertThat(rows.getBinaryStream(2)).hasBinaryContent(new byte[] {1, 2});
      assertThat(rows.getAsciiStream(1)).hasBinaryContent("text".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void a_connection_equals_itself_and_no_other() throws Exception {
    try (Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
      Set<Connection> found = new HashSet<>(List.of(one, other));

      assertThat(found).hasSize(2).contains(one, other);
      assertThat(one).isEqualTo(one).isNotEqualTo(other).hasSameHashCodeAs(one);
    }
  }

  @Test
  void what_a_driver_cannot_do_keeps_its_type() throws Exception {
    try (Connection connection = pool.getConnection()) {
      assertThatThrownBy(() -> connection.createStruct("Ana", new Object[0])).isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessage("the database answered SQLState HYC00, code 50100: the database or its driver cannot do that");
      assertThatThrownBy(() -> connection.setClientInfo("Ana", "Paz")).isInstanceOf(SQLClientInfoException.class)
          .hasMessageStartingWith("the database answered ").hasMessageNotContaining("Ana");
    }
  }

  @Test
  void a_pool_that_is_used_up_says_so() throws Exception {
    List<Connection> lent = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      lent.add(pool.getConnection());
    }

    assertThatThrownBy(pool::getConnection).isInstanceOf(DatabaseException.class)
        .hasMessageMatching("the database answered .*\\(database-shop - Connection is not available, .*active=16.*\\)");
    for (Connection connection : lent) {
      connection.close();
    }
  }

  @Test
  void what_h2_refuses_is_in_no_trace_file() throws Exception {
    try (RunningKamelets routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", "jdbc:h2:file:" + home.resolve("shop"),
        "GATEWAY_DATABASE_SHOP_USER", "sa"), Map.of());
        Connection connection = DatabasePools.of(routes.context()).pool("shop").getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT CAST('Ana Paz' AS INT)")).isInstanceOf(SQLException.class);
    }
    assertThat(home).isDirectoryContaining("glob:**shop.mv.db").isDirectoryNotContaining("glob:**.trace.db");
  }
}
