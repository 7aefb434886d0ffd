package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.delivery.Outcome;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final Failures failures = new Failures(new MovableClock());

  @Test
  void no_connection_is_told_and_speaks_for_the_destination() {
    assertThat(failures.of(new CamelExecutionException("wrapped", null, new ConnectException("Connection refused"))))
        .isEqualTo(new Outcome.Failed("ConnectException: Connection refused", null, true));
  }

  @Test
  void an_answer_that_asks_to_wait_is_waited_for_and_speaks_for_itself_only() {
    assertThat(failures.of(answer(429, "17"))).isEqualTo(new Outcome.Failed("the server answered 429 Busy", Duration.ofSeconds(17), false));
    assertThat(failures.of(answer(503, "Sun, 01 Mar 2026 12:01:00 GMT")))
        .isEqualTo(new Outcome.Failed("the server answered 503 Busy", Duration.ofMinutes(1), true));
  }

  private static Exception answer(int status, String retryAfter) {
    return new HttpOperationFailedException("http://localhost", status, "Busy", null, Map.of("retry-after", retryAfter), "");
  }
}
