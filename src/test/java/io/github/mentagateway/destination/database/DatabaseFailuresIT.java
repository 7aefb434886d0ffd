package io.github.mentagateway.destination.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.TcpProxy;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.delivery.AttemptListener;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route with {@code database-update} on a real PostgreSQL, from the inbox to the row: what becomes of deliveries when it fails. */
class DatabaseFailuresIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHANNEL = "owner";
  private static final String UPDATE = "UPDATE tickets SET owner_email = :?newOwnerEmail WHERE id = :?data.id";

  @TempDir
  Path home;
  private final String url = PostgresServer.shared().newDatabase();
  private final ObjectMapper mapper = EnvelopeMapper.create();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Main main = new Main();
  private TcpProxy proxy;
  private CapturedLog all;
  private CapturedLog attempts;
  private CapturedLog statements;
  private Destinations destinations;
  private Inbox inbox;

  @BeforeEach
  void open() throws Exception {
    run("CREATE TABLE tickets (id VARCHAR(20) PRIMARY KEY, owner_email VARCHAR(40) UNIQUE, place BIGINT CHECK (place < 100))");
    run("INSERT INTO tickets (id, place) SELECT n, n FROM generate_series(1, 9) n");
    proxy = new TcpProxy(PostgresServer.shared().port());
    all = CapturedLog.of("");
    attempts = CapturedLog.of("delivery");
    statements = CapturedLog.of("statement");
  }

  /** @param timeout of an attempt */
  private void start(Duration timeout, String statementTimeout, String sql) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Settings settings = Settings.load(home, Map.of(
        "GATEWAY_ROUTES", Path.of("routes").toAbsolutePath().toString(),
        "GATEWAY_DATABASE_SHOP_URL", url.replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
        "GATEWAY_DATABASE_SHOP_USER", PostgresServer.USER,
        "GATEWAY_DATABASE_SHOP_TIMEOUT", statementTimeout,
        "GATEWAY_DATABASE_SHOP_PASSWORD", PostgresServer.PASSWORD));
    destinations = Destinations.open(settings);
    inbox = InboxFactory.open(Stores.sqlite(home.resolve("data")), Clock.systemUTC());
    main.bind("durable", new DurableComponent(new DurableServices(inbox.acceptance(),
        new DeliveryServices(inbox.work(), Clock.systemUTC(), Clock.systemUTC(), timer, () -> 0.5, new SimpleMeterRegistry(), text -> text,
            destinations::abort, AttemptListener.NONE),
        mapper, new EntityResolver(Map.of()), new Comparisons(Map.of(), Optional.empty(), new byte[32]),
        new ChannelOptions(4, 5, Duration.ofMillis(20), Duration.ofMillis(50), 1, 0, timeout,
            new ChannelRules(true, false, Duration.ofMillis(200))),
        new SendLimits(20_000, 16 << 20), false, Duration.ofSeconds(5), Dispatcher::new)));
    destinations.bindTo(main::bind);
    main.configure().withRoutesIncludePattern("file:routes/errors.camel.yaml,file:routes/kamelets/*.kamelet.yaml");
    main.start();
    PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(ResourceHelper.fromString("owner.camel.yaml", """
        - route:
            id: owner-route
            from:
              uri: durable:owner
              steps:
                - to:
                    uri: kamelet:database-update
                    parameters:
                      database: shop
                      sql: >-
                        %s
        """.formatted(sql)));
  }

  @AfterEach
  void close() throws Exception {
    statements.close();
    attempts.close();
    all.close();
    main.stop();
    inbox.close();
    destinations.close();
    timer.shutdownNow();
    proxy.close();
  }

  @Test
  void a_statement_that_is_wrong_holds_its_channel_and_costs_no_attempts_until_it_is_mended() throws Exception {
    run("ALTER TABLE tickets ALTER id TYPE BIGINT USING id::bigint");
    start(Duration.ofSeconds(30), "30s", UPDATE);

    for (int i = 1; i <= 9; i++) {
      accept(i, "owner" + i + "@example.com");
    }
    await().atMost(PATIENCE).until(this::isDown);
    // more probes than there are attempts to be used up
    await().atMost(PATIENCE).until(() -> attempts.lines().size() > 60);

    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(statements.lines()).containsExactly(
        "ERROR event=statement_wrong route=owner-route database=shop sql=\"" + UPDATE + "\" error=\"the database answered SQLState 42883:"
        + " the statement is wrong for this database (operator does not exist: bigint = character varying. No operator matches the given"
        + " name and argument types. You might need to add explicit type casts.)\" next=\"mend the statement or the database; what it is"
        + " for waits, and goes on by itself when a probe succeeds\"");

    run("ALTER TABLE tickets ALTER id TYPE VARCHAR(20)");

    drained();
    assertThat(ask("SELECT count(*) FROM tickets WHERE owner_email LIKE 'owner%'")).isEqualTo("9");
    assertThat(statements.lines()).endsWith("INFO event=statement_works_again route=owner-route database=shop");
    assertThat(isDown()).isFalse();
  }

  @Test
  void what_a_database_refuses_is_told_by_names_of_its_own_and_no_value_reaches_letters_or_log() throws Exception {
    start(Duration.ofSeconds(30), "30s", "UPDATE tickets SET owner_email = :?newOwnerEmail, place = CAST(:?place AS BIGINT)"
        + " WHERE id = :?data.id");
    run("UPDATE tickets SET owner_email = 'ana@secret.example' WHERE id = '9'");

    accept(1, "ana@secret.example", "1");
    accept(2, "Bea Secret", "417");
    accept(3, "Carla Secret " + "x".repeat(40), "3");
    accept(4, "Dora", "secret-place");

    await().atMost(PATIENCE).until(() -> inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10).size() == 4);
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).extracting(letter -> letter.reason()).containsExactlyInAnyOrder(
        "the values are refused: the database answered SQLState 23505: a value that must be unique is there already,"
            + " constraint tickets_owner_email_key, table tickets",
        "the values are refused: the database answered SQLState 23514: a constraint refuses the row,"
            + " constraint tickets_place_check, table tickets",
        "the values are refused: the database answered SQLState 22001: a value is too long for its column",
        "the values are refused: the database answered SQLState 22P02: a value cannot be what its column holds");
    await().atMost(PATIENCE).until(() -> attempts.lines().size() == 4);
    assertThat(attempts.lines()).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("secret"));
    assertThat(all.lines()).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("secret"));
    assertThat(all.thrown()).noneMatch(failure -> failure.toLowerCase(Locale.ROOT).contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({"to_tsquery(CAST(:?newOwnerEmail AS TEXT)), Ana Secret, 42601", "CAST(:?newOwnerEmail AS regclass), Ana Secret, 42602",
      "CAST(:?newOwnerEmail AS regclass), secret, 42P01", "nextval(CAST(:?newOwnerEmail AS TEXT)), secret.secret, 3F000|42P01"})
  void a_value_that_is_no_search_or_no_name_does_not_make_the_statement_wrong(String expression, String value, String state)
      throws Exception {
    run("CREATE SEQUENCE fine");
    start(Duration.ofSeconds(30), "30s", "UPDATE tickets SET owner_email = CAST(" + expression + " AS TEXT) WHERE id = :?data.id");

    for (int i = 1; i <= 4; i++) {
      accept(i, value);
    }
    await().atMost(PATIENCE).until(() -> inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10).size() == 4);
    accept(5, "fine");

    drained();
    assertThat(ask("SELECT count(*) FROM tickets WHERE owner_email IS NOT NULL")).isEqualTo("1");
    assertThat(isDown()).isFalse();
    assertThat(statements.lines()).isEmpty();
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).extracting(letter -> letter.reason()).allMatch(reason ->
        reason.matches("the database answered SQLState (" + state + "): a value is no name and no expression that the database knows"
            + " \\(given up after attempt 5 of 5\\)"));
    assertThat(all.lines()).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("secret"));
  }

  @Test
  void a_statement_that_is_wrong_within_a_function_or_without_a_place_holds_its_channel_too() throws Exception {
    run("CREATE FUNCTION touch() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN INSERT INTO gone VALUES (1); RETURN NEW; END'");
    run("CREATE TRIGGER touch BEFORE UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION touch()");
    start(Duration.ofSeconds(30), "30s", UPDATE);

    for (int i = 1; i <= 9; i++) {
      accept(i, "owner" + i + "@example.com");
    }
    await().atMost(PATIENCE).until(this::isDown);
    assertThat(statements.lines()).singleElement().asString()
        .contains("error=\"the database answered SQLState 42P01: the statement is wrong for this database\"");

    run("CREATE TABLE gone (n INT)");
    drained();
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void what_a_function_calls_a_name_is_not_told() throws Exception {
    run("CREATE FUNCTION refuse(v TEXT) RETURNS VOID LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '23505', MESSAGE = v,"
        + " COLUMN = v, CONSTRAINT = v, TABLE = v; END $$");
    start(Duration.ofSeconds(30), "30s", "SELECT refuse(CAST(:?newOwnerEmail AS TEXT))");

    accept(1, "ana@secret.example");

    drained();
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).extracting(letter -> letter.reason()).containsExactly(
        "the values are refused: the database answered SQLState 23505: a value that must be unique is there already");
  }

  @Test
  void an_operator_of_postgresql_that_is_a_question_mark_is_written_twice() throws Exception {
    run("ALTER TABLE tickets ADD tags JSONB DEFAULT '{\"vip\": 1}'");
    start(Duration.ofSeconds(30), "30s", UPDATE + " AND tags ?? 'vip' AND tags ??| ARRAY[CAST(:?place AS TEXT)]");

    accept(1, "ana@example.com", "vip");

    drained();
    assertThat(ask("SELECT owner_email FROM tickets WHERE id = '1'")).isEqualTo("ana@example.com");
  }

  @Test
  void rows_that_a_statement_returns_are_rows_that_it_changed() throws Exception {
    start(Duration.ofSeconds(30), "30s", UPDATE + " RETURNING id");

    accept(1, "ana@example.com");
    accept(404, "bea@example.com");

    drained();
    assertThat(ask("SELECT owner_email FROM tickets WHERE id = '1'")).isEqualTo("ana@example.com");
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).singleElement().satisfies(letter ->
        assertThat(letter.reason()).startsWith("no row in shop matched '" + UPDATE + " RETURNING id'"));
  }

  @Test
  void a_function_that_changes_rows_is_done_when_it_ends() throws Exception {
    run("CREATE FUNCTION hand_over(ticket TEXT, owner TEXT) RETURNS VOID LANGUAGE SQL AS"
        + " 'UPDATE tickets SET owner_email = owner WHERE id = ticket'");
    start(Duration.ofSeconds(30), "30s", "SELECT hand_over(:?data.id, :?newOwnerEmail)");

    accept(1, "ana@example.com");

    drained();
    assertThat(ask("SELECT owner_email FROM tickets WHERE id = '1'")).isEqualTo("ana@example.com");
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void a_database_that_hangs_within_statements_is_down_and_goes_on_when_it_answers_again() throws Exception {
    start(Duration.ofSeconds(4), "30s", UPDATE);
    try (Connection connection = connection(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE tickets");
      for (int i = 1; i <= 9; i++) {
        accept(i, "owner" + i + "@example.com");
      }
      await().atMost(PATIENCE).until(() -> ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
          + " AND query LIKE 'UPDATE%'").equals("4"));
      proxy.stall();
    }
    await().atMost(PATIENCE).until(this::isDown);
    await().atMost(PATIENCE).until(() -> attempts.lines().stream()
        .anyMatch(line -> line.contains("overdue=true") && line.contains("took longer than its timeout of 4000 ms")));

    proxy.resume();

    drained();
    assertThat(ask("SELECT count(*) FROM tickets WHERE owner_email LIKE 'owner%'")).isEqualTo("9");
    assertThat(inbox.letters().list(Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void a_connection_that_hangs_within_a_statement_ends_by_the_database_s_own_timeout() throws Exception {
    start(Duration.ofSeconds(600), "1s", UPDATE);
    accept(1, "first@example.com");
    drained();
    proxy.stall();

    for (int i = 1; i <= 3; i++) {
      accept(i, "owner" + i + "@example.com");
    }
    await().atMost(PATIENCE).until(this::isDown);
    proxy.resume();

    drained();
    assertThat(ask("SELECT count(*) FROM tickets WHERE owner_email LIKE 'owner%'")).isEqualTo("3");
  }

  @Test
  void a_row_that_somebody_has_locked_is_tried_again_after_the_database_s_timeout() throws Exception {
    start(Duration.ofSeconds(600), "1s", UPDATE);
    try (Connection connection = connection(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM tickets WHERE id = '1' FOR UPDATE");
      accept(1, "ana@example.com");
      await().atMost(PATIENCE).until(() -> attempts.lines().stream().anyMatch(line -> line.contains("outcome=retry")
          && line.contains("SQLState 57014: it took longer than the database's timeout")));
    }

    drained();
    assertThat(ask("SELECT owner_email FROM tickets WHERE id = '1'")).isEqualTo("ana@example.com");
  }

  private void accept(int ticket, String owner) {
    accept(ticket, owner, "1");
  }

  private void accept(int ticket, String owner, String place) {
    byte[] body = ("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + ticket + "\",\"newOwnerEmail\":\"" + owner
        + "\",\"place\":\"" + place + "\"}}").getBytes(StandardCharsets.UTF_8);
    inbox.acceptance().accept(new Arrival(CHANNEL, new Original(body, Map.of(), Instant.now()), "ticket.updated", "ticket:" + ticket, null,
        Payload.ORIGINAL, null)).join();
  }

  private boolean isDown() {
    return inbox.channels().list().stream().anyMatch(channel -> channel.channel().equals(CHANNEL) && channel.downSince() != null);
  }

  private void drained() {
    await().atMost(PATIENCE).until(() -> inbox.channels().backlog().stream().mapToLong(Channels.Backlog::waiting).sum() == 0);
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String sql) {
    return PostgresServer.shared().ask(url, sql);
  }
}
