package io.github.mentagateway.destination;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.mentagateway.alert.AlertsOf;
import io.github.mentagateway.destination.mail.MailServer;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.health.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every snippet of {@code docs/building-blocks.md}, and of {@code routes/README.md} before its recipes, runs as it stands there, and every
 * parameter of a kamelet is told with its default.
 */
public class RoutesReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(yaml|text)\\n(.*?)^ *```$");

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private MailServer mailServer;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(ok()));
    mailServer = new MailServer(builder -> builder);
    Files.createDirectories(home.resolve("routes/mail"));
    Files.writeString(home.resolve("routes/mail/thanks.txt"), blocks("text").get(0));
    routes = new RunningKamelets(home, Map.of(
        "GATEWAY_ROUTES", "routes",
        "GATEWAY_MAIL_PORT", Integer.toString(mailServer.port()),
        "GATEWAY_DATABASE_PLATFORM_USER", "sa",
        "GATEWAY_DATABASE_PLATFORM_URL", "jdbc:h2:mem:" + home.getFileName() + ";DB_CLOSE_DELAY=-1;INIT="
            + "CREATE TABLE IF NOT EXISTS tickets (id VARCHAR(9)\\, event_id VARCHAR(9)\\, owner_email VARCHAR(40)\\, last_sequence BIGINT)"
            + " AS SELECT * FROM (VALUES ('1'\\, '9'\\, 'a@example.com'\\, NULL)\\, ('2'\\, '9'\\, 'b@example.com'\\, NULL)\\,"
            + " ('3'\\, '8'\\, 'c@example.com'\\, NULL))\\;"
            + "CREATE TABLE IF NOT EXISTS offers (ticket VARCHAR(9))\\;"
            + "CREATE ALIAS IF NOT EXISTS transfer FOR \"" + RoutesReadmeTest.class.getName() + ".transfer\"\\;"
            + "CREATE TABLE IF NOT EXISTS ownership"
            + " (delivery VARCHAR(40) PRIMARY KEY\\, ticket VARCHAR(9)\\, owner VARCHAR(40)\\, former_owner VARCHAR(40))",
        "crm.token", "a-token"), Map.of("crm.url", api.baseUrl() + "/crm", "chat.url", api.baseUrl() + "/chat"));
    routes.context().addComponent("alerts", AlertsOf.these(home, new Trouble("down:crm", "crm is down", "look at it", false)));
    for (String block : blocks("yaml")) {
      if (block.startsWith("- route:")) {
        routes.add(block.replace("for: 5m", "for: 0s\n        interval: 100ms"));
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    mailServer.close();
    api.stop();
  }

  @Test
  void a_second_attempt_at_the_history_leaves_one_row() throws Exception {
    attempt("ownership-history", RunningKamelets.ticket("1", "ana@example.com"));
    attempt("ownership-history", RunningKamelets.ticket("1", "ana@example.com"));
    routes.use("database-query", Map.of("database", "platform", "sql", "SELECT * FROM ownership"));

    assertThat(attempt("test", null).getMessage().getBody().toString())
        .isEqualTo("[{delivery=01DELIVERY, ticket=1, owner=ana@example.com, former_owner=null}]");
  }

  @Test
  void an_owner_that_comes_late_does_not_come_back() throws Exception {
    routes.use("database-query", Map.of("database", "platform", "sql", "SELECT owner_email, last_sequence FROM tickets WHERE id = '1'"));
    for (long sequence : new long[] {5, 9, 8}) {
      routes.durable.attempt("newest-owner", RunningKamelets.ticket("1", "owner" + sequence + "@example.com"),
          Map.of("sequence", sequence));
    }

    assertThat(routes.durable.sent).isEmpty();
    assertThat(attempt("test", null).getMessage().getBody().toString()).isEqualTo("[{owner_email=owner9@example.com, last_sequence=9}]");
  }

  @Test
  void a_moved_ticket_changes_three_tables_or_none() throws Exception {
    routes.use("database-query", Map.of("database", "platform", "sql",
        "SELECT t.owner_email, (SELECT COUNT(*) FROM ownership) AS history FROM tickets t WHERE id = '1'"));
    attempt("ticket-moved", RunningKamelets.ticket("1", "ana@example.com"));
    routes.durable.attempt("ticket-moved", RunningKamelets.ticket("1", "ben@example.com"), Map.of("deliveryId", "D2", "sequence", 6L));

    assertThat(routes.durable.sent).isEmpty();
    assertThat(attempt("test", null).getMessage().getBody().toString()).isEqualTo("[{owner_email=ana@example.com, history=1}]");
  }

  @Test
  void the_legacy_system_judges_the_transfer() throws Exception {
    assertThat(attempt("legacy-transfer", RunningKamelets.ticket("1", "ana@example.com")).getMessage().getBody()).isInstanceOf(Envelope.class);
    assertThat(routes.attempt("legacy-transfer", RunningKamelets.ticket("LOCKED", "ana@example.com")).getException())
        .isInstanceOf(UnsuccessfulCallException.class);
    assertThat(routes.durable.sent).isEmpty();
    routes.attempt("legacy-transfer", RunningKamelets.ticket("2", "ana@example.com"));

    assertThat(routes.durable.reasons()).singleElement().asString().contains("failed: what came out is \u27E6{result=UNKNOWN}\u27E7");
  }

  /** Called by H2. */
  public static String transfer(String ticket, String owner) {
    return ticket.equals("LOCKED") ? ticket : ticket.equals("1") ? "OK" : "UNKNOWN";
  }

  @Test
  void each_holder_is_a_delivery_and_gets_the_mail() throws Exception {
    attempt("seller-thanks", RunningKamelets.envelope("{\"action\":\"payouts.delivered\",\"data\":{\"eventId\":9}}"));

    assertThat(routes.durable.sent).extracting(StubDurable.Sent::entity).containsExactly("ticket:1", "ticket:2");

    attempt("thanks-mail", routes.durable.sent.get(0).body());

    assertThat(mailServer.mails).singleElement().satisfies(mail -> assertThat(mail.mail())
        .contains("To: a@example.com", "Subject: Thank you for ticket 1", "You still hold ticket 1."));
  }

  @Test
  void the_gate_is_called_with_the_secret() throws Exception {
    attempt("access-control", RunningKamelets.ticket("1", "ana@example.com"));

    assertThat(api.findAll(WireMock.deleteRequestedFor(WireMock.urlEqualTo("/crm/passes/1?event=&reason=resale"))))
        .singleElement().satisfies(request -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer a-token"));
  }

  @Test
  void the_chat_is_told_of_what_is_down() {
    await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(api.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/chat"))))
        .first().satisfies(request -> {
          assertThat(request.getBodyAsString()).startsWith("{\"text\":\"gateway-1: crm is down\",\"details\":\"BEGINS, since ").endsWith("Next: look at it\"}");
          assertThat(request.getHeader("Idempotency-Key")).startsWith("alert-");
        }));
  }

  @Test
  void a_route_can_give_up_by_itself() throws Exception {
    attempt("grown-ups-only", RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"type\":\"MULTI\",\"data\":{\"id\":\"1\"}}"));
    attempt("grown-ups-only", RunningKamelets.ticket("2", "ana@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("ticket 1 is one of several, which this system cannot take");
    assertThat(api.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/crm/single")))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"database-update", "database-query", "database-call", "rest-call", "soap-call", "send-mail"})
  void every_parameter_of_a_kamelet_is_told_with_its_default(String kamelet) throws Exception {
    JsonNode definition = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build())
        .loadFromString(Files.readString(Path.of("routes/kamelets/" + kamelet + ".kamelet.yaml")))).at("/spec/definition");
    String section = Files.readString(Path.of("docs/building-blocks.md")).split("## `" + kamelet + "`")[1].split("\n##")[0];
    List<String> rows = section.lines().filter(line -> line.startsWith("| `")).toList();
    List<String> required = Stream.of(new ObjectMapper().convertValue(definition.get("required"), String[].class)).toList();

    assertThat(rows).hasSize(definition.get("properties").size());
    definition.get("properties").properties().forEach(property -> {
      String value = property.getValue().path("default").asText();
      String told = required.contains(property.getKey()) ? "required" : value.isEmpty() ? "" : "`" + value + "`";
      assertThat(rows).anyMatch(row -> row.startsWith("| `" + property.getKey() + "` | " + (told.isEmpty() ? "" : told + " ")
          + "| "));
    });
  }

  private Exchange attempt(String channel, Object body) throws Exception {
    Exchange exchange = routes.attempt(channel, body);
    assertThat(exchange.getException()).isNull();
    return exchange;
  }

  private static List<String> blocks(String language) throws Exception {
    String pages = Files.readString(Path.of("docs/building-blocks.md")) + Files.readString(Path.of("routes/README.md")).split("\n## Recipes")[0];
    return BLOCK.matcher(pages).results()
        .filter(block -> block.group(2).equals(language))
        .map(block -> block.group(3).indent(-block.group(1).length()))
        .toList();
  }
}
