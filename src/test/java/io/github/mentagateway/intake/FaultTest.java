package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.MovableClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.UnitOfWorkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the gateway's own is answered all the same, and does not fill the log. */
class FaultTest {
  @TempDir private Path home;

  private RunningIntake start(Clock clock, Consumer<Main> more) throws Exception {
    return RunningIntake.start(home, Map.of("GATEWAY_SHUTDOWN_TIMEOUT", "1h"), clock, more.andThen(
        main -> main.configure().addRoutesBuilder(new EchoRoute())));
  }

  @Test
  void one_after_the_body_is_a_500_and_one_line() throws Exception {
    try (CapturedLog vertx = CapturedLog.of("io.vertx"); CapturedLog log = CapturedLog.of("io.github.mentagateway.intake");
        RunningIntake intake = start(new BrokenClock(), main -> {})) {
      for (int i = 0; i < 5; i++) {
        HttpResponse<String> answer = intake.send("x");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
            + "\"detail\":\"The notification was not taken. The operator of this gateway finds out why.\"}");
      }
      assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR event=intake outcome=failed count=1 "
          + "addresses=1 remote=127.0.0.1 reason=\"a fault of the gateway's own: java.lang.IllegalStateException\"");
      assertThat(vertx.lines()).isEmpty();
    }
  }

  /** The stop, which would wait an hour for a request that never ends, shows that none is left. */
  @Test
  void one_in_the_metrics_leaves_the_answers_as_they_are_and_is_one_line() throws Exception {
    try (CapturedLog vertx = CapturedLog.of("io.vertx"); CapturedLog log = CapturedLog.of("io.github.mentagateway.intake");
        RunningIntake intake = start(new MovableClock(), main -> main.bind("metricsRegistry", new BrokenMeters()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(intake.send("x").statusCode()).isEqualTo(202);
        assertThat(intake.send(HttpRequest.newBuilder(intake.uri()).GET().build()).statusCode()).isEqualTo(404);
        assertThat(intake.send(HttpRequest.newBuilder(intake.uri()).POST(BodyPublishers.noBody()).build()).statusCode()).isEqualTo(401);
      }
      await().untilAsserted(() -> assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1));
      assertThat(vertx.lines()).isEmpty();
    }
  }

  /** Where no Camel stands between: the stop, which would wait an hour, shows that no request is left open. */
  @Test
  void an_error_on_a_worker_is_a_500_and_told_by_its_name() throws Exception {
    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake"); RunningIntake intake = RunningIntake.start(home,
        Map.of("GATEWAY_SHUTDOWN_TIMEOUT", "1h"), main -> main.configure().addRoutesBuilder(new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:{{gateway.intake.path}}").errorHandler(noErrorHandler()).process(exchange -> {
              throw new NoClassDefFoundError("com/example/NotInLib");
            });
          }
        }))) {
      assertThat(intake.send("x").statusCode()).isEqualTo(500);
      await().untilAsserted(() -> assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).singleElement().asString()
          .contains("the intake route failed: java.lang.NoClassDefFoundError"));
    }
    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake"); RunningIntake intake = RunningIntake.start(home,
        Map.of("GATEWAY_SHUTDOWN_TIMEOUT", "1h"), main -> {
          main.bind("unitOfWorkFactory", (UnitOfWorkFactory) exchange -> {
            throw new NoClassDefFoundError("com/example/NotInLib");
          });
          main.configure().addRoutesBuilder(new EchoRoute());
        })) {
      assertThat(intake.send("x").statusCode()).isEqualTo(500);
      await().untilAsserted(() -> assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).singleElement().asString()
          .contains("java.lang.NoClassDefFoundError"));
    }
  }

  private static final class BrokenMeters extends SimpleMeterRegistry {
    @Override
    protected Counter newCounter(Meter.Id id) {
      return id.getName().equals("menta.intake.requests") ? new CumulativeCounter(id) {
        @Override
        public void increment(double amount) {
          throw new IllegalStateException("no counting today");
        }
      } : super.newCounter(id);
    }
  }

  /** Tells the log the time and nobody else. */
  private static final class BrokenClock extends Clock {
    @Override
    public Instant instant() {
      throw new IllegalStateException("no time");
    }

    @Override
    public long millis() {
      return 0;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
