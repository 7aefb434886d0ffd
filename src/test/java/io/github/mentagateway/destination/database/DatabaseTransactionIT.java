package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.destination.RunningKamelets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An effect once, on a real PostgreSQL, where two attempts of one delivery meet. */
class DatabaseTransactionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path home;
  private final String url = PostgresServer.shared().newDatabase();
  private Connection stalled;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    stalled = DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, moves INT)");
    run("INSERT INTO tickets VALUES ('00001', 0)");
    run("CREATE TABLE gateway_effects (delivery VARCHAR(1000) PRIMARY KEY, done_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP NOT NULL)");
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    stalled.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_second_attempt_waits_for_the_one_that_is_open_and_does_what_that_left(boolean committed) throws Exception {
    start("30s");
    firstAttempt();

    CompletableFuture<Exchange> second = CompletableFuture.supplyAsync(this::attempt);
    await("it waits for the key").atMost(PATIENCE).until(() -> PostgresServer.shared().ask(url,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").equals("1"));
    if (committed) {
      stalled.commit();
    } else {
      stalled.rollback();
    }

    assertThat(second.join().getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void a_second_attempt_that_waited_too_long_fails_and_the_next_one_sees_the_effect() throws Exception {
    start("1s");
    firstAttempt();

    assertThat(attempt().getException()).isInstanceOf(SQLException.class)
        .hasMessage("the database answered SQLState 57014: it took longer than the database's timeout");
    stalled.commit();

    assertThat(attempt().getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(moves()).isEqualTo("1");
  }

  @Test
  void a_first_attempt_whose_connection_is_gone_left_nothing() throws Exception {
    start("30s");
    firstAttempt();
    PostgresServer.shared().dropConnections(url);

    // the pool may hold a connection that was dropped too
    await().atMost(PATIENCE).until(() -> attempt().getException() == null);
    assertThat(moves()).isEqualTo("1");
  }

  private void start(String timeout) throws Exception {
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", PostgresServer.USER,
        "GATEWAY_DATABASE_SHOP_PASSWORD", PostgresServer.PASSWORD, "GATEWAY_DATABASE_SHOP_TIMEOUT", timeout), Map.of());
    routes.use("database-update", Map.of("database", "shop", "effectTable", "gateway_effects",
        "sql", "UPDATE tickets SET moves = moves + 1 WHERE id = :?data.id; UPDATE tickets SET moves = moves WHERE id = :?data.id"));
  }

  /** What another instance does that stalls before its commit. */
  private void firstAttempt() throws SQLException {
    stalled.setAutoCommit(false);
    run("INSERT INTO gateway_effects (delivery) VALUES ('01DELIVERY')");
    run("UPDATE tickets SET moves = moves + 1");
  }

  private Exchange attempt() {
    try {
      return routes.attempt("test", RunningKamelets.ticket("00001", "ana@example.com"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String moves() {
    return PostgresServer.shared().ask(url, "SELECT moves FROM tickets");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = stalled.createStatement()) {
      statement.execute(sql);
    }
  }
}
