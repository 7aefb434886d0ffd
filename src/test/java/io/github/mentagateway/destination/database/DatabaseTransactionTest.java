package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.destination.NoRowException;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several statements of {@code database-update} together, and each delivery's effect once. */
class DatabaseTransactionTest {
  private static final String MOVE = """
      UPDATE tickets SET owner = :?newOwnerEmail, moves = moves + 1 WHERE id = :?data.id; /* the history; by delivery */
      INSERT INTO history (delivery, ticket) VALUES (:?deliveryId, :?data.id);
      DELETE FROM offers WHERE ticket = :?data.id;
      """;

  @TempDir
  Path home;
  private RunningKamelets routes;
  private Connection database;

  @BeforeEach
  void open() throws Exception {
    String url = "jdbc:h2:mem:" + home.getFileName() + ";LOCK_TIMEOUT=200";
    database = DriverManager.getConnection(url, "sa", "");
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner VARCHAR(40), moves INT, last_sequence BIGINT)");
    run("CREATE TABLE history (delivery VARCHAR(200) PRIMARY KEY, ticket VARCHAR(20))");
    run("CREATE TABLE offers (ticket VARCHAR(20))");
    run("CREATE TABLE gateway_effects (delivery VARCHAR(1000) PRIMARY KEY, done_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)");
    run("INSERT INTO tickets (id, owner, moves) VALUES ('00001', 'old', 0)");
    run("INSERT INTO offers VALUES ('00001')");
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", "sa"), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    database.close();
  }

  @Test
  void all_statements_take_effect() throws Exception {
    update(Map.of());
    Envelope envelope = RunningKamelets.ticket("00001", "ana");

    Exchange exchange = attempt("D1", envelope);

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).isSameAs(envelope);
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
    assertThat(ask("SELECT owner || moves FROM tickets")).containsExactly("ana1");
    assertThat(ask("SELECT delivery FROM history")).containsExactly("D1");
    assertThat(ask("SELECT ticket FROM offers")).isEmpty();
  }

  @Test
  void one_that_is_refused_takes_the_others_back() throws Exception {
    run("INSERT INTO history VALUES ('D1', 'x')");
    update(Map.of());

    attempt("D1", RunningKamelets.ticket("00001", "ana"));

    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the values are refused: the database answered SQLState 23505");
    assertThat(ask("SELECT owner || moves FROM tickets")).containsExactly("old0");
    assertThat(ask("SELECT ticket FROM offers")).containsExactly("00001");
  }

  @Test
  void one_that_matches_no_row_takes_the_others_back_and_is_named() throws Exception {
    run("DELETE FROM offers");
    update(Map.of());

    attempt("D1", RunningKamelets.ticket("00001", "ana"));

    assertThat(routes.durable.reasons()).containsExactly("no row in shop matched 'DELETE FROM offers WHERE ticket = :?data.id' (statement 3 of 3,"
        + " none of which took effect): correct the data and retry, or set onNoRow or mayMatchNone; where a trigger does the work, it may hide"
        + " the count");
    assertThat(ask("SELECT owner FROM tickets")).containsExactly("old");
    assertThat(ask("SELECT delivery FROM history")).isEmpty();
  }

  @Test
  void one_that_may_match_no_row_does_no_harm_and_the_others_still_must() throws Exception {
    run("DELETE FROM offers");
    update(Map.of("mayMatchNone", "3", "onNoRow", "retry"));

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
    assertThat(attempt("D2", RunningKamelets.ticket("404", "ana")).getException()).isInstanceOf(NoRowException.class)
        .hasMessageContaining("(statement 1 of 3, none of which took effect) yet");

    assertThat(ask("SELECT delivery FROM history")).containsExactly("D1");
  }

  @Test
  void an_older_change_is_done_and_none_of_its_statements_takes_effect() throws Exception {
    run("UPDATE tickets SET last_sequence = 8");
    update(Map.of("sequenceColumn", "last_sequence"));

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();

    assertThat(routes.durable.sent).isEmpty();
    assertThat(ask("SELECT owner FROM tickets")).containsExactly("old");
    assertThat(ask("SELECT delivery FROM history")).isEmpty();
    assertThat(ask("SELECT ticket FROM offers")).containsExactly("00001");
  }

  @Test
  void a_missing_field_of_any_statement_is_a_dead_letter_before_the_first() throws Exception {
    update(Map.of("sql", "UPDATE tickets SET moves = 9 WHERE id = :?data.id; DELETE FROM offers WHERE ticket = :?data.offer"));

    attempt("D1", RunningKamelets.ticket("00001", "ana"));

    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the field 'data.offer' is missing");
    assertThat(ask("SELECT moves FROM tickets")).containsExactly("0");
  }

  @Test
  void with_the_table_of_effects_a_repeat_changes_nothing_and_is_done() throws Exception {
    increment();
    attempt("D1", RunningKamelets.ticket("00001", "ana"));

    try (CapturedLog log = CapturedLog.of(Transaction.class.getName())) {
      assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
      assertThat(log.lines()).containsExactly("INFO event=effect_found database=shop delivery=D1"
          + " next=\"an earlier attempt was committed: nothing is changed, the delivery is done\"");
    }
    assertThat(attempt("D2", RunningKamelets.ticket("00001", "ana")).getException()).isNull();

    assertThat(routes.durable.sent).isEmpty();
    assertThat(ask("SELECT moves FROM tickets")).containsExactly("2");
    assertThat(ask("SELECT delivery FROM gateway_effects WHERE done_at IS NOT NULL ORDER BY 1")).containsExactly("D1", "D2");
  }

  @Test
  void what_failed_leaves_no_id_and_can_be_done_later() throws Exception {
    increment();
    attempt("D1", RunningKamelets.ticket("404", "ana"));
    assertThat(routes.durable.reasons()).hasSize(1);
    assertThat(ask("SELECT delivery FROM gateway_effects")).isEmpty();

    run("INSERT INTO tickets (id, moves) VALUES ('404', 0)");
    attempt("D1", RunningKamelets.ticket("404", "ana"));

    assertThat(ask("SELECT moves FROM tickets WHERE id = '404'")).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void while_another_attempt_of_the_delivery_is_open_this_one_fails_and_the_next_sees_how_that_ended(boolean committed) throws Exception {
    increment();
    try (Connection stalled = DriverManager.getConnection(database.getMetaData().getURL(), "sa", ""); Statement first = stalled.createStatement()) {
      stalled.setAutoCommit(false);
      first.execute("INSERT INTO gateway_effects (delivery) VALUES ('D1')");
      first.execute("UPDATE tickets SET moves = moves + 1");

      assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isInstanceOf(SQLException.class);
      assertThat(routes.durable.sent).isEmpty();
      if (committed) {
        stalled.commit();
      } else {
        stalled.rollback();
      }
    }

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
    assertThat(ask("SELECT moves FROM tickets")).containsExactly("1");
  }

  @Test
  void a_second_step_of_the_same_run_would_do_nothing_and_is_a_dead_letter_that_says_so() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - split:
                    expression:
                      constant:
                        expression: "a,b"
                    stopOnException: true
                    steps:
                      - to:
                          uri: kamelet:database-update
                          parameters:
                            database: shop
                            sql: UPDATE tickets SET moves = moves + 1 WHERE id = '00001'
                            effectTable: gateway_effects
        """);

    attempt("D1", null);

    assertThat(routes.durable.reasons()).containsExactly("effectTable is 'gateway_effects', which has this delivery from an earlier step or row"
        + " of the same run, so that nothing would happen here: put the statements into one database-update, or send each row to a durable:"
        + " channel");
    assertThat(ask("SELECT moves FROM tickets")).containsExactly("1");
  }

  @Test
  void what_is_no_delivery_has_no_id() throws Exception {
    increment();

    routes.durable.attempt("test", RunningKamelets.ticket("00001", "ana"), Map.of());

    assertThat(routes.durable.reasons()).containsExactly("effectTable is 'gateway_effects', and this message is no delivery, so that it has no"
        + " id: send it to a durable: channel first");
  }

  @Test
  void a_table_of_effects_that_is_not_there_is_tried_again_and_told_once() throws Exception {
    run("DROP TABLE gateway_effects");
    increment();

    try (CapturedLog log = CapturedLog.of("statement")) {
      for (int i = 0; i < 2; i++) {
        assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isInstanceOf(SQLException.class);
      }
      assertThat(log.lines()).singleElement().asString().contains("event=statement_wrong", "INSERT INTO gateway_effects (delivery)");
      run("CREATE TABLE gateway_effects (delivery VARCHAR(1000) PRIMARY KEY)");
      assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
      assertThat(log.lines()).last().asString().contains("event=statement_works_again");
    }
    assertThat(ask("SELECT moves FROM tickets")).containsExactly("1");
  }

  @Test
  void a_program_of_the_database_is_one_statement() {
    for (String program : List.of("BEGIN UPDATE t SET a = 1 WHERE b = :?id; DELETE FROM t WHERE c = :?id; END;",
        "DECLARE @n int = 1; UPDATE t SET a = @n WHERE b = :?id", "UPDATE t SET a = 1 WHERE b = :?id; IF @@ROWCOUNT = 0 INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 'x; y' WHERE b = :?id;", "; WITH x AS (SELECT 1) UPDATE t SET a = 1 WHERE b = :?id")) {
      assertThat(new SqlText(program, false).statements(false)).singleElement().extracting(SqlText::written).isEqualTo(program);
    }
    assertThat(new SqlText("UPDATE t SET a = ';' WHERE b = 1; -- c\nWITH x AS (SELECT 1) DELETE FROM t WHERE d = 2 ;;", false).statements(false))
        .extracting(SqlText::written).containsExactly("UPDATE t SET a = ';' WHERE b = 1", "WITH x AS (SELECT 1) DELETE FROM t WHERE d = 2");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "mayMatchNone | 4 | mayMatchNone is '4', and sql has 3 statements: list the numbers of those that may match no row, such as 2",
      "mayMatchNone | third | mayMatchNone is 'third', and sql has 3 statements",
      "effectTable | effects; DROP TABLE tickets | effectTable is 'effects; DROP TABLE tickets': it must be the name of a table"})
  void what_cannot_be_stops_the_route_from_starting(String parameter, String value, String told) {
    assertThatThrownBy(() -> update(Map.of(parameter, value))).hasStackTraceContaining(told);
  }

  @Test
  void each_statement_must_name_its_rows() {
    assertThatThrownBy(() -> update(Map.of("sql", "UPDATE tickets SET moves = 0 WHERE id = :?data.id; DELETE FROM offers;")))
        .hasStackTraceContaining("sql changes every row, because its DELETE has no WHERE");
    assertThatCode(() -> update(Map.of("effectTable", "\"Menta\".[dbo].effects_1"))).doesNotThrowAnyException();
  }

  private void increment() throws Exception {
    update(Map.of("sql", "UPDATE tickets SET moves = moves + 1 WHERE id = :?data.id", "effectTable", "gateway_effects"));
  }

  private void update(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("database", "shop", "sql", MOVE));
    parameters.putAll(more);
    routes.use("database-update", parameters);
  }

  private Exchange attempt(String delivery, Object body) throws Exception {
    return routes.durable.attempt("test", body, Map.of("deliveryId", delivery, "sequence", 7L));
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> ask(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = database.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
