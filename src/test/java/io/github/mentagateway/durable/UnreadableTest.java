package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.privacy.PrivateText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stored body that cannot be read back is one dead letter, whatever goes wrong: another attempt would read the same bytes. */
class UnreadableTest {
  private static final StackTraceElement[] OF_OTHERS = {new StackTraceElement("com.example.Parser", "parse", null, 1)};

  @TempDir
  Path folder;
  private RunningRoutes running;

  @AfterEach
  void close() {
    running.close();
  }

  /** The first of two deliveries cannot be read; the second one is delivered. */
  private Letters.Detail first(Payload payload, Throwable whenRead) throws Exception {
    running = new RunningRoutes(folder, new SendLimits(100, 1 << 20), new ObjectMapper(EnvelopeMapper.create()) {
      @Override
      public JsonParser createParser(byte[] content) {
        throw UnreadableTest.<RuntimeException>unchecked(whenRead);
      }
    });
    running.routes(new RouteBuilder() {
      @Override
      public void configure() {
        from("durable:notifications").to("durable:rest");
      }
    });
    String id = running.inbox.acceptance().accept(new Arrival("notifications", new Original("{}".getBytes(StandardCharsets.UTF_8), Map.of(),
        running.clock.instant()), "a.b", "a:1", null, payload, null)).join().id();
    Letters.Detail detail = running.ended(id, 1);
    assertThat(running.ended(running.accept("2"), 1).letter().state()).isEqualTo("delivered");
    return detail;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable any) throws T {
    throw (T) any;
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new IOException("at ana@example.com"), "IOException: at ana@example.com"),
        Arguments.of(new IllegalStateException("at ana@example.com"), "IllegalStateException: at ana@example.com"),
        Arguments.of(new NullPointerException(), "NullPointerException"),
        Arguments.of(new StackOverflowError(), "StackOverflowError"),
        Arguments.of(new NoClassDefFoundError("com/example/Part"), "NoClassDefFoundError: com/example/Part"),
        Arguments.of(new AssertionError("odd"), "AssertionError: odd"))
        .peek(arguments -> ((Throwable) arguments.get()[0]).setStackTrace(OF_OTHERS));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatever_fails_in_reading_it_is_one_dead_letter(Throwable failure, String told) throws Exception {
    Letters.Detail detail = first(new Payload("json", new byte[] {'1'}), failure);

    assertThat(detail.letter().state()).isEqualTo("dead");
    assertThat(PrivateText.reveal(detail.letter().reason())).isEqualTo("its body cannot be read back: " + told);
    assertThat(detail.letter().reason()).as("an exception's words may quote it").doesNotMatch(".*: at ana.*");
    assertThat(detail.attempts()).hasSize(1);
  }

  @Test
  void bytes_that_are_not_there_are_one_dead_letter() throws Exception {
    assertThat(first(new Payload("text", null), null).letter().state()).isEqualTo("dead");
  }

  @Test
  void a_kind_of_a_later_version_is_one_dead_letter() throws Exception {
    assertThat(PrivateText.reveal(first(new Payload("avro", new byte[] {1}), null).letter().reason()))
        .isEqualTo("its body cannot be read back: IOException: a body of the kind 'avro' is unknown to this version of the gateway");
  }

  /** A lack of memory says nothing about the body: the next attempt may have enough. */
  @Test
  void a_heap_that_is_full_is_tried_again() throws Exception {
    assertThat(first(new Payload("json", new byte[] {'1'}), new OutOfMemoryError("Java heap space")).letter().state())
        .isEqualTo("waiting");
  }
}
