package io.github.mentagateway.destination;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.destination.mail.MailServer;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.standins.StandIns;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped router, destinations, kamelets and errors on a real inbox, the demo database, a real mail server and a real REST
 * API.
 */
class ShippedRoutesTest {
  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private final ObjectMapper mapper = EnvelopeMapper.create();
  private final EntityResolver entities = new EntityResolver(Map.of("event", List.of("data.eventId", "data.showId")));
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Main main = new Main();
  private MailServer mailServer;
  private StandIns standIns;
  private Destinations destinations;
  private Inbox inbox;
  private int standInPort;

  @BeforeEach
  void start() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(ok()));
    mailServer = new MailServer(builder -> builder);
    standInPort = FreePort.next();
    Settings settings = Settings.load(home, Map.of(
        "GATEWAY_ROUTES", Path.of("routes").toAbsolutePath().toString(),
        "GATEWAY_MAIL_PORT", Integer.toString(mailServer.port()),
        "GATEWAY_STAND_INS_REST_LISTEN", "127.0.0.1:" + standInPort,
        "SHOWN_AT", "http://{{gateway.stand-ins.rest}}/tickets",
        "GATEWAY_DATABASE_PLATFORM_URL", "jdbc:h2:file:" + home.resolve("data/stand-ins/platform"),
        "GATEWAY_DATABASE_PLATFORM_USER", "sa"));
    standIns = StandIns.start(settings);
    destinations = Destinations.open(settings);
    destinations.use(RouteFiles.read(settings.routes(), home));
    inbox = InboxFactory.open(Stores.sqlite(home.resolve("data")), Clock.systemUTC());
    main.bind("durable", new DurableComponent(new DurableServices(inbox.acceptance(),
        new DeliveryServices(inbox.work(), Clock.systemUTC(), timer, () -> 0.5, new SimpleMeterRegistry(), text -> text), mapper,
            entities, new Comparisons(Map.of("ticket.updated", Comparison.Policy.NEWEST), Optional.empty(), new byte[32]),
        new ChannelOptions(4, 5, Duration.ofMillis(20), Duration.ofMillis(50), 1, 0, Duration.ofSeconds(30),
            new ChannelRules(true, false, Duration.ofMillis(200))),
        new SendLimits(20_000, 16 << 20), false, Duration.ofSeconds(5), Dispatcher::new)));
    destinations.bindTo(main::bind);
    main.configure().withRoutesIncludePattern("file:routes/errors.camel.yaml,file:routes/router.camel.yaml,"
        + "file:routes/destinations/*.camel.yaml,file:routes/kamelets/*.kamelet.yaml");
    main.addOverrideProperty("fulfilment.url", api.baseUrl() + "/fulfilment");
    main.addOverrideProperty("platform-events.url", api.baseUrl() + "/platform-events");
    main.start();
  }

  @AfterEach
  void stop() throws Exception {
    main.stop();
    inbox.close();
    destinations.close();
    standIns.close();
    mailServer.close();
    timer.shutdownNow();
    api.stop();
  }

  @Test
  void an_updated_ticket_changes_the_row_calls_the_api_and_mails_the_new_owner() throws Exception {
    accept("""
        {"action":"ticket.updated","family":"ticket","data":{"id":"00417","newOwnerEmail":"ana@example.com",
         "oldOwnerEmail":"luis@example.com"},
         "metadata":{"nominal":{"fullName":"Ana Ejemplo Pérez","identificationNumber":"30123456"}}}""");

    drained();
    assertThat(tickets()).contains("\"owner_email\" : \"ana@example.com\"").doesNotContain("luis@example.com");
    assertThat(calls()).singleElement().satisfies(call -> {
      assertThat(call.getMethod().value() + " " + call.getUrl()).isEqualTo("PUT /fulfilment/tickets/00417/owner");
      assertThat(call.getBodyAsString()).startsWith("{\"owner\":\"ana@example.com\",\"previousOwner\":\"luis@example.com\","
          + "\"nominal\":{\"fullName\":\"Ana Ejemplo Pérez\",\"identificationNumber\":\"30123456\"},\"sequence\":");
      assertThat(call.getHeader("Idempotency-Key")).isNotBlank();
    });
    assertThat(mailServer.mails).singleElement().satisfies(mail ->
        assertThat(mail.mail()).contains("To: ana@example.com", "Subject: Ticket 00417 is yours"));
    assertThat(letters(Kind.DEAD_LETTER)).isEmpty();
  }

  @Test
  void an_api_that_fails_three_times_gets_the_same_key_and_holds_up_neither_the_row_nor_the_mail() throws Exception {
    for (int i = 0; i < 3; i++) {
      api.stubFor(any(anyUrl()).inScenario("down").whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
          .willSetStateTo("after " + (i + 1)).willReturn(serverError()));
    }
    api.stubFor(any(anyUrl()).inScenario("down").whenScenarioStateIs("after 3").willReturn(ok()));

    accept("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\",\"newOwnerEmail\":\"new_owner@email.com\"}}");

    drained();
    assertThat(calls()).hasSize(4).extracting(call -> call.getHeader("Idempotency-Key"))
        .containsOnly(calls().get(0).getHeader("Idempotency-Key"));
    assertThat(mailServer.mails).hasSize(1);
    assertThat(tickets()).contains("new_owner@email.com");
  }

  @Test
  void an_expired_token_takes_the_destination_down_and_makes_no_dead_letter() throws Exception {
    api.stubFor(any(anyUrl()).willReturn(unauthorized().withBody("the token of Ana Paz has expired")));

    for (String id : List.of("00001", "00002", "00003")) {
      accept("{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id
          + "\",\"newOwnerEmail\":\"new_owner@email.com\"}}");
    }

    await().until(() -> inbox.channels().list().stream().anyMatch(one -> one.channel().equals("fulfilment") && one.downSince() != null));
    assertThat(letters(Kind.DEAD_LETTER)).filteredOn(letter -> letter.channel().equals("fulfilment")).isEmpty();
    api.stubFor(any(anyUrl()).willReturn(ok()));
    await().atMost(Duration.ofSeconds(30)).until(() -> inbox.channels().backlog().stream().allMatch(channel -> channel.waiting() == 0));
    assertThat(letters(Kind.DEAD_LETTER)).filteredOn(letter -> letter.channel().equals("fulfilment")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"eventId\":\"121982\",\"showId\":\"8928\"}", "{\"eventId\":121982,\"showId\":8928}"})
  void an_unlocked_show_mails_each_of_its_holders_once(String data) throws Exception {
    accept("{\"family\":\"event\",\"action\":\"event.unlock\",\"data\":" + data + "}");

    drained();
    assertThat(mailServer.mails).hasSize(2).extracting(mail -> mail.mail().replaceAll("(?s).*\r\nTo: ([^\r]*)\r\n.*", "$1"))
        .containsExactlyInAnyOrder("first_owner@email.com", "carla@example.com");
    assertThat(mailServer.mails).allSatisfy(mail -> assertThat(mail.mail())
        .contains("Subject: Your tickets for Concert in the Park are unlocked"));
    assertThat(mailServer.mails.stream().map(mail -> mail.mail().replaceAll("(?s).*Message-ID: (\\S*).*", "$1")))
        .doesNotHaveDuplicates();
    assertThat(letters(Kind.DEAD_LETTER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"listing.created", "listing.updated", "listing.deleted", "notifyMe.created.updated",
      "payouts.delivered"})
  void every_other_published_action_goes_to_the_platform_as_it_came(String action) throws Exception {
    String json = "{\"family\":\"" + action.replaceAll("\\..*", "") + "\",\"action\":\"" + action
        + "\",\"data\":{\"id\":\"lst_9f2\"}}";
    accept(json);

    drained();
    assertThat(calls()).singleElement().satisfies(call -> {
      assertThat(call.getMethod().value() + " " + call.getUrl()).isEqualTo("POST /platform-events");
      assertThat(call.getBodyAsString()).isEqualTo(json);
    });
    assertThat(letters(Kind.QUARANTINE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"product.deactivated", "ticket.updated ", "TICKET.UPDATED", "x' || '1'=='1", "${exception}"})
  void an_action_that_no_route_takes_is_quarantined_with_its_name(String action) throws Exception {
    accept("{\"family\":\"product\",\"action\":\"" + action + "\",\"data\":{\"id\":\"1\"}}");

    drained();
    assertThat(letters(Kind.QUARANTINE)).singleElement().satisfies(letter -> assertThat(letter.reason()).isEqualTo(
        "no route takes the action '" + action + "': add a branch to routes/router.camel.yaml, then replay it"));
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_ticket_that_nobody_knows_and_that_names_no_owner_is_told_per_destination() throws Exception {
    accept("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"99999\",\"newOwnerEmail\":\"a@example.com, b@example.com\"}}");

    drained();
    assertThat(letters(Kind.DEAD_LETTER)).extracting(Letter::channel).containsExactlyInAnyOrder("ticket-ownership", "owner-mail");
    assertThat(letters(Kind.DEAD_LETTER)).extracting(Letter::reason)
        .anySatisfy(reason -> assertThat(reason).startsWith("no row in platform matched 'UPDATE tickets"))
        .anySatisfy(reason -> assertThat(reason)
            .startsWith("'to' is {newOwnerEmail}, and what that gives is not exactly one plain address"));
    assertThat(calls()).hasSize(1);
    assertThat(mailServer.mails).isEmpty();
  }

  private void accept(String json) throws Exception {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Envelope envelope = mapper.readValue(bytes, Envelope.class);
    inbox.acceptance().accept(new Arrival(DurableComponent.NOTIFICATIONS, new Original(bytes, Map.of(), Instant.now()), envelope.action(),
        entities.of(envelope), null, Payload.ORIGINAL, null)).get();
  }

  private void drained() {
    await().until(() -> inbox.channels().backlog().stream().allMatch(channel -> channel.waiting() == 0));
  }

  private List<Letter> letters(Kind kind) {
    return inbox.letters().list(kind, Long.MAX_VALUE, 10);
  }

  private List<LoggedRequest> calls() {
    return api.findAll(WireMock.anyRequestedFor(anyUrl()));
  }

  private String tickets() throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + standInPort + "/tickets"))
        .build(),
        HttpResponse.BodyHandlers.ofString()).body();
  }
}
