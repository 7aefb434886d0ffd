package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.destination.NoRowException;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import java.nio.file.Path;
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

class DatabaseUpdateTest {
  private static final String UPDATE = "UPDATE tickets SET owner_email = :?newOwnerEmail WHERE id = :?data.id";

  @TempDir
  Path home;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    routes = new RunningKamelets(home, Map.of(
        "GATEWAY_DATABASE_SHOP_URL", "jdbc:h2:mem:" + home.getFileName() + ";INIT=CREATE TABLE IF NOT EXISTS tickets "
            + "(id VARCHAR(20) PRIMARY KEY\\, owner_email VARCHAR(40)\\, last_sequence BIGINT)",
        "GATEWAY_DATABASE_SHOP_USER", "sa"), Map.of());
    routes.add("""
        - route:
            id: seed
            from:
              uri: durable:seed
              steps:
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: shop
                      sql: "INSERT INTO tickets (id, owner_email) VALUES ('00001', 'old@example.com'), ('2', 'two@example.com')"
        """);
    routes.attempt("seed", null);
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
  }

  @Test
  void the_row_that_the_notification_names_is_changed() throws Exception {
    update(Map.of());

    Exchange exchange = attempt(RunningKamelets.ticket("00001", "new@example.com"));

    assertThat(exchange.getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(owners()).containsEntry("00001", "new@example.com").containsEntry("2", "two@example.com");
  }

  @Test
  void the_caller_keeps_its_body_and_headers_and_gets_nothing_else() throws Exception {
    update(Map.of());
    Envelope envelope = RunningKamelets.ticket("00001", "new@example.com");

    Exchange exchange = attempt(envelope);

    assertThat(exchange.getMessage().getBody()).isSameAs(envelope);
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
  }

  @Test
  void sql_in_an_id_is_a_value_and_leaves_the_table_whole() throws Exception {
    update(Map.of("onNoRow", "ignore"));

    Exchange exchange = attempt(RunningKamelets.ticket("x' OR '1'='1'; DROP TABLE tickets; --", "thief@example.com"));

    assertThat(exchange.getException()).isNull();
    assertThat(owners()).isEqualTo(Map.of("00001", "old@example.com", "2", "two@example.com"));
  }

  @Test
  void an_update_of_no_row_is_a_dead_letter_that_says_what_was_tried_but_no_value() throws Exception {
    update(Map.of());

    attempt(RunningKamelets.ticket("404", "new@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("no row in shop matched '" + UPDATE
        + "': correct the data and retry, or set onNoRow; where a trigger does the work, it may hide the count");
  }

  @Test
  void an_update_of_no_row_is_done_when_the_author_says_ignore() throws Exception {
    update(Map.of("onNoRow", "ignore"));

    Exchange exchange = attempt(RunningKamelets.ticket("404", "new@example.com"));

    assertThat(exchange.getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void an_update_of_no_row_is_thrown_and_so_tried_again_when_the_author_says_retry() throws Exception {
    update(Map.of("onNoRow", "retry"));

    Exchange exchange = attempt(RunningKamelets.ticket("404", "new@example.com"));

    assertThat(exchange.getException()).isInstanceOf(NoRowException.class).hasMessage(
        "no row in shop matched '" + UPDATE + "' yet");
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void a_database_that_is_not_configured_stops_the_route_from_starting() {
    assertThatThrownBy(() -> routes.use("database-update", Map.of("database", "shoppe", "sql", "SELECT 1")))
        .hasStackTraceContaining(
        "database 'shoppe' is not configured; there are: shop. Set gateway.database.shoppe.url");
  }

  @Test
  void an_unknown_word_for_no_row_stops_the_route_from_starting() {
    assertThatThrownBy(() -> update(Map.of("onNoRow", "explode")))
        .hasStackTraceContaining("onNoRow is 'explode': it must be dead-letter, ignore or retry");
  }

  @Test
  void a_missing_field_is_a_dead_letter_that_names_it() throws Exception {
    update(Map.of());

    attempt(RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\",\"newOwnerEmail\":null}}"));

    assertThat(routes.durable.reasons()).containsExactly("the field 'newOwnerEmail' is missing in ticket.updated:"
        + " list it in the kamelet's parameter 'optional' if it may be missing");
    assertThat(owners()).containsEntry("00001", "old@example.com");
  }

  @Test
  void a_missing_field_that_may_be_missing_is_null() throws Exception {
    update(Map.of("optional", "other, newOwnerEmail"));

    attempt(RunningKamelets.envelope("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\"}}"));

    assertThat(routes.durable.sent).isEmpty();
    assertThat(owners()).containsEntry("00001", null);
  }

  @Test
  void a_nested_object_is_never_bound() throws Exception {
    update(Map.of());

    attempt(RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":{\"$ne\":1},\"newOwnerEmail\":\"a@b.c\"}}"));

    assertThat(routes.durable.reasons()).containsExactly(
        "the field 'data.id' is no plain value but an object: name a field inside it, such as data.id.part");
  }

  @Test
  void a_value_that_the_column_cannot_hold_is_a_dead_letter() throws Exception {
    update(Map.of());

    Exchange exchange = attempt(RunningKamelets.ticket("00001", "x".repeat(41)));

    assertThat(routes.durable.reasons()).singleElement().asString()
        .isEqualTo("the values are refused: the database answered SQLState 22001: a value is too long for its column");
    assertThat(exchange.getMessage().getBody()).isInstanceOf(Envelope.class);
  }

  @Test
  void an_older_change_never_overwrites_a_newer_one_and_is_done() throws Exception {
    update(Map.of("sequenceColumn", "last_sequence"));
    attempt(8, RunningKamelets.ticket("00001", "newer@example.com"));

    try (CapturedLog log = CapturedLog.of(DatabaseUpdate.class.getName())) {
      Envelope older = RunningKamelets.ticket("00001", "older@example.com");
      Exchange exchange = attempt(7, older);

      assertThat(exchange.getException()).isNull();
      assertThat(exchange.getMessage().getBody()).isSameAs(older);
      assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
      assertThat(log.lines()).containsExactly("INFO event=superseded database=shop delivery=01DELIVERY sequence=7 row_has=8"
          + " next=\"nothing is changed, the delivery is done\"");
    }
    assertThat(routes.durable.sent).isEmpty();
    assertThat(owners()).containsEntry("00001", "newer@example.com").containsEntry("2", "two@example.com");
  }

  @Test
  void the_same_change_once_more_is_done_and_a_newer_one_changes_the_row() throws Exception {
    update(Map.of("sequenceColumn", "last_sequence"));

    for (long sequence : new long[] {7, 7, 9}) {
      assertThat(attempt(sequence, RunningKamelets.ticket("00001", "owner" + sequence + "@example.com")).getException()).isNull();
    }

    assertThat(routes.durable.sent).isEmpty();
    assertThat(owners()).containsEntry("00001", "owner9@example.com");
  }

  @Test
  void a_row_that_is_not_there_is_no_newer_one() throws Exception {
    update(Map.of("sequenceColumn", "last_sequence"));

    attempt(7, RunningKamelets.ticket("404", "new@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("no row in shop matched '" + UPDATE
        + "': correct the data and retry, or set onNoRow; where a trigger does the work, it may hide the count");
  }

  @Test
  void a_statement_with_words_of_its_own_kind_inside_quotes_comments_and_parentheses_is_understood() throws Exception {
    routes.use("database-update", Map.of("database", "shop", "sequenceColumn", "LAST_SEQUENCE", "sql", """
        update /* set */ "TICKETS" t
        Set owner_email = (SELECT :?newOwnerEmail || ' where; ' FROM tickets x WHERE x.id = '2')
        where /* or else */ id = :?data.id or (id = 'set' and exists (select 1 from tickets where id = 'where'))"""));

    attempt(8, RunningKamelets.ticket("00001", "new"));
    attempt(7, RunningKamelets.ticket("00001", "old"));

    assertThat(routes.durable.sent).isEmpty();
    assertThat(owners()).containsEntry("00001", "new where; ").containsEntry("2", "two@example.com");
  }

  @Test
  void a_folded_comment_that_swallows_the_condition_stops_the_route_from_starting_and_changes_no_row() throws Exception {
    assertThatThrownBy(() -> routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: shop
                      sql: >-
                        UPDATE tickets SET owner_email = :?newOwnerEmail -- the new owner
                        WHERE id = :?data.id
        """)).hasStackTraceContaining("sql ends in the comment '-- the new owner WHERE id = :?data.id', which hides whatever a folded text"
            + " (>-) brings onto its line: write /* … */ instead");

    assertThat(owners()).isEqualTo(Map.of("00001", "old@example.com", "2", "two@example.com"));
  }

  @Test
  void a_comment_with_its_own_line_hides_nothing() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: shop
                      sql: |
                        UPDATE tickets SET owner_email = :?newOwnerEmail -- the new owner
                        WHERE id = :?data.id
        """);

    attempt(RunningKamelets.ticket("00001", "new@example.com"));

    assertThat(owners()).isEqualTo(Map.of("00001", "new@example.com", "2", "two@example.com"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "update tickets Set owner_email = NULL | UPDATE",
      "UPDATE tickets SET owner_email = 'WHERE id' | UPDATE",
      "UPDATE tickets SET owner_email = NULL /* WHERE id = '1' */ | UPDATE",
      "UPDATE tickets SET owner_email = (SELECT MAX(owner_email) FROM tickets WHERE id = :?id) | UPDATE",
      "UPDATE tickets SET owner_email = NULL WHERE 1 = 1 | UPDATE",
      "UPDATE tickets SET owner_email = NULL WHERE (NOT false) | UPDATE",
      "UPDATE tickets SET owner_email = NULL WHERE :?id = :?id RETURNING id | UPDATE",
      "UPDATE tickets SET owner_email = $$ WHERE id = 1 $$ | UPDATE",
      "WITH t AS (UPDATE tickets SET owner_email = NULL RETURNING id) SELECT id FROM t WHERE id = :?id | UPDATE",
      "WITH t AS (SELECT id FROM tickets WHERE id = :?id) UPDATE tickets SET owner_email = NULL FROM t | UPDATE",
      "UPDATE tickets SET owner_email = NULL WHERE id = :?id; DELETE FROM tickets | DELETE",
      "DELETE FROM \"WHERE\" | DELETE",
      "UPDATE tickets SET a = 1 UPDATE shows SET b = 2 WHERE id = :?id | UPDATE",
      "DELETE FROM stale UPDATE tickets SET a = 1 WHERE id = :?id | DELETE",
      "UPDATE tickets SET a = 1 INSERT INTO log SELECT id FROM shows WHERE id = :?id | UPDATE",
      "UPDATE tickets SET a = 1 OUTPUT inserted.* SELECT (id) FROM shows WHERE id = :?id | UPDATE",
      "UPDATE tickets SET a = @b EXEC change_owner :?id DELETE FROM shows WHERE id = :?id | UPDATE",
      "SET NOCOUNT ON UPDATE tickets SET a = 1 | UPDATE",
      "UPDATE tickets SET a = 1 WHERE 1 = 1 DELETE FROM shows WHERE id = :?id | UPDATE",
      "MERGE INTO tickets t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE | SOURCE",
      "truncate table tickets | TRUNCATE",
      "DROP TABLE tickets | DROP"})
  void a_statement_that_changes_every_row_stops_the_route_from_starting_unless_its_author_says_so(String sql, String word) {
    assertThatThrownBy(() -> update(Map.of("sql", sql))).hasStackTraceContaining("sql changes every row, because its " + word
        + " has no WHERE of its own that names a column: say which rows, or set everyRow of database-update to true");

    assertThatCode(() -> update(Map.of("sql", sql, "everyRow", "true"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "INSERT INTO tickets (id) VALUES (:?id) ON CONFLICT (id) DO UPDATE SET owner_email = :?newOwnerEmail",
      "INSERT INTO tickets (id) VALUES (:?id) ON DUPLICATE KEY UPDATE owner_email = :?newOwnerEmail",
      "MERGE INTO tickets t USING s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET owner_email = s.owner",
      "WITH t AS (SELECT 1) delete from tickets where exists (select 1 from t where t.id = tickets.id)",
      "UPDATE [tickets] SET [where] = 1 WHERE [id] = :?id", "UPDATE tickets SET n = TRUNCATE(n, 2) WHERE (\"id\" = :?id)",
      "UPDATE answers SET option = :?x WHERE id = :?id", "UPDATE accounts SET limit = :?x WHERE id = :?id",
      "UPDATE accounts SET a = 1 WHERE limit = :?x", "UPDATE answers SET a = 1 WHERE :?x = :?x AND option IS NULL",
      "UPDATE tickets SET [delete] = 1 WHERE [id] = :?id", "UPDATE [last-update] SET [delete from] = 1 WHERE [id] = :?id",
      "UPDATE tickets SET update = NULL, truncate = NULL WHERE delete = :?id", "UPDATE tickets SET n = 1 WHERE merge.n = :?id",
      "UPDATE tickets SET tags = delete(tags, 'old') WHERE id = :?id", "UPDATE tickets SET a = INSERT(a, 1, 1, 'x') WHERE id = :?id",
      "EXEC change_owner @delete = :?id", "SET NOCOUNT ON UPDATE tickets SET a = 1 WHERE id = :?id",
      "UPDATE tickets SET a = 1 FROM tickets INNER MERGE JOIN shows ON shows.id = tickets.show WHERE shows.id = :?id",
      "UPDATE tickets SET a = 1 WHERE tags ?? :?id OR tags ??| array['x']",
      "CALL change_owner(:?id)", "SELECT change_owner(:?id)", "UPDATE tickets SET note = 'it''s -- no comment' WHERE id = :?id"})
  void a_statement_that_names_its_rows_is_taken(String sql) {
    assertThatCode(() -> update(Map.of("sql", sql))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "UPDATE tickets SET owner_email = 'it's' WHERE id = :?id | sql holds ' that nothing closes",
      "UPDATE tickets SET owner_email = NULL /* WHERE id = :?id | sql holds /* that nothing closes",
      "UPDATE tickets /*! SET owner_email = NULL */ WHERE id = :?id | a part of it is a comment for some databases only, leave it out",
      "UPDATE tickets SET owner_email = NULL // all of them WHERE id = :?id | sql holds //, which begins a comment for some databases only",
      "UPDATE tickets SET owner_email = NULL WHERE tags ? :?id | sql holds a bare '?': every value has a name, such as :?data.id; "
          + "PostgreSQL's operator ? is written ??",
      "SELECT id FROM tickets WHERE id = :?id FOR UPDATE | sql changes nothing, it reads: use the kamelet database-query",
      "SELECT id FROM tickets WHERE id = :?id | sql changes nothing, it reads: use the kamelet database-query",
      "WITH t AS (SELECT 1) SELECT * FROM t | sql changes nothing, it reads: use the kamelet database-query"})
  void a_statement_that_nobody_can_be_sure_of_or_that_reads_stops_the_route_from_starting(String sql, String told) {
    assertThatThrownBy(() -> update(Map.of("sql", sql))).hasStackTraceContaining(told);
  }

  @Test
  void mysql_has_comments_and_escapes_of_its_own() {
    assertThat(new SqlText("UPDATE t SET a = 'it\\'s # no comment' WHERE id = 1", true).verb()).isEqualTo("UPDATE");
    assertThatThrownBy(() -> new SqlText("UPDATE t SET a = 1 # the new owner WHERE id = 1", true))
        .hasMessageStartingWith("sql ends in the comment '# the new owner WHERE id = 1'");
    assertThat(new SqlText("UPDATE t SET a = b #> '{x}' WHERE c = '\\'", false).verb()).isEqualTo("UPDATE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO tickets (id) VALUES (:?id)",
      "UPDATE tickets SET owner_email = NULL FROM shows WHERE shows.id = show",
      "UPDATE tickets SET owner_email = NULL WHERE id = :?id LIMIT 1",
      "DELETE FROM tickets WHERE id = '2'; UPDATE tickets SET owner_email = NULL WHERE id = :?id", "DELETE FROM tickets WHERE id = :?id"})
  void a_statement_that_cannot_be_compared_stops_the_route_from_starting(String sql) {
    assertThatThrownBy(() -> routes.use("database-update", Map.of("database", "shop", "sql", sql, "sequenceColumn", "last_sequence")))
        .hasStackTraceContaining("sequenceColumn is 'last_sequence', which needs a statement UPDATE table SET … WHERE …, with nothing"
            + " behind the condition: write sql so, or compare :?sequence in it yourself");
  }

  @Test
  void columns_that_are_called_like_keywords_can_be_compared() {
    assertThatCode(() -> update(Map.of("sql", "UPDATE accounts SET limit = :?x, [order] = 1 WHERE id = :?id AND returning = 1",
        "sequenceColumn", "last_sequence"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "a, b | sequenceColumn is 'a, b': it must be the name of a column of the updated table",
      "owner_email | sequenceColumn is 'owner_email', and sql sets it too: leave it out there"})
  void a_column_that_cannot_be_the_one_stops_the_route_from_starting(String column, String told) {
    assertThatThrownBy(() -> update(Map.of("sequenceColumn", column))).hasStackTraceContaining(told);
  }

  @Test
  void a_table_that_is_not_there_yet_is_tried_again() throws Exception {
    routes.use("database-update", Map.of("database", "shop", "sql", "UPDATE missing SET a = 1 WHERE id = :?id"));

    Exchange exchange = attempt(RunningKamelets.ticket("00001", "new@example.com"));

    assertThat(exchange.getException()).isInstanceOf(java.sql.SQLException.class);
    assertThat(routes.durable.sent).isEmpty();
  }

  private void update(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("database", "shop", "sql", UPDATE));
    parameters.putAll(more);
    routes.use("database-update", parameters);
  }

  private Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }

  private Exchange attempt(long sequence, Object body) throws Exception {
    return routes.durable.attempt("test", body, Map.of("deliveryId", "01DELIVERY", "sequence", sequence));
  }

  private Map<String, Object> owners() throws Exception {
    routes.add("""
        - route:
            id: look
            from:
              uri: durable:look
              steps:
                - to:
                    uri: kamelet:database-query
                    parameters:
                      database: shop
                      sql: SELECT id, owner_email FROM tickets
        """);
    List<?> rows = routes.attempt("look", null).getMessage().getBody(List.class);
    Map<String, Object> owners = new TreeMap<>();
    rows.forEach(row -> owners.put(((Map<?, ?>) row).get("id").toString(), ((Map<?, ?>) row).get("owner_email")));
    return owners;
  }
}
