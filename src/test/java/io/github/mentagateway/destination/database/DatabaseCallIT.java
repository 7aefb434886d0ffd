package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Procedures and functions of a real PostgreSQL. */
class DatabaseCallIT {
  @TempDir
  Path home;
  private final String url = PostgresServer.shared().newDatabase();
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner VARCHAR(40), moves INT)");
    run("INSERT INTO tickets VALUES ('00001', 'old', 0)");
    run("CREATE TABLE gateway_effects (delivery VARCHAR(400) PRIMARY KEY)");
    run("""
        CREATE PROCEDURE move_ticket(ticket VARCHAR, new_owner VARCHAR, OUT result VARCHAR, OUT moved INT, OUT at TIMESTAMPTZ) LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE tickets SET owner = new_owner, moves = moves + 1 WHERE id = ticket RETURNING moves INTO moved;
          result := CASE WHEN moved IS NULL THEN 'UNKNOWN' WHEN new_owner = 'locked' THEN 'LOCKED' ELSE 'OK' END;
          at := TIMESTAMPTZ '2026-03-02 12:00:00Z';
        END $$""");
    run("CREATE FUNCTION moves_of(ticket VARCHAR) RETURNS INT LANGUAGE sql AS 'SELECT moves FROM tickets WHERE id = ticket'");
    run("""
        CREATE PROCEDURE in_steps(ticket VARCHAR) LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE tickets SET moves = 7 WHERE id = ticket;
          COMMIT;
          RAISE EXCEPTION 'for Ana Paz' USING ERRCODE = '22000';
        END $$""");
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", PostgresServer.USER,
        "GATEWAY_DATABASE_SHOP_PASSWORD", PostgresServer.PASSWORD), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
  }

  @Test
  void a_procedure_gives_what_comes_out_with_its_own_types() throws Exception {
    call("move_ticket(:?data.id, :?newOwnerEmail, :!result, :!moved, :!at)", Map.of("success", "${body[result]} == 'OK' && ${body[moved]} < 3"));

    Exchange exchange = attempt(RunningKamelets.ticket("00001", "ana"));

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("result", "OK", "moved", 1, "at", "2026-03-02T12:00:00Z"));
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("ana1");
  }

  @Test
  void its_own_result_judges_it_and_with_the_table_of_effects_it_is_taken_back_or_done_once() throws Exception {
    call("move_ticket(:?data.id, :?newOwnerEmail, :!result, :!moved, :!at)", Map.of("success", "${body[result]} == 'OK'",
        "failure", "${body[result]} == 'UNKNOWN'", "effectTable", "gateway_effects"));

    assertThat(attempt(RunningKamelets.ticket("00001", "locked")).getException()).isInstanceOf(UnsuccessfulCallException.class);
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("old0");
    attempt(RunningKamelets.ticket("404", "ana"));
    assertThat(routes.durable.reasons()).singleElement().asString().contains("' failed: what came out is \u27E6{result=UNKNOWN, moved=null, at=");

    for (int i = 0; i < 2; i++) {
      assertThat(attempt(RunningKamelets.ticket("00001", "ana")).getException()).isNull();
    }
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("ana1");
  }

  @Test
  void a_function_gives_its_result() throws Exception {
    call(":!moves = moves_of(:?data.id)", Map.of());

    assertThat(attempt(RunningKamelets.ticket("00001", "ana")).getMessage().getBody()).isEqualTo(Map.of("moves", 0));
  }

  @Test
  void a_procedure_may_commit_by_itself_and_what_it_raises_quotes_nobody() throws Exception {
    call("in_steps(:?data.id)", Map.of());

    attempt(RunningKamelets.ticket("00001", "ana"));

    assertThat(routes.durable.reasons()).containsExactly("the values are refused: the database answered SQLState 22000: a value cannot be what its"
        + " column holds");
    assertThat(ask("SELECT moves FROM tickets")).isEqualTo("7");
  }

  @Test
  void a_function_that_is_called_as_a_procedure_says_how_it_is_written() throws Exception {
    call("moves_of(:?data.id)", Map.of());

    assertThat(attempt(RunningKamelets.ticket("00001", "ana")).getException()).isInstanceOf(SQLException.class)
        .hasMessageContaining("SQLState 42809").hasMessageContaining("is not a procedure");
  }

  private void call(String call, Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("database", "shop", "call", call));
    parameters.putAll(more);
    routes.use("database-call", parameters);
  }

  private Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }

  private String ask(String sql) {
    return PostgresServer.shared().ask(url, sql);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
