package io.github.mentagateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryHandler;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.intake.TakenRequest;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of real dispatchers on a real inbox, as a collector gets them. */
class TracingTest {
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final ChannelOptions OPTIONS = new ChannelOptions(2, 50, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0,
      Duration.ofSeconds(60), new ChannelRules(true, false, Duration.ofSeconds(10)));
  private static final String PERSONAL = "ana.paz@example.com 30123456";

  @TempDir
  private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private Inbox inbox;

  @BeforeEach
  void open() {
    inbox = InboxFactory.open(Stores.sqlite(folder), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    dispatchers.forEach(dispatcher -> dispatcher.stop(Duration.ofSeconds(5)));
    inbox.close();
    timer.shutdownNow();
  }

  private Tracing to(String endpoint, double sample, Duration timeout) {
    Settings.Tracing settings = new Settings.Tracing(Optional.of(endpoint), Map.of("X-Api-Key", "collector-key"), sample);
    return Tracing.of(settings, "host-1", Masks::maskAddresses, meters, EVERY, timeout);
  }

  private Tracing to(Collector collector) {
    return to(collector.endpoint(), 1, Duration.ofSeconds(10));
  }

  private void read(String channel, Tracing tracing, DeliveryHandler reader) {
    DeliveryServices services = new DeliveryServices(inbox.work(), Clock.systemUTC(), Clock.systemUTC(), timer, () -> 0.5, meters,
        Masks::maskAddresses, thread -> {}, tracing.attempts());
    Dispatcher dispatcher = new Dispatcher(channel, OPTIONS, reader, services);
    dispatchers.add(dispatcher);
    dispatcher.start();
    dispatcher.begin();
  }

  private String accept(String entity) {
    return inbox.acceptance().accept(new Arrival("notifications",
        new Original(PERSONAL.getBytes(StandardCharsets.UTF_8), Map.of(), Instant.now()), "ticket.updated " + PERSONAL, entity, null,
        Payload.ORIGINAL, null)).join().id();
  }

  private static TakenRequest request(String id, String outcome) {
    return new TakenRequest(id, outcome, "ticket.updated " + PERSONAL, 202, 105, Instant.now(), Duration.ofMillis(7), false, true);
  }

  private static AttemptResult done() {
    return new AttemptResult.Done(List.of());
  }

  private static List<Span> awaitSpans(Collector collector, int spans) {
    await().untilAsserted(() -> assertThat(collector.spans).hasSizeGreaterThanOrEqualTo(spans));
    return collector.spans;
  }

  private static Span named(List<Span> spans, String name, String outcome) {
    return spans.stream().filter(span -> span.getName().equals(name) && outcome.equals(attributes(span).get("menta.outcome")))
        .reduce((one, other) -> {
          throw new AssertionError("two of " + name + " " + outcome);
        }).orElseThrow();
  }

  private static Map<String, String> attributes(Span span) {
    return Collector.attributes(span.getAttributesList());
  }

  private static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  @Test
  void one_trace_has_the_request_the_router_and_both_attempts_of_a_delivery_that_failed_first_on_another_instance() throws Exception {
    try (Collector collector = Collector.on(0); Tracing here = to(collector); Tracing elsewhere = to(collector)) {
      String id = accept("ticket:" + PERSONAL);
      here.requests().answered(request(id, "accepted"));
      read("notifications", here, work -> new AttemptResult.Done(List.of(new Send("owner-mail", work.entity(), null, Payload.ORIGINAL))));
      read("owner-mail", elsewhere, work -> work.attempt() > 1 ? done()
          : new AttemptResult.Failed("the API answered 503: ⟦Ana Paz⟧ for " + PERSONAL, null, false));

      List<Span> spans = awaitSpans(collector, 4);

      Span intake = named(spans, "intake", "accepted");
      Span router = named(spans, "attempt notifications", "delivered");
      Span failed = named(spans, "attempt owner-mail", "retry");
      Span delivered = named(spans, "attempt owner-mail", "delivered");
      assertThat(spans).hasSize(4).extracting(TracingTest::trace).containsOnly(TraceIds.trace(id));
      assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
      assertThat(intake.getParentSpanId().isEmpty()).isTrue();
      assertThat(List.of(router, failed, delivered)).extracting(Span::getParentSpanId).containsOnly(intake.getSpanId());
      assertThat(intake.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(intake.getEndTimeUnixNano() - intake.getStartTimeUnixNano()).isEqualTo(7_000_000);
      assertThat(attributes(intake)).containsEntry("http.response.status_code", "202").containsEntry("http.request.body.size", "105")
          .containsEntry("menta.notification.id", id).containsEntry("menta.action", "ticket.updated a***@example.com ***56");
      assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(failed.getStatus().getMessage()).startsWith("the API answered 503: *** for a***@example.com ***56");
      assertThat(attributes(failed)).containsEntry("menta.attempt", "1").containsEntry("messaging.destination.name", "owner-mail")
          .containsEntry("messaging.message.id", id + ".owner-mail").containsEntry("error.type", "retry").containsKey("menta.retry_at");
      assertThat(delivered.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
      assertThat(attributes(delivered)).containsEntry("menta.attempt", "2").doesNotContainKeys("error.type", "menta.retry_at");
      assertThat(collector.resources).allSatisfy(resource -> assertThat(resource).containsEntry("service.name", "menta-gateway")
          .containsEntry("host.name", "host-1").containsKey("service.version"));
      assertThat(collector.keys).containsOnly("collector-key");
      assertThat(collector.spans.toString()).doesNotContain("ana.paz", "Ana Paz", "30123456");
    }
  }

  @Test
  void a_copy_is_a_span_of_its_own_below_the_request_that_it_copies() throws Exception {
    try (Collector collector = Collector.on(0); Tracing tracing = to(collector)) {
      tracing.requests().answered(request("ab-1", "accepted"));
      tracing.requests().answered(request("ab-1", "duplicate"));
      tracing.requests().answered(request("ab-1", "duplicate"));

      List<Span> spans = awaitSpans(collector, 3);

      assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
      assertThat(spans).filteredOn(span -> !span.getParentSpanId().isEmpty()).hasSize(2).extracting(TracingTest::trace, Span::getParentSpanId)
          .containsOnly(tuple(TraceIds.trace("ab-1"), named(spans, "intake", "accepted").getSpanId()));
    }
  }

  @Test
  void deliveries_go_on_while_no_collector_is_there_and_it_is_told_once_and_once_when_it_is_back() throws Exception {
    int port = FreePort.next();
    try (CapturedLog log = CapturedLog.of(SpanSender.class.getName());
        Tracing tracing = to("http://127.0.0.1:" + port, 1, Duration.ofMillis(100))) {
      read("notifications", tracing, work -> done());
      for (int i = 0; i < 3; i++) {
        accept("ticket:" + i);
        int batches = i;
        await().until(() -> inbox.channels().backlog().stream().mapToLong(Channels.Backlog::waiting).sum() == 0);
        await().until(() -> meters.counter("menta.tracing.dropped").count() > batches);
      }
      assertThat(log.lines()).singleElement().asString().startsWith("WARN event=tracing_failed error=").contains("Connect")
          .endsWith("next=\"spans are dropped until the collector of gateway.tracing.endpoint takes them; deliveries go on\"");

      try (Collector collector = Collector.on(port)) {
        await().until(() -> {
          tracing.requests().answered(request("ab-1", "accepted"));
          return log.lines().size() > 1;
        });
        assertThat(log.lines().get(1)).matches("INFO event=tracing_works_again dropped=[0-9]+");
        assertThat(collector.spans).isNotEmpty();
      }
    }
  }

  @Test
  void a_collector_that_refuses_is_told_with_its_status_and_without_the_key() throws Exception {
    try (CapturedLog log = CapturedLog.of(SpanSender.class.getName()); Collector collector = Collector.thatAnswers(401);
        Tracing tracing = to(collector)) {
      tracing.requests().answered(request("ab-1", "accepted"));

      await().until(() -> meters.counter("menta.tracing.dropped").count() == 1);
      await().until(() -> !log.lines().isEmpty());
      assertThat(log.lines().get(0)).startsWith("WARN event=tracing_failed error=\"the collector answered 401\" ");
    }
  }

  @Test
  void spans_that_a_hanging_collector_does_not_take_are_held_up_to_a_number_and_dropped_beyond_it() throws Exception {
    try (Collector collector = Collector.thatHangs(); Tracing tracing = to(collector.endpoint(), 1, Duration.ofMinutes(5))) {
      for (int i = 0; i < SpanSender.MOST + 1000; i++) {
        tracing.requests().answered(request("ab-" + i, "accepted"));
      }

      assertThat(meters.counter("menta.tracing.dropped").count()).isEqualTo(1000);
      collector.close();
    }
  }

  @Test
  void a_sample_has_all_spans_of_a_trace_or_none() throws Exception {
    try (Collector collector = Collector.on(0); Tracing tracing = to(collector.endpoint(), 0.5, Duration.ofSeconds(10))) {
      for (int i = 0; i < 40; i++) {
        tracing.requests().answered(request("ab-" + i, "accepted"));
        tracing.requests().answered(request("ab-" + i, "duplicate"));
      }
      tracing.close();

      Map<String, Long> traces = collector.spans.stream().collect(Collectors.groupingBy(TracingTest::trace, Collectors.counting()));
      assertThat(traces.values()).containsOnly(2L).hasSizeBetween(1, 39);
    }
  }

  @Test
  void without_a_collector_no_class_of_open_telemetry_is_loaded() throws Exception {
    String name = Tracing.class.getName();
    ClassLoader without = new ClassLoader(getClass().getClassLoader()) {
      @Override
      protected Class<?> loadClass(String type, boolean resolve) throws ClassNotFoundException {
        if (type.startsWith("io.opentelemetry.")) {
          throw new ClassNotFoundException(type);
        }
        return type.startsWith(Tracing.class.getPackageName() + ".") ? define(type) : super.loadClass(type, resolve);
      }

      private Class<?> define(String type) throws ClassNotFoundException {
        Class<?> known = findLoadedClass(type);
        try (InputStream file = getResourceAsStream(type.replace('.', '/') + ".class")) {
          byte[] bytes = known == null ? file.readAllBytes() : new byte[0];
          return known == null ? defineClass(type, bytes, 0, bytes.length) : known;
        } catch (IOException e) {
          throw new ClassNotFoundException(type, e);
        }
      }
    };
    Settings.Tracing off = new Settings.Tracing(Optional.empty(), Map.of(), 1);

    Object tracing = Class.forName(name, true, without)
        .getMethod("of", Settings.Tracing.class, String.class, UnaryOperator.class,
            MeterRegistry.class)
        .invoke(null, off, "host", (UnaryOperator<String>) text -> text, meters);

    assertThat(tracing.getClass().getClassLoader()).isSameAs(without);
    ((AutoCloseable) tracing).close();
    assertThat(meters.find("menta.tracing.dropped").counter()).isNull();
  }
}
