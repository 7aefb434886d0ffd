package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.mentagateway.Compressed;
import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequests;
import io.github.mentagateway.durable.UnusableException;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.intake.StubDurable.Sent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The route as it is shipped, with a stub in place of the inbox. */
class IntakeRouteTest {
  private static final String TICKET = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\"}}";
  private static final String NINO = "{\"action\":\"ticket.updated\",\"data\":{\"name\":\"Niño\"}}";
  @TempDir private Path home;
  private StubDurable durable;
  private RunningIntake intake;

  private void start(Function<Sent, Acknowledgement> behaviour) throws Exception {
    start(EnvelopeMapper.create(), behaviour);
  }

  private void start(ObjectMapper mapper, Function<Sent, Acknowledgement> behaviour) throws Exception {
    start(Map.of(), mapper, behaviour);
  }

  private void start(Map<String, String> environment, ObjectMapper mapper, Function<Sent, Acknowledgement> behaviour) throws Exception {
    durable = new StubDurable(behaviour);
    intake = start(home, environment, mapper, durable);
  }

  private static RunningIntake start(Path home, ObjectMapper mapper, StubDurable durable) throws Exception {
    return start(home, Map.of(), mapper, durable);
  }

  private static RunningIntake start(Path home, Map<String, String> environment, ObjectMapper mapper, StubDurable durable) throws Exception {
    return RunningIntake.start(home, environment, main -> {
      main.bind("durable", durable);
      main.bind("envelopeMapper", mapper);
      main.configure().withRoutesIncludePattern("file:routes/intake.camel.yaml");
      main.configure().addRoutesBuilder(new RouteConfigurationBuilder() {
        @Override
        public void configuration() {
          routeConfiguration().onException(Exception.class).handled(true).setHeader("CamelHttpResponseCode", constant(202));
        }
      });
    });
  }

  @AfterEach
  void stop() {
    if (intake != null) {
      intake.close();
    }
  }

