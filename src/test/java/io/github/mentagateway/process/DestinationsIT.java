package io.github.mentagateway.process;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes against a real database, a real REST server with faults and a real SMTP server. */
class DestinationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path home;

  private final WireMockServer rest = new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    rest.start();
    mail.start();
    gateway = GatewayProcess.in(home)
        .with("FULFILMENT_URL", rest.baseUrl())
        .with("SHOWN_AT", "http://{{gateway.stand-ins.rest}}/tickets")
        .with("PLATFORM_EVENTS_URL", rest.baseUrl())
        .with("GATEWAY_MAIL_PORT", String.valueOf(mail.getSmtp().getPort()))
        .with("GATEWAY_DELIVERY_INITIAL_DELAY", "100ms")
        .with("GATEWAY_DELIVERY_MAX_DELAY", "200ms");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    rest.stop();
    mail.stop();
  }

  @Test
  void a_rest_api_that_answers_503_three_times_is_tried_again_while_mail_and_database_are_done_once() throws Exception {
    failTheFirst(3, 503);
    gateway.start();

    gateway.post(Samples.ticket("00001", "ana@example.com"));
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"delivered\"}") == 1);
    gateway.awaitNothingWaiting();

    List<ServeEvent> calls = callsInOrder();
    assertThat(calls).extracting(call -> call.getResponse().getStatus()).containsExactly(503, 503, 503, 200);
    assertThat(calls).extracting(call -> call.getRequest().getHeader("Idempotency-Key")).as("the same key each time")
        .doesNotContainNull().containsOnly(calls.get(0).getRequest().getHeader("Idempotency-Key"));
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(gateway.standIn("/tickets")).contains("ana@example.com");
    assertThat(gateway.metric("menta_deliveries_total{destination=\"owner-mail\",outcome=\"delivered\"}")).isEqualTo(1);
    assertThat(gateway.metric("menta_deliveries_total{destination=\"ticket-ownership\",outcome=\"delivered\"}")).isEqualTo(1);
    assertThat(gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"retry\"}")).isEqualTo(3);
  }

  @Test
  void two_changes_of_one_ticket_arrive_in_order_although_the_first_fails_twice() throws Exception {
    failTheFirst(2, 500);
    gateway.start();

    gateway.post(Samples.ticket("00001", "first@example.com"));
    gateway.post(Samples.ticket("00001", "second@example.com"));
    gateway.post(Samples.ticket("00417", "other@example.com"));
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"delivered\"}") == 3);

    List<String> bodies = callsInOrder().stream().filter(call -> call.getRequest().getUrl().contains("00001"))
        .map(call -> call.getRequest().getBodyAsString()).toList();
    assertThat(bodies).last().asString().contains("second@example.com");
    assertThat(bodies.stream().dropWhile(body -> body.contains("first@example.com")).toList())
        .as("no try of the first after one of the second").allMatch(body -> body.contains("second@example.com"));
  }

  @Test
  void one_mail_goes_to_each_holder_of_an_unlocked_show_with_its_own_id() throws Exception {
    rest.stubFor(any(anyUrl()).willReturn(ok()));
    gateway.start();

    gateway.post(Samples.bytes("event.unlock.json"));
    await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length > 0);
    gateway.awaitNothingWaiting();

    List<String> receivers = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      receivers.add(message.getAllRecipients()[0].toString());
      ids.add(message.getMessageID());
    }
    assertThat(receivers).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void an_sql_injection_in_the_ticket_id_changes_no_row_and_ends_as_a_dead_letter_that_can_be_shown() throws Exception {
    rest.stubFor(any(anyUrl()).willReturn(ok()));
    gateway.start();
    String before = gateway.standIn("/tickets");

    gateway.post(Samples.ticket("x' OR '1'='1", "thief@example.com"));
    await().atMost(PATIENCE).until(() ->
        gateway.metric("menta_deliveries_total{destination=\"ticket-ownership\",outcome=\"dead_letter\"}") == 1);

    assertThat(gateway.standIn("/tickets")).isEqualTo(before);
    GatewayProcess.Result list = gateway.run("deadletters", "list");
    assertThat(list.output()).contains("ticket-ownership").contains("no row");
    assertThat(gateway.log()).as("addresses are masked").doesNotContain("thief@example.com");
  }

  /** Longer than what is kept of a reason, and with the mark that ends a private part. */
  @Test
  void a_value_cannot_end_the_private_part_of_a_reason_that_is_cut() throws Exception {
    rest.stubFor(any(anyUrl()).willReturn(ok()));
    gateway.file("routes/destinations/fulfilment.camel.yaml", """
        - route:
            id: fulfilment
            from:
              uri: durable:fulfilment
              parameters:
                maxAttempts: 3
              steps:
                - setBody:
                    expression:
                      simple:
                        expression: "${body.data[who]}"
                - convertBodyTo:
                    type: java.lang.Integer
        """).start();

    gateway.post(("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\",\"newOwnerEmail\":\"a@example.com\",\"who\":\"⟧ "
        + "Ana Paz Ejemplo lives at ".repeat(50) + "\"}}").getBytes(StandardCharsets.UTF_8));
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"dead_letter\"}") == 1);

    String list = gateway.run("deadletters", "list", "--json").output();
    assertThat(gateway.log()).contains("outcome=dead_letter").doesNotContain("Ejemplo");
    assertThat(list).contains("***", " (given up after attempt 3 of 3)").doesNotContain("Ejemplo");
    String id = new com.fasterxml.jackson.databind.ObjectMapper().readTree(list).at("/items/0/id").asText();
    assertThat(gateway.run("deadletters", "show", id, "--reveal").output()).contains("Ana Paz Ejemplo");
  }

  @Test
  void a_dead_letter_is_delivered_by_a_retry_after_the_cause_is_gone() throws Exception {
    rest.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(422).withBody("unknown ticket")));
    gateway.start();
    gateway.post(Samples.ticket("00001", "ana@example.com"));
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_dead_letters{destination=\"fulfilment\"}") == 1);

    String id = new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(gateway.run("deadletters", "list", "--json").output()).at("/items/0/id").asText();
    GatewayProcess.Result shown = gateway.run("deadletters", "show", id);
    assertThat(shown.output()).contains("the API answered 422: ***").contains("ticket.updated").doesNotContain("unknown ticket");
    assertThat(gateway.run("deadletters", "show", id, "--reveal").output()).contains("the API answered 422: ").contains("unknown ticket");

    rest.stubFor(any(anyUrl()).willReturn(ok()));
    GatewayProcess.Result retried = gateway.run("deadletters", "retry", id);

    assertThat(retried.exit()).as(retried.errors()).isZero();
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_deliveries_total{destination=\"fulfilment\",outcome=\"delivered\"}") == 1);
    List<ServeEvent> calls = callsInOrder();
    assertThat(calls).hasSize(2);
    assertThat(calls.get(1).getRequest().getHeader("Idempotency-Key")).isEqualTo(calls.get(0).getRequest().getHeader("Idempotency-Key"))
        .isEqualTo(id);
    assertThat(gateway.run("deadletters", "retry", id).exit()).as("it is none any more").isEqualTo(1);
  }

  @Test
  void an_action_that_no_route_takes_waits_in_the_quarantine_and_is_routed_by_a_replay_after_the_fix() throws Exception {
    rest.stubFor(any(anyUrl()).willReturn(ok()));
    gateway.start();
    gateway.post(Samples.bytes("product.unknown.json"));
    gateway.post("not an envelope");
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_quarantined") == 2);
    assertThat(gateway.run("quarantine", "list").output()).contains("product.deactivated").contains("the body is not JSON");

    gateway.terminate();
    Path router = home.resolve("routes/router.camel.yaml");
    java.nio.file.Files.writeString(router, java.nio.file.Files.readString(router).replace("payouts.delivered", "product.deactivated"));
    gateway.start();
    String id = null;
    for (com.fasterxml.jackson.databind.JsonNode item : new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(gateway.run("quarantine", "list", "--json").output()).get("items")) {
      id = item.get("action").asText("").equals("product.deactivated") ? item.get("id").asText() : id;
    }
    GatewayProcess.Result replayed = gateway.run("quarantine", "replay", id);

    assertThat(replayed.exit()).as(replayed.errors()).isZero();
    await().atMost(PATIENCE).until(() -> callsInOrder().stream().anyMatch(call -> call.getRequest().getBodyAsString().contains("ticketshield")));
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_quarantined") == 1);

    String broken = new com.fasterxml.jackson.databind.ObjectMapper().readTree(gateway.run("quarantine", "list", "--json").output()).at("/items/0/id").asText();
    java.nio.file.Files.writeString(home.resolve("mended.json"), new String(Samples.bytes("product.unknown.json")).replace("ticketshield", "mended-by-hand"));
    GatewayProcess.Result edited = gateway.run("quarantine", "edit", broken, "--file", "mended.json", "--yes", "--reason", "a test of the sender");

    assertThat(edited.exit()).as(edited.errors()).isZero();
    await().atMost(PATIENCE).until(() -> callsInOrder().stream().anyMatch(call -> call.getRequest().getBodyAsString().contains("mended-by-hand")));
    assertThat(gateway.run("notifications", "show", broken).output()).contains("not an envelope");
    assertThat(gateway.run("acts").output()).containsPattern("gateway +edit +" + broken + " +done +a test of the sender +made ")
        .containsPattern("gateway +replay +" + id + " +done").doesNotContain("mended-by-hand");
  }

  @Test
  void placeholders_in_a_notification_arrive_as_they_were_sent_and_nothing_is_looked_up() throws Exception {
    String value = "{{secret:SHOP_TOKEN}} ${sysenv.SHOP_TOKEN} ${env:SHOP_TOKEN} RAW(x)";
    rest.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(422).withBody(value)));
    gateway.with("SHOP_TOKEN", "token-that-nobody-sees").start();

    gateway.post(Samples.ticket(value, "${sysenv.SHOP_TOKEN}@example.com"));
    gateway.post("{\"action\":\"" + value + "\",\"data\":{\"id\":\"1\"}}");
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_dead_letters{destination=\"fulfilment\"}") == 1);
    await().atMost(PATIENCE).until(() -> gateway.metric("menta_quarantined") == 1 && mail.getReceivedMessages().length == 1);

    ServeEvent call = callsInOrder().get(0);
    assertThat(URI.create(call.getRequest().getUrl()).getPath()).isEqualTo("/tickets/" + value + "/owner");
    assertThat(call.getRequest().getBodyAsString()).contains("\"owner\":\"${sysenv.SHOP_TOKEN}@example.com\"");
    assertThat(mail.getReceivedMessages()[0].getAllRecipients()[0]).hasToString("${sysenv.SHOP_TOKEN}@example.com");
    assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("Ticket " + value + " is yours");
    String letters = gateway.run("deadletters", "list", "--json").output();
    assertThat(letters).contains("the API answered 422: ***").doesNotContain("the API answered 422: " + value);
    String id = new com.fasterxml.jackson.databind.ObjectMapper().readTree(letters).get("items").findParents("destination").stream()
        .filter(letter -> letter.get("destination").asText().equals("fulfilment")).findFirst().orElseThrow().get("id").asText();
    assertThat(gateway.run("deadletters", "show", id, "--reveal").output()).contains("the API answered 422: " + value);
    assertThat(gateway.run("quarantine", "list", "--json").output()).contains("no route takes the action '" + value + "'");
    assertThat(gateway.log()).doesNotContain("token-that-nobody-sees");
  }

  private void failTheFirst(int times, int status) {
    for (int call = 0; call < times; call++) {
      rest.stubFor(any(anyUrl()).inScenario("faults").whenScenarioStateIs(call == 0 ? STARTED : "failed " + call)
          .willSetStateTo("failed " + (call + 1)).willReturn(aResponse().withStatus(status)));
    }
    rest.stubFor(any(anyUrl()).inScenario("faults").whenScenarioStateIs("failed " + times).willReturn(ok()));
  }

  private List<ServeEvent> callsInOrder() {
    List<ServeEvent> events = new ArrayList<>(rest.getAllServeEvents());
    Collections.reverse(events);
    return events;
  }

}
