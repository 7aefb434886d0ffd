package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.destination.PermanentFailureException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTranslatorTest {
  private final FailureTranslator failures = new FailureTranslator(new MovableClock());

  @Test
  void no_connection_is_told_and_speaks_for_the_destination() {
    assertThat(failures.of(new CamelExecutionException("wrapped", null, new ConnectException("Connection refused"))))
        .isEqualTo(new AttemptResult.Failed("ConnectException: Connection refused", null, true));
  }

  @Test
  void an_answer_that_asks_to_wait_is_waited_for_and_speaks_for_itself_only() {
    assertThat(failures.of(answer(429, "17")))
        .isEqualTo(new AttemptResult.Failed("the server answered 429 Too Many Requests", Duration.ofSeconds(17), false));
    assertThat(failures.of(answer(503, "Sun, 01 Mar 2026 12:01:00 GMT")))
        .isEqualTo(new AttemptResult.Failed("the server answered 503 Service Unavailable", Duration.ofMinutes(1), true));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407})
  void credentials_that_are_refused_speak_for_the_destination_and_are_called_so(int status) {
    AttemptResult.Failed failed = failures.of(answer(status, "17"));

    assertThat(failed.error()).startsWith("the server answered " + status + " ").endsWith(": credentials refused");
    assertThat(failed.destinationDown()).isTrue();
  }

  /** The clock says 2026-03-01T12:00:00Z. The forms are those of RFC 9110, 5.6.7. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "90|PT1M30S", " 90 |PT1M30S", "1.5|PT1.5S", "0|PT0S", "0.001|PT0.001S", "2.|PT2S",
      "9999|PT2H46M39S", "99999999999999999999999|PT596523H14M7S",
      "Sun, 01 Mar 2026 12:01:00 GMT|PT1M", "Sunday, 01-Mar-26 12:01:00 GMT|PT1M", "Sun Mar  1 12:01:00 2026|PT1M",
      "Tue Mar 10 12:00:00 2026|PT216H", "Sun, 01 Mar 2026 11:00:00 GMT|PT0S"})
  void a_wait_is_read_in_each_of_its_forms(String text, Duration wait) {
    assertThat(failures.of(answer(503, text)).retryAfter()).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e3", "PT5M", "1 h", "Sun, 41 Mar 2026 12:01:00 GMT", "\u0661"})
  void a_wait_that_cannot_be_read_is_none(String text) {
    assertThat(failures.of(answer(503, text)).retryAfter()).isNull();
  }

  @Test
  void no_word_of_an_answer_and_no_address_called_is_shown() {
    Exception answer = new HttpOperationFailedException(
        "http://crm/tickets/00417?owner=Ana+Paz", 503, "Ana Paz is away", "/Ana+Paz", Map.of("X-Owner", "Ana Paz"), "Ana Paz");

    assertThat(failures.of(answer).error()).isEqualTo("the server answered 503 Service Unavailable");
    assertThat(failures.of(new RuntimeException(null, answer)).error()).doesNotContain("Ana");
  }

  /** An exception as a library throws it, not our own code. */
  @Test
  void an_exception_that_may_quote_data_is_named_and_its_words_are_private() {
    String quoted = failures.of(foreign(new IllegalArgumentException("no number: Ana Paz"))).error();

    assertThat(quoted).isEqualTo("IllegalArgumentException: ⟦no number: Ana Paz⟧");
    assertThat(failures.of(foreign(new RuntimeException("while reading Ana", foreign(new IOException("Paz")))))
        .error()).isEqualTo("RuntimeException: ⟦while reading Ana⟧ (IOException: ⟦Paz⟧)");
    assertThat(failures.of(catchThrowable(() -> new ObjectMapper().readTree("{\"owner\": Ana Paz}"))).error())
        .startsWith("JsonParseException: ⟦").endsWith("⟧").contains("Ana");
    assertThat(failures.of(foreign(new MessagingException("550 5.1.1 Ana Paz has left\n"))).error())
        .isEqualTo("MessagingException: 550 5.1.1 ⟦Ana Paz has left⟧");
    assertThat(failures.of(foreign(new MessagingException("452\nAna"))).error()).isEqualTo("MessagingException: 452 ⟦Ana⟧");
  }

  @Test
  void words_of_our_own_and_those_of_a_connection_are_shown() {
    assertThat(failures.of(new PermanentFailureException("the field 'id' is missing")).error())
        .isEqualTo("PermanentFailureException: the field 'id' is missing");
    assertThat(failures.of(foreign(new SocketException("Too many open files"))))
        .isEqualTo(new AttemptResult.Failed("SocketException: Too many open files", null, false));
  }

  private static Throwable foreign(Throwable exception) {
    exception.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.example.Library", "read", null, 1)});
    return exception;
  }

  @Test
  void causes_in_a_circle_are_told_like_any_others() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(failures.of(foreign(first)).error()).startsWith("IllegalStateException: ⟦first⟧");
    assertThat(failures.of(new CamelExecutionException("wrapped", null, foreign(second))).retryAfter()).isNull();
  }

  @Test
  void what_a_database_says_is_told_without_its_text_however_deep_it_is() {
    SQLException row = new SQLException("Duplicate entry 'Ana Ejemplo' for key 'owner'", "23000", 1062);
    BatchUpdateException batch = new BatchUpdateException("Batch entry 0 INSERT … 'Ana Ejemplo' was aborted", new int[0]);
    batch.setNextException(row);

    for (Exception failure : List.of(row, batch, new CamelExecutionException("Ana Ejemplo", null, new IllegalStateException(batch)))) {
      assertThat(failures.of(failure)).isEqualTo(
          new AttemptResult.Failed("the database answered SQLState 23000, code 1062: a constraint refuses the row", null, false));
    }
  }

  @Test
  void a_database_that_is_not_there_is_told_with_its_place() {
    assertThat(failures.of(new SQLNonTransientConnectionException("Connection to 10.0.0.7:5432 refused", "08001"))).isEqualTo(
        new AttemptResult.Failed("the database answered SQLState 08001: no connection (Connection to 10.0.0.7:5432 refused)", null, true));
  }

  private static Exception answer(int status, String retryAfter) {
    return new HttpOperationFailedException("http://localhost", status, "Busy", null, Map.of("retry-after", retryAfter), "");
  }
}
