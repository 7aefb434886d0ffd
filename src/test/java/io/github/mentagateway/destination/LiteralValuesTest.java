package io.github.mentagateway.destination;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mentagateway.destination.mail.MailServer;
import io.github.mentagateway.envelope.Envelope;
import jakarta.mail.internet.MimeMessage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

/**
 * What a notification holds is text. Camel resolves placeholders, Simple and {@code RAW(…)} in what an author writes; none of these
 * may be resolved in a value, because a sender would read secrets and the environment of the gateway with it.
 */
class LiteralValuesTest {
  /** Each names something that is there: the secret, the setting, the variable, the field. */
  private static final List<String> VALUES = List.of(
      "{{secret:SHOP_TOKEN}}", "{secret:SHOP_TOKEN}", "{{?secret:SHOP_TOKEN}}", "{{env:HOME}}", "{{sys:user.home}}", "{{shop.token}}",
      "${env:HOME}", "${env.HOME}", "${sysenv.HOME}", "${sys:user.home}", "${sys.user.home}", "${secret:SHOP_TOKEN}",
      "${{secret:SHOP_TOKEN}}", "${properties:shop.token}", "$simple{sysenv.HOME}", "${bean:destinations?method=toString}",
      "RAW(x)", "RAW{x}", "RAW({{secret:SHOP_TOKEN}})", "#{systemEnvironment.HOME}", "#bean:destinations", "${jndi:ldap://127.0.0.1/x}",
      "{newOwnerEmail}", "{data.id}", ":?data.id", "${body.family}", "${variable.deliveryId}", "%7B%7Bsecret:SHOP_TOKEN%7D%7D");
  private static final List<String> FIELDS = List.of("family", "action", "type", "data.id", "newOwnerEmail", "data.showId",
      "data.eventId", "data.listing.id", "metadata.nominal.fullName");
  private static final String SECRET = "token-that-nobody-sees";

