package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MariaDbServer;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real MariaDB. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MariaDbIT extends UpsertSuite {
  private String url;
  private RunningKamelets routes;

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gateway_effects"})
  void a_row_is_inserted_or_updated_and_never_goes_back(String effectTable) throws Exception {
    neverGoesBack(upsert("MySQL"), effectTable, MariaDbServer.shared().newDatabase(), MariaDbServer.USER, MariaDbServer.PASSWORD);
  }

  @Test
  void a_procedure_judges_by_its_own_result_and_with_the_table_of_effects_it_is_taken_back_or_done_once() throws Exception {
    open();
    run("""
        CREATE PROCEDURE move_ticket(ticket VARCHAR(20), new_owner VARCHAR(40), OUT result VARCHAR(9), OUT moved INT)
        BEGIN
          UPDATE tickets SET owner = new_owner, moves = moves + 1 WHERE id = ticket;
          SET moved = ROW_COUNT();
          SET result = CASE WHEN moved = 0 THEN 'UNKNOWN' WHEN new_owner = 'locked' THEN 'LOCKED' ELSE 'OK' END;
        END""");
    routes.use("database-call", Map.of("database", "shop", "call", "move_ticket(:?data.id, :?newOwnerEmail, :!result, :!moved)",
        "success", "${body[result]} == 'OK' && ${body[moved]} == 1", "failure", "${body[result]} == 'UNKNOWN'",
        "effectTable", "gateway_effects"));

    assertThat(attempt("00001", "locked").getException()).isInstanceOf(UnsuccessfulCallException.class);
    assertThat(ask("SELECT CONCAT(owner, moves) FROM tickets")).isEqualTo("old0");
    attempt("404", "ana");
    assertThat(routes.durable.reasons()).singleElement().asString().contains("result=UNKNOWN");
    for (int time = 0; time < 2; time++) {
      assertThat(attempt("00001", "ana").getException()).isNull();
    }
    assertThat(ask("SELECT CONCAT(owner, moves) FROM tickets")).isEqualTo("ana1");
  }

  @Test
  void a_function_gives_its_result() throws Exception {
    open();
    run("CREATE FUNCTION moves_of(ticket VARCHAR(20)) RETURNS INT READS SQL DATA RETURN (SELECT moves FROM tickets WHERE id = ticket)");
    routes.use("database-call", Map.of("database", "shop", "call", ":!moves = moves_of(:?data.id)"));

    assertThat(attempt("00001", "ana").getMessage().getBody()).isEqualTo(Map.of("moves", 0));
  }

  @Test
  void an_update_that_finds_the_row_as_it_should_be_has_found_it() throws Exception {
    open();
    update("UPDATE tickets SET owner = :?newOwnerEmail WHERE id = :?data.id");

    assertThat(attempt("00001", "old").getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    attempt("404", "ana");
    assertThat(routes.durable.reasons()).hasSize(1);
  }

  @Test
  void a_value_that_does_not_fit_is_refused_without_being_quoted() throws Exception {
    open();
    update("UPDATE tickets SET owner = :?newOwnerEmail WHERE id = :?data.id");

    attempt("00001", "Ana".repeat(20));

    assertThat(routes.durable.reasons()).singleElement().asString().contains("SQLState 22001, code 1406: a value is too long for its column")
        .doesNotContain("Ana");
  }

  @Test
  void a_statement_that_is_wrong_speaks_for_the_database() throws Exception {
    open();
    update("UPDATE tickts SET owner = :?newOwnerEmail WHERE id = :?data.id");

    Exception failure = attempt("00001", "ana").getException();

    assertThat(failure).hasMessageContaining("SQLState 42S02").hasMessageContaining("the statement is wrong for this database");
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(routes.durable.sent).isEmpty();
  }

  private void open() throws Exception {
    url = MariaDbServer.shared().newDatabase();
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner VARCHAR(40), moves INT)");
    run("INSERT INTO tickets VALUES ('00001', 'old', 0)");
    run("CREATE TABLE gateway_effects (delivery VARCHAR(400) PRIMARY KEY)");
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", MariaDbServer.USER,
        "GATEWAY_DATABASE_SHOP_PASSWORD", MariaDbServer.PASSWORD), Map.of());
  }

  private void update(String sql) throws Exception {
    routes.use("database-update", Map.of("database", "shop", "sql", sql));
  }

  private Exchange attempt(String ticket, String owner) throws Exception {
    return routes.attempt("test", RunningKamelets.ticket(ticket, owner));
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, MariaDbServer.USER, MariaDbServer.PASSWORD);
  }
}
