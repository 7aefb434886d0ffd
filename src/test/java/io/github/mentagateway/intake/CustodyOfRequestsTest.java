package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intake routes as an author may change them, on the real server and the real inbox: 202 says that the request is on disk, and only that. */
class CustodyOfRequestsTest {
  private static final String TICKET = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"%s\"}}";

  @TempDir
  private Path home;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Inbox inbox;
  private RunningIntake intake;

  private interface Steps {
    Object after(RouteDefinition route);
  }

  @BeforeEach
  void open() {
    inbox = InboxFactory.open(Stores.sqlite(home), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    intake.close();
    inbox.close();
    timer.shutdownNow();
  }

  private void start(RouteBuilder routes) throws Exception {
    DeliveryServices delivery = new DeliveryServices(inbox.work(), Clock.systemUTC(), timer, () -> 0.5,
        new SimpleMeterRegistry(), text -> text);
    ChannelOptions defaults = new ChannelOptions(2, 50, Duration.ofSeconds(5), Duration.ofMinutes(8), 2, 0, Duration.ofSeconds(60),
        new ChannelRules(true, false, Duration.ofSeconds(10)));
    intake = RunningIntake.start(home, Map.of(), main -> {
      main.bind("envelopeMapper", EnvelopeMapper.create());
      main.bind("durable", new DurableComponent(new DurableServices(
          inbox.acceptance(), delivery, EnvelopeMapper.create(), new EntityResolver(Map.of()),
          new Comparisons(Map.of(), Optional.empty(), new byte[32]), defaults, new SendLimits(20_000, 16 << 20), false,
          Duration.ofSeconds(20), Dispatcher::new)));
      main.configure().addRoutesBuilder(routes);
    });
  }

  /** The way in and out are as they are shipped; the steps between are the author's. */
  private void start(Steps steps) throws Exception {
    start(new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("direct:store").to("durable:notifications");
        steps.after(from("platform-http:{{gateway.intake.path}}").routeId("intake").process("authenticator"));
      }
    });
  }

  /** The shipped route with one piece of it replaced. */
  private void startShipped(String piece, String replacement) throws Exception {
    start(new RouteBuilder() {
      @Override
      public void configure() {}
    });
    String shipped = Files.readString(Path.of("routes/intake.camel.yaml"));
    assertThat(shipped).contains(piece);
    PluginHelper.getRoutesLoader(intake.main.getCamelContext())
        .loadRoutes(ResourceHelper.fromString("intake.camel.yaml", shipped.replace(piece, replacement)));
  }

  private HttpResponse<String> send(String id) throws Exception {
    return intake.send(TICKET.formatted(id));
  }

  private long waiting() {
    return inbox.channels().backlog().stream().mapToLong(Channels.Backlog::waiting).sum();
  }

  @Test
  void the_shipped_route_answers_202_with_the_id() throws Exception {
    startShipped("durable:notifications", "durable:notifications");

    HttpResponse<String> answer = send("1");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).matches("\\{\"id\":\"[a-z0-9]+-[0-9]+\",\"outcome\":\"accepted\"}");
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void the_listener_is_told_of_each_answer_to_what_is_in_custody_and_of_no_refusal() throws Exception {
    Instant before = Instant.now();
    startShipped("durable:notifications", "durable:notifications");
    String id = send("1").body().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    intake.send(intake.post(BodyPublishers.ofString(TICKET.formatted("2"))).setHeader("Authorization", "wrong").build());
    String other = send("3").body().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");

    await().untilAsserted(() -> assertThat(intake.taken).extracting(TakenRequest::notification, TakenRequest::outcome, TakenRequest::status,
        TakenRequest::written).containsExactly(tuple(id, "accepted", 202, true), tuple(other, "accepted", 202, true)));
    assertThat(intake.taken.get(0).startedAt()).isBetween(before, Instant.now());
    assertThat(intake.taken.get(0).bytes()).isEqualTo(TICKET.formatted("1").length());
  }

  @Test
  void a_wire_tap_in_place_of_the_store_is_500_and_named_in_the_log() throws Exception {
    startShipped("- to:\n                  id: store\n", "- wireTap:\n                  id: store\n");

    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake")) {
      assertThat(send("1").statusCode()).isEqualTo(500);
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
      assertThat(log.lines()).singleElement().asString().startsWith("ERROR").contains("outcome=failed").contains(
          "the intake route ended with CamelHttpResponseCode 202, and the request is not in custody");
    }
  }

  @Test
  void a_wire_tap_beside_the_store_neither_proves_custody_nor_takes_it_away() throws Exception {
    start(route -> route.wireTap("direct:store").to("durable:notifications").process(CustodyOfRequestsTest::accepted));

    for (int i = 0; i < 20; i++) {
      assertThat(send("" + i).statusCode()).isEqualTo(202);
    }
    assertThat(waiting()).as("what is tapped is not stored").isEqualTo(20);
  }

  @Test
  void a_receipt_that_the_route_made_up_is_no_receipt() throws Exception {
    start(route -> route.setVariable("receipt", () -> new Acknowledgement("x", "accepted", null, null))
        .setVariable("notificationId").constant("x").process(CustodyOfRequestsTest::accepted));

    assertThat(send("1").statusCode()).isEqualTo(500);
  }

  @Test
  void a_receipt_that_another_request_left_behind_is_no_receipt() throws Exception {
    Object[] before = new Object[1];
    start(route -> route.process(exchange -> {
      if (before[0] == null) {
        exchange.getContext().createProducerTemplate().send("direct:store", exchange);
        before[0] = exchange.getVariable("receipt");
      } else {
        exchange.setVariable("receipt", before[0]);
      }
    }).process(CustodyOfRequestsTest::accepted));

    assertThat(send("1").statusCode()).isEqualTo(202);
    assertThat(send("2").statusCode()).isEqualTo(500);
  }

  @Test
  void a_copy_that_the_route_waits_for_may_store_the_request() throws Exception {
    start(route -> route.convertBodyTo(String.class).choice()
        .when().simple("${body} contains 'multicast'").multicast().to("direct:store").end().endChoice()
        .when().simple("${body} contains 'split'").split().constant("one part").to("direct:store").end().endChoice()
        .otherwise().enrich("direct:store").end().process(CustodyOfRequestsTest::accepted));

    assertThat(send("multicast").statusCode()).isEqualTo(202);
    assertThat(send("split").statusCode()).isEqualTo(202);
    assertThat(send("enrich").statusCode()).isEqualTo(202);
    assertThat(waiting()).isEqualTo(3);
  }

  @Test
  void a_step_that_fails_once_the_request_is_on_disk_does_not_make_the_sender_repeat_it() throws Exception {
    startShipped("        - setBody:\n            id: receipt\n", """
                - throwException:
                    id: broken
                    exceptionType: java.lang.IllegalStateException
                    message: nobody thought of it
                - setBody:
                    id: receipt
        """);

    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake")) {
      HttpResponse<String> answer = send("1");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).contains("\"outcome\":\"accepted\"");
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
      assertThat(log.lines()).singleElement().asString().startsWith("ERROR").contains("outcome=accepted").contains(
          "the intake route failed after its notification was taken, which was answered all the same: java.lang.IllegalStateException");
    }
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void of_two_stores_in_one_route_the_first_receipt_counts() throws Exception {
    start(route -> route.to("durable:notifications").setVariable("first").variable("notificationId").to("durable:audit")
        .process(exchange -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204)));

    assertThat(send("1").body()).contains("\"outcome\":\"accepted\"");
    assertThat(waiting()).isEqualTo(2);
  }

  @Test
  void a_store_that_fails_counts_even_when_the_route_passes_over_it() throws Exception {
    start(route -> route.to("durable:notifications").process(exchange -> inbox.close())
        .doTry().to("durable:audit").doCatch(Exception.class).end().process(CustodyOfRequestsTest::accepted));

    assertThat(send("1").statusCode()).isEqualTo(500);
  }

  @Test
  void a_route_without_the_step_authenticate_stores_nothing() throws Exception {
    startShipped("""
                - process:
                    id: authenticate
        """, """
                - process:
                    disabled: true
        """);

    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake")) {
      assertThat(send("1").statusCode()).isEqualTo(500);
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
      assertThat(log.lines()).singleElement().asString().contains("the intake route stores a request whose credentials no step has asked for: its first step must be"
          + " process with ref: authenticator");
    }
    assertThat(waiting()).isZero();
  }

  @Test
  void a_step_that_blocks_behind_the_store_keeps_no_other_request_of_its_connection_waiting() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    start(route -> route.convertBodyTo(String.class).setVariable("sent").body().to("durable:notifications").process(exchange -> {
      if (exchange.getVariable("sent", String.class).contains("slow")) {
        blocked.countDown();
        release.await();
      }
    }).process(CustodyOfRequestsTest::accepted));

    blockOneOfTwo(blocked, release);
  }

  @Test
  void what_blocks_after_the_end_of_the_route_keeps_nobody_waiting_either() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    start(new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("platform-http:{{gateway.intake.path}}").routeId("intake")
            .onCompletion().process(exchange -> {
              if (exchange.getVariable("sent", String.class).contains("slow")) {
                blocked.countDown();
                release.await();
              }
            }).end()
            .process("authenticator").convertBodyTo(String.class).setVariable("sent").body().to("durable:notifications")
            .process(CustodyOfRequestsTest::accepted);
      }
    });

    blockOneOfTwo(blocked, release);
  }

  /** Two streams of one HTTP/2 connection have the same thread of the server. */
  private void blockOneOfTwo(CountDownLatch blocked, CountDownLatch release) throws Exception {
    HttpClient connection = intake.client(HttpClient.Version.HTTP_2);
    CompletableFuture<HttpResponse<String>> slow = post(connection, "slow");
    try {
      assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(post(connection, "quick").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    } finally {
      release.countDown();
    }
    assertThat(slow.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    await().untilAsserted(() -> assertThat(intake.main.getCamelContext().getInflightRepository().size()).isZero());
  }

  private CompletableFuture<HttpResponse<String>> post(HttpClient client, String id) {
    return client.sendAsync(intake.post(BodyPublishers.ofString(TICKET.formatted(id))).build(), BodyHandlers.ofString());
  }

  private static void accepted(Exchange exchange) {
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
  }
}