  private final ObjectMapper mapper = new ObjectMapper();
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  @TempDir
  Path home;
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(ok("done")));
    mail.start();
    Files.createDirectories(home.resolve("routes/mail"));
    routes = routes(mail.getSmtp().getPort());
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    mail.stop();
    api.stop();
  }

  @Test
  void a_value_is_written_into_a_database_as_it_came() throws Exception {
    routes.use("database-update", Map.of("database", "shop", "sql", "INSERT INTO seen VALUES (" + forEach(":?%s", ", ") + ")"));

    sendAll();

    try (Connection connection = DriverManager.getConnection(database(), "sa", "");
        ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM seen")) {
      for (String value : VALUES) {
        assertThat(rows.next()).isTrue();
        for (int column = 1; column <= FIELDS.size(); column++) {
          assertThat(rows.getString(column)).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void a_value_is_asked_for_in_a_database_as_it_came() throws Exception {
    routes.use("database-query", Map.of("database", "shop", "sql",
        "SELECT " + forEach("CAST(:?%s AS VARCHAR)", " || '|' || ") + " AS answer"));

    for (String value : VALUES) {
      List<?> rows = routes.attempt("test", notification(value)).getMessage().getBody(List.class);

      assertThat(((Map<?, ?>) rows.get(0)).get("answer")).isEqualTo(forEach(value, "|"));
    }
  }

  @Test
  void a_value_is_in_the_url_of_a_rest_call_as_it_came() throws Exception {
    routes.use("rest-call", Map.of("url", "{{shop.url}}/" + forEach("{%s}", "/") + "?" + forEach("q={%s}", "&")));

    sendAll();

    assertThat(requests()).extracting(LoggedRequest::getUrl).allMatch(url -> !url.contains("{") && !url.contains("$"))
        .extracting(url -> URLDecoder.decode(url, StandardCharsets.UTF_8))
        .containsExactlyElementsOf(each(value -> "/" + forEach(value, "/") + "?" + forEach("q=" + value, "&")));
  }

  @Test
  void a_value_is_in_the_json_of_a_rest_call_as_it_came() throws Exception {
    routes.use("rest-call", Map.of("url", "{{shop.url}}/", "json", "{" + forEach("\"%1$s\": \"{%1$s}\", \"in %1$s\": \"<{%1$s}>\"", ", ") + " }"));

    sendAll();

    assertThat(bodies()).hasSize(VALUES.size());
    for (int i = 0; i < VALUES.size(); i++) {
      for (String field : FIELDS) {
        assertThat(bodies().get(i).get(field).asText()).isEqualTo(VALUES.get(i));
        assertThat(bodies().get(i).get("in " + field).asText()).isEqualTo("<" + VALUES.get(i) + ">");
      }
    }
  }

  @Test
  void a_notification_that_is_passed_on_whole_is_the_one_that_came() throws Exception {
    routes.use("rest-call", Map.of("url", "{{shop.url}}/"));

    sendAll();

    assertThat(bodies()).isEqualTo(VALUES.stream().map(this::json).toList());
  }

  @Test
  void a_value_is_in_a_mail_as_it_came() throws Exception {
    String all = Stream.of("family", "action", "type", "data[id]", "data[newOwnerEmail]", "data[showId]", "data[eventId]",
        "data[listing][id]", "metadata[nominal][fullName]").map(field -> "${body." + field + "}").collect(Collectors.joining(" "));
    Files.writeString(home.resolve("routes/mail/all.txt"), "Subject: " + all + "\n\n" + all + "\n");
    routes.use("send-mail", Map.of("to", "desk@example.com", "template", "all.txt"));

    sendAll();

    List<String> subjects = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      subjects.add(message.getSubject());
      texts.add(message.getContent().toString().strip());
    }
    assertThat(subjects).containsExactlyElementsOf(each(value -> forEach(value, " ")));
    assertThat(texts).containsExactlyElementsOf(each(value -> forEach(value, " ")));
  }

  @Test
  void a_value_is_the_address_of_a_mail_as_it_came_or_none_at_all() throws Exception {
    Files.writeString(home.resolve("routes/mail/all.txt"), "Subject: hello\n\nhello\n");
    routes.use("send-mail", Map.of("to", "{newOwnerEmail}", "template", "all.txt"));
    routes.add("""
        - route:
            id: by-simple
            from:
              uri: durable:by-simple
              steps:
                - to:
                    uri: kamelet:send-mail
                    parameters:
                      to: "${body.data[newOwnerEmail]}"
                      template: all.txt
        """);

    for (String value : VALUES) {
      routes.attempt("test", notification(value + "@example.com"));
      routes.attempt("by-simple", notification(value + "@example.com"));
    }

    List<String> addresses = new ArrayList<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      addresses.add(message.getAllRecipients()[0].toString());
    }
    assertThat(addresses).contains("{{shop.token}}@example.com", "${sysenv.HOME}@example.com")
        .isSubsetOf(each(value -> value + "@example.com"));
    assertThat(addresses.size() + routes.durable.reasons().size()).isEqualTo(2 * VALUES.size());
  }

  @Test
  void a_value_is_in_the_reason_of_a_quarantine_as_it_came() throws Exception {
    routes.addFile("routes/router.camel.yaml");

    for (String value : VALUES) {
      routes.attempt("notifications", notification(value));
    }

    assertThat(routes.durable.sent).extracting(StubDurable.Sent::reason).containsExactlyElementsOf(each(value ->
        "no route takes the action '" + value + "': add a branch to routes/router.camel.yaml, then replay it"));
  }

  @Test
  void a_value_is_in_the_reason_of_a_dead_letter_as_it_came() throws Exception {
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: durable:dead-letters
                    parameters:
                      reason: "ticket ${body.data[id]} of ${body.data[newOwnerEmail]} in ${body.metadata[nominal][fullName]}"
        """);

    sendAll();

    assertThat(routes.durable.reasons()).containsExactlyElementsOf(each(value -> "ticket " + value + " of " + value + " in " + value));
  }

  @Test
  void a_field_that_is_missing_is_told_with_the_action_as_it_came() throws Exception {
    routes.use("rest-call", Map.of("url", "{{shop.url}}/{data.missing}"));

    sendAll();

    assertThat(routes.durable.reasons()).containsExactlyElementsOf(each(value -> "the field 'data.missing' is missing in " + value
        + ": list it in the kamelet's parameter 'optional' if it may be missing"));
  }

  @Test
  void what_an_api_answers_is_in_the_reason_as_it_came() throws Exception {
    routes.use("rest-call", Map.of("url", "{{shop.url}}/"));

    for (String value : VALUES) {
      api.stubFor(any(anyUrl()).willReturn(jsonResponse(value, 422)));
      routes.attempt("test", notification(value));
    }

    assertThat(routes.durable.reasons()).containsExactlyElementsOf(each(value -> "the API answered 422: ⟦" + value + "⟧"));
  }

  @Test
  void what_a_database_refuses_is_told_without_the_value() throws Exception {
    routes.use("database-update", Map.of("database", "shop", "sql", "INSERT INTO numbers VALUES (:?data.id)"));

    sendAll();

    assertThat(routes.durable.reasons()).hasSize(VALUES.size())
        .containsOnly("the values are refused: the database answered SQLState 22018: a value cannot be what its column holds");
  }

  @Test
  void what_a_mail_server_says_is_in_the_reason_as_it_came() throws Exception {
    Files.writeString(home.resolve("routes/mail/all.txt"), "Subject: hello\n\nhello\n");
    routes.close();
    try (MailServer server = new MailServer(builder -> builder)) {
      routes = routes(server.port()).use("send-mail", Map.of("to", "desk@example.com", "template", "all.txt"));

      for (String value : VALUES) {
        server.onRecipient = new RejectException(550, value);
        routes.attempt("test", notification(value));
      }
    }

    assertThat(routes.durable.reasons()).containsExactlyElementsOf(each(value -> "the mail server refused the recipient (550): ⟦550 " + value + "\n⟧"));
  }

  private RunningKamelets routes(int mailPort) throws Exception {
    return new RunningKamelets(home, Map.of("GATEWAY_ROUTES", "routes", "SHOP_TOKEN", SECRET, "GATEWAY_MAIL_PORT", String.valueOf(mailPort),
        "GATEWAY_DATABASE_SHOP_USER", "sa", "GATEWAY_DATABASE_SHOP_URL", database() + ";INIT=CREATE TABLE IF NOT EXISTS numbers (n INT)\\;"
            + "CREATE TABLE IF NOT EXISTS seen (" + forEach("\"%s\" VARCHAR(99)", "\\, ") + ")"),
        Map.of("shop.url", api.baseUrl(), "shop.token", "{{secret:SHOP_TOKEN}}"));
  }

  private String database() {
    return "jdbc:h2:mem:" + home.getFileName();
  }

  private void sendAll() throws Exception {
    for (String value : VALUES) {
      routes.attempt("test", notification(value));
    }
  }

  private Envelope notification(String value) {
    return RunningKamelets.envelope(json(value).toString());
  }

  private JsonNode json(String value) {
    return mapper.valueToTree(Map.of("family", value, "action", value, "type", value,
        "data", Map.of("id", value, "newOwnerEmail", value, "showId", value, "eventId", value, "listing", Map.of("id", value)),
        "metadata", Map.of("nominal", Map.of("fullName", value))));
  }

  private List<LoggedRequest> requests() {
    return api.findAll(anyRequestedFor(anyUrl()));
  }

  private List<JsonNode> bodies() throws Exception {
    List<JsonNode> bodies = new ArrayList<>();
    for (LoggedRequest request : requests()) {
      bodies.add(mapper.readTree(request.getBody()));
    }
    return bodies;
  }

  /** {@code pattern} once for each field, with the field's name for {@code %s}. */
  private static String forEach(String pattern, String separator) {
    return FIELDS.stream().map(field -> pattern.replace("%1$s", field).replace("%s", field)).collect(Collectors.joining(separator));
  }

  private static List<String> each(UnaryOperator<String> text) {
    return VALUES.stream().map(text).toList();
  }
}
