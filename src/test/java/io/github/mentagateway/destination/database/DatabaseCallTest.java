package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulCallException;
import io.github.mentagateway.envelope.Envelope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of H2, which are Java. */
public class DatabaseCallTest {
  private static final String CALL = ":!result = move_ticket(:?data.id, :?newOwnerEmail)";

  @TempDir
  Path home;
  private RunningKamelets routes;
  private Connection database;

  /** Called by H2. */
  public static String moveTicket(Connection connection, String ticket, String owner) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement("UPDATE tickets SET owner = ?, moves = moves + 1 WHERE id = ?")) {
      update.setString(1, owner);
      update.setString(2, ticket);
      int rows = update.executeUpdate();
      return owner != null && owner.equals("locked") ? "LOCKED" : rows == 1 ? "OK" : "UNKNOWN";
    }
  }

  /** Called by H2. */
  public static String moveAndCommit(Connection connection, String ticket, String owner) throws SQLException {
    String result = moveTicket(connection, ticket, owner);
    connection.commit();
    if (owner.equals("raise")) {
      throw new SQLException("of the procedure, about " + owner, "45000");
    }
    return result;
  }

  @BeforeEach
  void open() throws Exception {
    String url = "jdbc:h2:mem:" + home.getFileName();
    database = DriverManager.getConnection(url, "sa", "");
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner VARCHAR(40), moves INT)");
    run("INSERT INTO tickets VALUES ('00001', 'old', 0)");
    run("CREATE TABLE gateway_effects (delivery VARCHAR(400) PRIMARY KEY)");
    run("CREATE ALIAS move_ticket FOR \"" + DatabaseCallTest.class.getName() + ".moveTicket\"");
    run("CREATE ALIAS move_and_commit FOR \"" + DatabaseCallTest.class.getName() + ".moveAndCommit\"");
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", url, "GATEWAY_DATABASE_SHOP_USER", "sa"), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    database.close();
  }

  @Test
  void what_comes_out_is_the_body_and_nothing_else_of_the_call_stays() throws Exception {
    call(Map.of());

    Exchange exchange = attempt("D1", RunningKamelets.ticket("00001", "ana"));

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("result", "OK"));
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("ana1");
  }

  @Test
  void a_call_from_which_nothing_comes_leaves_the_body() throws Exception {
    call(Map.of("call", "move_ticket(:?data.id, 'ben')"));
    Envelope envelope = RunningKamelets.ticket("00001", "ana");

    assertThat(attempt("D1", envelope).getMessage().getBody()).isSameAs(envelope);
    assertThat(ask("SELECT owner FROM tickets")).isEqualTo("ben");
  }

  @Test
  void what_comes_out_can_be_kept_beside_the_notification() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:database-call
                    variableReceive: moved
                    parameters:
                      database: shop
                      call: ":!result = move_ticket(:?data.id, :?newOwnerEmail)"
                - setVariable:
                    name: result
                    expression:
                      simple:
                        expression: "${variable.moved[result]}"
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: shop
                      sql: UPDATE tickets SET owner = :?result WHERE id = :?data.id
        """);

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
    assertThat(ask("SELECT owner FROM tickets")).isEqualTo("OK");
  }

  @Test
  void what_comes_out_judges_the_call() throws Exception {
    call(Map.of("success", "${body[result]} == 'OK'", "failure", "${body[result]} in 'UNKNOWN,BLOCKED'"));

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isNull();
    assertThat(attempt("D2", RunningKamelets.ticket("00001", "locked")).getException()).isInstanceOf(UnsuccessfulCallException.class)
        .hasMessage("the call '" + CALL + "' has not succeeded: what came out is \u27E6{result=LOCKED}\u27E7, and 'success' is ${body[result]} == 'OK'");
    assertThat(routes.durable.sent).isEmpty();
    Envelope unknown = RunningKamelets.ticket("404", "ana");
    assertThat(attempt("D3", unknown).getMessage().getBody()).isSameAs(unknown);

    assertThat(routes.durable.reasons()).containsExactly("the call '" + CALL + "' failed: what came out is \u27E6{result=UNKNOWN}\u27E7, and"
        + " 'failure' is ${body[result]} in 'UNKNOWN,BLOCKED'. Correct what it complains of and retry, or change 'failure'");
  }

  @ParameterizedTest
  @CsvSource({"locked, what came out is ⟦{result=LOCKED}⟧", "raise, 45000"})
  void what_failed_and_has_committed_by_itself_is_for_a_person_and_not_done_by_the_next_attempt(String owner, String why) throws Exception {
    call(Map.of("call", ":!result = move_and_commit(:?data.id, :?newOwnerEmail)", "success", "${body[result]} == 'OK'",
        "effectTable", "gateway_effects"));

    attempt("D1", RunningKamelets.ticket("00001", owner));

    assertThat(routes.durable.reasons()).singleElement().asString().contains(why).startsWith("effectTable is 'gateway_effects', where this"
        + " delivery's id stands although the call failed: ").endsWith(". What it calls commits by itself, or a table takes no part in"
            + " transactions: correct that or leave effectTable out, and delete the id before a retry, which else does nothing");
  }

  @Test
  void a_call_that_is_no_success_stays_unless_there_is_a_table_of_effects() throws Exception {
    call(Map.of("success", "${body[result]} == 'OK'"));
    attempt("D1", RunningKamelets.ticket("00001", "locked"));
    assertThat(ask("SELECT moves FROM tickets")).isEqualTo("1");

    call(Map.of("success", "${body[result]} == 'OK'", "effectTable", "gateway_effects"));
    attempt("D1", RunningKamelets.ticket("00001", "locked"));
    assertThat(ask("SELECT moves FROM tickets")).as("it is taken back").isEqualTo("1");
    assertThat(ask("SELECT delivery FROM gateway_effects")).isNull();

    attempt("D1", RunningKamelets.ticket("00001", "ana"));
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("ana2");
    Exchange repeat = attempt("D1", RunningKamelets.ticket("00001", "ana"));
    assertThat(ask("SELECT owner || moves FROM tickets")).isEqualTo("ana2");
    assertThat(repeat.getException()).isNull();
    assertThat(repeat.getMessage().getBody()).as("nothing came out").isEqualTo(Map.of());
  }

  @Test
  void a_missing_value_is_a_dead_letter_and_an_optional_one_is_null() throws Exception {
    call(Map.of());
    attempt("D1", RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\"}}"));
    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the field 'newOwnerEmail' is missing in ticket.updated");

    call(Map.of("optional", "newOwnerEmail"));
    assertThat(attempt("D1", RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\"}}")).getException()).isNull();
    assertThat(ask("SELECT owner FROM tickets")).isNull();
  }

  @Test
  void a_procedure_that_is_not_there_is_tried_again() throws Exception {
    call(Map.of("call", "no_such(:?data.id)"));

    assertThat(attempt("D1", RunningKamelets.ticket("00001", "ana")).getException()).isInstanceOf(SQLException.class)
        .hasMessageContaining("the statement is wrong for this database");
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "move_ticket | call must be the name of a procedure with its arguments in parentheses",
      "CALL move_ticket(:?id) | call must be the name",
      "{call move_ticket(:?id)} | call must be the name",
      "a(:?id); DELETE FROM tickets WHERE (id = 1) | call must be the name",
      "a(:?id) OR (1) | call must be the name",
      "UPDATE tickets SET owner = (1) | call must be the name",
      "a(?) | call holds a bare '?'",
      "a(':?id') | call holds ':?id': a bound value has no quotes",
      "a(:!x, :!x) | call has a :!name twice"})
  void what_is_no_call_stops_the_route_from_starting(String call, String told) {
    assertThatThrownBy(() -> call(Map.of("call", call))).hasStackTraceContaining(told);
  }

  @Test
  void only_a_call_has_what_comes_out() {
    assertThatThrownBy(() -> routes.use("database-update", Map.of("database", "shop", "sql", "CALL a(:!x)")))
        .hasStackTraceContaining("sql holds :!x: only database-call has what a procedure gives");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "sales.\"Move Ticket\"(p_id => :?data.id, p_what => ':!no', p_out => :!result) | sales.\"Move Ticket\"(p_id => ?, p_what => ':!no', p_out => ?)",
      ":!n = [dbo].[count of](abs(:?a), NULL, 1.5) | [dbo].[count of](abs(?), NULL, 1.5)"})
  void names_and_arguments_of_many_databases_are_taken(String call, String sent) throws Exception {
    java.lang.reflect.Field jdbc = ProcedureCall.class.getDeclaredField("jdbc");
    jdbc.setAccessible(true);
    assertThat(jdbc.get(ProcedureCall.of(call, "oracle"))).isEqualTo("{" + (call.startsWith(":!") ? "? = " : "") + "call " + sent + "}");
  }

  private void call(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("database", "shop", "call", CALL));
    parameters.putAll(more);
    routes.use("database-call", parameters);
  }

  private Exchange attempt(String delivery, Object body) throws Exception {
    return routes.durable.attempt("test", body, Map.of("deliveryId", delivery, "sequence", 7L));
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Statement statement = database.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
