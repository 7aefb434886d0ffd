package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.EnvelopeMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseQueryTest {
  private static final Object TICKET = RunningKamelets.ticket("00001", "ana@example.com");

  @TempDir
  Path home;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    routes = new RunningKamelets(home, Map.of("GATEWAY_DATABASE_SHOP_URL", "jdbc:h2:mem:" + home.getFileName()), Map.of());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
  }

  @Test
  void rows_are_maps_of_what_json_can_carry() throws Exception {
    query("""
        SELECT 'x' AS text_column, 10.50 AS price, 7 AS n, TRUE AS yes, NULL AS nothing,
          DATE '2026-01-02' AS a_day, TIME '03:04:05' AS a_time,
          TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05.5+02:00' AS a_moment, 'y' AS "mixedCase\"""");

    List<?> rows = attempt(TICKET).getMessage().getBody(List.class);

    assertThat(rows).hasSize(1);
    assertThat(((Map<?, ?>) rows.get(0)).toString())
        .isEqualTo("{text_column=x, price=10.50, n=7, yes=true, nothing=null, a_day=2026-01-02,"
        + " a_time=03:04:05, a_moment=2026-01-02T03:04:05.500+02:00, mixedCase=y}");
    assertThat(((Map<?, ?>) rows.get(0)).get("price")).isEqualTo(new BigDecimal("10.50"));
    assertThat(EnvelopeMapper.create().writeValueAsString(rows)).contains("\"price\":10.50");
  }

  @Test
  void no_row_is_an_empty_list_and_the_caller_keeps_its_headers() throws Exception {
    query("SELECT 1 AS one FROM (VALUES (1)) WHERE 1 = 2");

    Exchange exchange = attempt(TICKET);

    assertThat(exchange.getMessage().getBody(List.class)).isEmpty();
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
  }

  @Test
  void variables_come_before_fields_and_values_are_bound_with_their_types() throws Exception {
    query("SELECT CAST(:?deliveryId AS VARCHAR) AS delivery, CAST(:?sequence AS BIGINT) + 1 AS next, CAST(:?id AS VARCHAR) AS id,"
        + " CAST(:?metadata.nominal.fullName AS VARCHAR) AS name, CAST(:?n AS DECIMAL(40)) AS n");

    Exchange exchange = attempt(RunningKamelets.envelope("{\"action\":\"a.b\",\"data\":{\"id\":\"'; --\",\"deliveryId\":\"forged\","
        + "\"n\":12345678901234567890},\"metadata\":{\"nominal\":{\"fullName\":\"Ana\"}}}"));

    assertThat(exchange.getMessage().getBody().toString())
        .isEqualTo("[{delivery=01DELIVERY, next=8, id='; --, name=Ana, n=12345678901234567890}]");
  }

  @Test
  void the_keys_of_a_row_are_names_too() throws Exception {
    query("SELECT CAST(:?email AS VARCHAR) AS found");

    assertThat(attempt(Map.of("email", "ana@example.com")).getMessage().getBody().toString())
        .isEqualTo("[{found=ana@example.com}]");
  }

  @Test
  void signs_that_mean_something_in_a_url_mean_nothing_in_sql() throws Exception {
    query("SELECT 'a+b & c=%41 %25 # ? {x} é' AS text, 5 % 3 AS rest, 1 + 1 AS two, 'it''s' AS quoted");

    assertThat(attempt(TICKET).getMessage().getBody().toString())
        .isEqualTo("[{text=a+b & c=%41 %25 # ? {x} é, rest=2, two=2, quoted=it's}]");
  }

  @Test
  void a_failed_query_leaves_the_callers_message_as_it_was_and_can_be_caught_in_the_route() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - doTry:
                    steps:
                      - to:
                          uri: kamelet:database-query
                          parameters:
                            database: shop
                            sql: SELECT :?missing AS nothing
                    doCatch:
                      - exception:
                          - io.github.mentagateway.destination.PermanentFailureException
                        steps:
                          - to:
                              uri: durable:caught
        """);

    Exchange exchange = attempt(TICKET);

    assertThat(routes.durable.channels()).containsExactly("caught");
    assertThat(exchange.getMessage().getBody()).isSameAs(TICKET);
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "UPDATE t SET a = 1 WHERE id = :?id   | sql returns no rows: use the kamelet database-update",
      "WITH s AS (SELECT 1 AS id) UPDATE t SET a = 1 FROM s WHERE t.id = s.id | sql returns no rows: use the kamelet database-update",
      "WITH s AS (DELETE FROM t WHERE id = :?id RETURNING id) INSERT INTO u SELECT id FROM s | sql returns no rows",
      "UPDATE t SET output = 1, returning = 2 WHERE id = :?id | sql returns no rows: use the kamelet database-update",
      "SELECT 1; DELETE FROM t WHERE id = :?id | sql returns no rows: use the kamelet database-update",
      "UPDATE t SET a = 1 RETURNING id      | sql changes every row, because its UPDATE has no WHERE of its own"})
  void a_statement_that_is_no_query_stops_the_route_from_starting(String sql, String sentence) {
    assertThatThrownBy(() -> query(sql)).hasStackTraceContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "WITH s AS (DELETE FROM t WHERE id = :?id RETURNING id) SELECT id FROM s",
      "WITH s AS (SELECT 1 AS id) UPDATE t SET a = 1 FROM s WHERE t.id = s.id RETURNING t.id",
      "DELETE FROM t OUTPUT deleted.id WHERE id = :?id", "SELECT id FROM FINAL TABLE (UPDATE t SET a = 1 WHERE id = :?id)",
      "SELECT id FROM t WHERE id = :?id FOR UPDATE", "SELECT [update], [delete] FROM t", "SELECT t.update, insert FROM t",
      "SELECT INSERT('abc', 1, 1, 'x')",
      "SELECT t.id FROM t INNER MERGE JOIN u ON u.id = t.id WHERE t.id = :?id", "SELECT delete(tags, 'old') FROM t WHERE id = :?id"})
  void a_statement_that_returns_rows_is_taken(String sql) {
    assertThatCode(() -> query(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SELECT encrypt(CAST(:?id AS VARCHAR), 'aa', 'bb') | Ana Paz | the database answered SQLState 90055",
      "SELECT nextval(:?id) | Ana Paz | the database answered SQLState 90036",
      "SELECT nextval(:?id) | SELECT Ana | the database answered SQLState 42000: the statement is wrong for this database",
      "SELECT FILE_READ(CAST(:?id AS VARCHAR)) | /Ana | the database answered SQLState 90031: a file cannot be read or written",
      "SELECT nowhere(:?id) | Ana Paz | the database answered SQLState 90022: the statement is wrong for this database"
          + " (Function \"NOWHERE\" not found)",
      "SELECT id FROM shop.tickets WHERE id = :?id | Ana Paz | the database answered SQLState 90079: the statement is"
          + " wrong for this database (Schema \"SHOP\" not found)"})
  void what_a_database_says_is_told_only_when_no_value_was_bound_yet(String sql, String id, String told) throws Exception {
    query(sql);

    assertThat(attempt(RunningKamelets.ticket(id, "new@example.com")).getException()).hasMessage(told);
  }

  @Test
  void a_query_may_have_several_lines_and_comments() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:database-query
                    parameters:
                      database: shop
                      sql: |
                        SELECT 1 AS one -- and
                        FROM (VALUES (1))
                        WHERE 1 = 1
        """);

    assertThat(attempt(TICKET).getMessage().getBody().toString()).isEqualTo("[{one=1}]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SELECT '${body.data[id]}'                   | sql holds ${…}: a value never becomes part of the text",
      "SELECT * FROM t WHERE id = ?                | sql holds a bare '?': every value has a name",
      "SELECT * FROM t WHERE id = ':?id'           | a bound value has no quotes, write :?name alone"})
  void sql_that_does_not_bind_its_values_stops_the_route_from_starting(String sql, String sentence) {
    assertThatThrownBy(() -> query(sql)).hasStackTraceContaining(sentence);
  }

  @Test
  void a_database_that_is_not_configured_stops_the_route_from_starting() {
    assertThatThrownBy(() -> routes.use("database-query", Map.of("database", "elsewhere", "sql", "SELECT 1")))
        .hasStackTraceContaining(
            "database 'elsewhere' is not configured; there are: shop. Set gateway.database.elsewhere.url");
  }

  private void query(String sql) throws Exception {
    routes.use("database-query", Map.of("database", "shop", "sql", sql));
  }

  private Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }

  @Test
  void a_filter_asks_whether_there_are_rows() throws Exception {
    for (String rows : new String[] {"none", "one"}) {
      routes.add("""
          - route:
              id: %1$s
              from:
                uri: durable:%1$s
                steps:
                  - to:
                      uri: kamelet:database-query
                      variableReceive: rows
                      parameters: { database: shop, sql: "SELECT 'x' AS name FROM (VALUES (1)) WHERE '%1$s' = 'one'" }
                  - filter:
                      expression: { simple: { expression: "${variable.rows.size} > 0" } }
                      steps:
                        - setBody: { expression: { simple: { expression: "${variable.rows[0][name]}" } } }
          """.formatted(rows));
    }

    assertThat(routes.attempt("one", TICKET).getMessage().getBody()).isEqualTo("x");
    assertThat(routes.attempt("none", TICKET).getMessage().getBody()).isSameAs(TICKET);
  }

  @Test
  void a_field_of_the_notification_that_the_rows_have_replaced_is_told_with_the_way_out() throws Exception {
    routes.add("""
        - route:
            id: replaced
            from:
              uri: durable:replaced
              steps:
                - to:
                    uri: kamelet:database-query
                    parameters: { database: shop, sql: "SELECT 1 AS one" }
                - to:
                    uri: kamelet:rest-call
                    parameters: { url: "http://127.0.0.1:1/{data.id}" }
        """);

    routes.attempt("replaced", RunningKamelets.ticket("1", "ana@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("the field 'data.id' is missing: the body is the list of rows that a query gave. Keep the"
        + " notification with variableReceive on the query's step, such as variableReceive: rows");
  }
}