  @Test
  void an_envelope_goes_to_the_notifications_and_is_answered_with_its_receipt() throws Exception {
    start(sent -> new Acknowledgement("n1", "accepted", null, "ticket.updated"));
    HttpResponse<String> response = intake.send(TICKET);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"id\":\"n1\",\"outcome\":\"accepted\"}");
    assertThat(durable.sent).hasSize(1);
    assertThat(durable.sent.get(0).channel()).isEqualTo("notifications");
    assertThat(durable.sent.get(0).body()).isInstanceOfSatisfying(Envelope.class,
        envelope -> assertThat(envelope.action()).isEqualTo("ticket.updated"));
    assertThat(durable.sent.get(0).request().original().body()).isEqualTo(TICKET.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_answer_that_the_sender_got_is_certain_and_one_whose_connection_broke_before_is_not() throws Exception {
    CountDownLatch committed = new CountDownLatch(1);
    CountDownLatch broken = new CountDownLatch(1);
    List<String> certain = new CopyOnWriteArrayList<>();
    start(sent -> {
      String id = "n" + durable.sent.size();
      IncomingRequests.whenCertain(sent.request(), () -> certain.add(id));
      if (durable.sent.size() == 1) {
        committed.countDown();
        awaitCalmly(broken);
      }
      return new Acknowledgement(id, "accepted", null, "ticket.updated");
    });
    RawConnection sender = intake.connect().write("POST " + intake.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + intake.token()
        + "\r\nContent-Length: " + TICKET.length() + "\r\n\r\n" + TICKET);
    committed.await();
    sender.reset();
    broken.countDown();

    assertThat(intake.send(TICKET).body()).contains("n2");
    Awaitility.await().until(() -> !certain.isEmpty());
    assertThat(certain).containsExactly("n2");
  }

  /** The sender cannot have given up waiting for an answer while it was still sending: what its body takes is its own time. */
  @Test
  void the_sender_s_patience_counts_from_the_end_of_its_body() throws Exception {
    List<String> certain = new CopyOnWriteArrayList<>();
    start(Map.of("GATEWAY_DUPLICATES_SENDER_TIMEOUT", "2s"), EnvelopeMapper.create(), sent -> {
      String id = "n" + durable.sent.size();
      IncomingRequests.whenCertain(sent.request(), () -> certain.add(id));
      if (durable.sent.size() == 1) {
        takeTime();
      }
      return new Acknowledgement(id, "accepted", null, "ticket.updated");
    });
    String head = "POST " + intake.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + intake.token() + "\r\nContent-Length: "
        + TICKET.length() + "\r\n\r\n";

    try (RawConnection sender = intake.connect()) {
      assertThat(sender.write(head + TICKET).readResponse()).as("slow to answer").contains("\"n1\"");
      sender.write(head + TICKET.substring(0, 10));
      takeTime();
      assertThat(sender.write(TICKET.substring(10)).readResponse()).as("slow to send").contains("\"n2\"");
    }

    Awaitility.await().until(() -> !certain.isEmpty());
    assertThat(certain).containsExactly("n2");
  }

  static Stream<Arguments> encodings() {
    String latin = "application/json; charset=ISO-8859-1";
    return Stream.of(
        Arguments.of("gzip", Compressed.gzip(NINO), "application/json", "gzip"),
        Arguments.of("gzip without the header", Compressed.gzip(NINO), "application/json", ""),
        Arguments.of("plain, and the header was left on it", utf8(NINO), "application/json", "gzip"),
        Arguments.of("deflate", Compressed.zlib(NINO), "application/json", "deflate"),
        Arguments.of("ISO-8859-1", NINO.getBytes(StandardCharsets.ISO_8859_1), latin, ""),
        Arguments.of("gzip of ISO-8859-1", Compressed.gzip(NINO.getBytes(StandardCharsets.ISO_8859_1)), latin, "gzip"),
        Arguments.of("UTF-8 that is said to be ISO-8859-1", utf8(NINO), latin, ""),
        Arguments.of("a charset that is unknown", utf8(NINO), "application/json; charset=martian", ""),
        Arguments.of("a byte order mark", utf8("\uFEFF" + NINO), "application/json", ""),
        Arguments.of("UTF-16 with a byte order mark", NINO.getBytes(StandardCharsets.UTF_16), "application/json", ""),
        Arguments.of("UTF-16 without", NINO.getBytes(StandardCharsets.UTF_16LE), "application/json; charset=UTF-16", ""));
  }

  /** One server for all of them: they only differ in what comes in. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class A_body {
    private StubDurable durable;
    private RunningIntake intake;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
      durable = new StubDurable(sent -> sent.channel().equals("quarantine")
          ? new Acknowledgement("q1", "quarantined", "the body is not JSON", null)
          : new Acknowledgement("n1", "accepted", null, "ticket.updated"));
      intake = IntakeRouteTest.start(home, EnvelopeMapper.create(), durable);
    }

    @AfterAll
    void stop() {
      intake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "null", "[]", "{}", "{\"action\":\"a.b\",\"data\":1}", "{\"a\":1,\"a\":2}",
        "\u0000\u0001", "{\"action\":\"a.b\",\"data\":{\"n\":1e99999999999}}"})
    void what_is_no_envelope_goes_to_the_quarantine_with_its_bytes_and_the_failure(String body) throws Exception {
      durable.sent.clear();
      HttpResponse<String> response = intake.send(body);

      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(response.body()).isEqualTo("{\"id\":\"q1\",\"outcome\":\"quarantined\",\"reason\":\"the body is not JSON\"}");
      assertThat(durable.sent).hasSize(1);
      assertThat(durable.sent.get(0).channel()).isEqualTo("quarantine");
      assertThat(durable.sent.get(0).request().original().body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
      assertThat(durable.sent.get(0).caught()).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.mentagateway.intake.IntakeRouteTest#encodings")
    void an_envelope_is_read_whatever_it_is_packed_in_and_kept_to_the_byte(String kind, byte[] raw, String type, String encoding)
        throws Exception {
      durable.sent.clear();
      HttpRequest.Builder request = intake.post(HttpRequest.BodyPublishers.ofByteArray(raw)).header("Content-Type", type);
      HttpResponse<String> response = intake.send((encoding.isEmpty() ? request : request.header("Content-Encoding", encoding)).build());

      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(durable.sent).extracting(Sent::channel).containsExactly("notifications");
      assertThat(durable.sent.get(0).body()).isInstanceOfSatisfying(Envelope.class,
          envelope -> assertThat(envelope.data()).containsEntry("name", "Niño"));
      assertThat(durable.sent.get(0).request().original().body()).isEqualTo(raw);
    }
  }

  @Test
  void fifty_megabytes_of_blanks_in_fifty_kilobytes_are_refused() throws Exception {
    start(sent -> new Acknowledgement("n1", "accepted", null, "ticket.updated"));
    byte[] bomb = Compressed.gzip(" ".repeat(50 << 20));
    assertThat(bomb).hasSizeLessThan(60_000);

    assertThat(intake.send(intake.post(HttpRequest.BodyPublishers.ofByteArray(bomb)).build()).statusCode()).isEqualTo(413);
    assertThat(durable.sent).isEmpty();
    assertThat(intake.send(TICKET).statusCode()).isEqualTo(202);
  }

  @Test
  void thousands_of_empty_members_are_quarantined_and_cost_no_stack() throws Exception {
    start(sent -> new Acknowledgement("q1", "quarantined", "damaged", null));
    byte[] members = Compressed.times(13_000, Compressed.gzip(""));

    assertThat(intake.send(intake.post(HttpRequest.BodyPublishers.ofByteArray(members)).build()).statusCode()).isEqualTo(202);
    assertThat(durable.sent).extracting(Sent::channel).containsExactly("quarantine");
  }

  @Test
  void a_reader_that_fails_in_a_way_that_nobody_thought_of_costs_no_notification() throws Exception {
    start(EnvelopeMapper.create().addMixIn(Envelope.class, Broken.class),
        sent -> new Acknowledgement("q1", "quarantined", "the reader broke", null));

    assertThat(intake.send(TICKET).statusCode()).isEqualTo(202);
    assertThat(durable.sent).extracting(Sent::channel).containsExactly("quarantine");
    assertThat(durable.sent.get(0).caught()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_commit_that_fails_is_503_and_nothing_is_quarantined() throws Exception {
    start(sent -> {
      throw new InboxUnavailableException("the disk is full");
    });
    HttpResponse<String> response = intake.send(TICKET);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).hasValue("5");
    assertThat(response.body()).doesNotContain("disk");
    assertThat(durable.sent).extracting(Sent::channel).containsExactly("notifications");
  }

  @Test
  void a_quarantine_that_fails_is_503_too() throws Exception {
    start(sent -> {
      throw new InboxUnavailableException("the disk is full");
    });
    assertThat(intake.send("{").statusCode()).isEqualTo(503);
  }

  @Test
  void an_unusable_notification_that_is_to_be_rejected_is_400_with_the_reason() throws Exception {
    start(sent -> {
      throw new UnusableException("the JSON is cut off");
    });
    HttpResponse<String> response = intake.send("{");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.body())
        .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"the JSON is cut off\"}");
  }

  @Test
  void any_other_failure_is_500_without_details_and_no_route_configuration_hides_it() throws Exception {
    start(sent -> {
      throw new IllegalStateException("password=x");
    });
    HttpResponse<String> response = intake.send(TICKET);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("password").contains("\"title\":\"Internal Server Error\"");
  }

  @JsonDeserialize(using = BrokenReader.class)
  private interface Broken {}

  static final class BrokenReader extends JsonDeserializer<Envelope> {
    @Override
    public Envelope deserialize(JsonParser parser, DeserializationContext context) {
      throw new IllegalStateException("nobody thought of it");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** More than the sender's patience in {@link #the_sender_s_patience_counts_from_the_end_of_its_body}. */
  private static void takeTime() {
    try {
      TimeUnit.MILLISECONDS.sleep(2100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
