package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.Compressed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeTest {
  private static final int LIMIT = 1000;
  private final EchoRoute route = new EchoRoute();
  private RunningIntake intake;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    intake = start(home, route);
  }

  private static RunningIntake start(Path home, EchoRoute route) throws Exception {
    return RunningIntake.start(home, Map.of("GATEWAY_INTAKE_MAX_BODY_BYTES", Integer.toString(LIMIT)), route);
  }

  @BeforeEach
  void forget() {
    route.bodies.clear();
    route.originals.clear();
    route.headers.clear();
  }

  @AfterAll
  void stop() {
    intake.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_post_with_the_right_path_and_credentials_is_answered_by_the_route(Version version) throws Exception {
    HttpResponse<String> response =
        intake.client(version).send(intake.post(BodyPublishers.ofString("{\"a\":1}")).build(), BodyHandlers.ofString());

    assertThat(response.version()).isEqualTo(version);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().map().keySet()).isSubsetOf("content-type", "content-length", ":status");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(response.body()).isEqualTo("{\"bytes\":7}");
  }

  @Test
  void a_query_is_allowed() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(intake.uri() + "?a=b&c"))
        .header("Authorization", intake.token()).POST(BodyPublishers.ofString("x")).build();
    assertThat(intake.send(request).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void wrong_credentials_are_refused_without_a_hint(Version version) throws Exception {
    HttpClient client = intake.client(version);
    HttpRequest.Builder request = HttpRequest.newBuilder(intake.uri()).POST(BodyPublishers.ofString("{}"));
    HttpResponse<String> none = client.send(request.build(), BodyHandlers.ofString());
    HttpResponse<String> wrong = client.send(request.header("Authorization", "Bearer x").build(), BodyHandlers.ofString());

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(none.headers().firstValue("www-authenticate")).isPresent();
    assertThat(none.body()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401}");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).isEqualTo(none.body());
    assertThat(wrong.headers().map()).isEqualTo(none.headers().map());
    assertThat(route.bodies).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_413(Version version) throws Exception {
    HttpClient client = intake.client(version);
    HttpResponse<String> exact =
        client.send(intake.post(BodyPublishers.ofByteArray(new byte[LIMIT])).build(), BodyHandlers.ofString());
    assertThat(exact.statusCode()).isEqualTo(202);
    HttpResponse<String> over =
        client.send(intake.post(BodyPublishers.ofByteArray(new byte[LIMIT + 1])).build(), BodyHandlers.ofString());
    assertThat(over.statusCode()).isEqualTo(413);
    assertThat(over.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(over.body()).contains("\"status\":413");
    assertThat(route.bodies).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_body_without_an_announced_length_has_the_same_limit(Version version) throws Exception {
    HttpClient client = intake.client(version);
    HttpResponse<String> over = client.send(intake.post(chunks(LIMIT + 1)).build(), BodyHandlers.ofString());
    assertThat(over.statusCode()).isEqualTo(413);
    assertThat(client.send(intake.post(chunks(LIMIT)).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    assertThat(route.bodies).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_body_far_over_the_limit_is_still_told_so(Version version) throws Exception {
    HttpResponse<String> over = intake.client(version)
        .send(intake.post(BodyPublishers.ofByteArray(new byte[700_000])).build(), BodyHandlers.ofString());
    assertThat(over.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain", "nonsense", ""})
  void the_body_arrives_to_the_byte_whatever_its_content_type_says(String type) throws Exception {
    byte[] body = new byte[LIMIT];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    HttpRequest.Builder request = intake.post(BodyPublishers.ofByteArray(body));
    HttpResponse<String> response = intake.send((type.isEmpty() ? request : request.header("Content-Type", type)).build());
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(route.bodies.get(0)).isEqualTo(body);
    assertThat(intake.send((type.isEmpty() ? request : request.setHeader("Content-Type", type))
        .POST(chunks(LIMIT + 1)).build()).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_compressed_body_reaches_the_route_inflated_and_is_kept_as_it_came(Version version) throws Exception {
    byte[] raw = Compressed.gzip("x".repeat(LIMIT));
    HttpRequest request = intake.post(BodyPublishers.ofByteArray(raw)).header("Content-Encoding", "gzip").build();

    assertThat(intake.client(version).send(request, BodyHandlers.ofString()).body()).isEqualTo("{\"bytes\":1000}");
    assertThat(route.originals.get(0).body()).isEqualTo(raw);
    assertThat(route.originals.get(0).headers()).containsEntry("content-encoding", "gzip");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void what_is_over_the_limit_once_it_is_inflated_is_413_as_any_other_and_no_route_sees_it(Version version) throws Exception {
    HttpClient client = intake.client(version);
    HttpResponse<String> plain =
        client.send(intake.post(BodyPublishers.ofByteArray(new byte[LIMIT + 1])).build(), BodyHandlers.ofString());
    try (CapturedLog log = CapturedLog.of("io.github.mentagateway.intake")) {
      HttpResponse<String> inflated = client.send(
          intake.post(BodyPublishers.ofByteArray(Compressed.gzip("x".repeat(LIMIT + 1)))).build(), BodyHandlers.ofString());

      assertThat(inflated.statusCode()).isEqualTo(413);
      assertThat(inflated.body()).isEqualTo(plain.body());
      Awaitility.await().untilAsserted(() -> assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("WARN ", "status=413",
          "reason=\"the body is longer than gateway.intake.max-body-bytes=1000"
              + " once it is inflated; the sender repeats it until it is taken: raise the limit if it is genuine\"")));
    }
    assertThat(route.bodies).isEmpty();
  }

  @Test
  void a_body_that_comes_in_many_parts_is_put_together() throws Exception {
    assertThat(intake.send(intake.post(chunks(LIMIT)).build()).statusCode()).isEqualTo(202);
    byte[] expected = new byte[LIMIT];
    Arrays.fill(expected, (byte) 'x');
    assertThat(route.bodies.get(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void no_request_header_reaches_the_route_and_the_kept_ones_have_no_credentials(Version version) throws Exception {
    HttpRequest request = intake.post(BodyPublishers.ofString("x"))
        .header("X-Trace", "one").header("X-Trace", "two").header("Cookie", "c").header("Proxy-Authorization", "p")
        .header("CamelHttpUri", "http://elsewhere/").build();
    intake.client(version).send(request, BodyHandlers.ofString());

    assertThat(route.headers.get(0)).isEmpty();
    assertThat(route.originals.get(0).headers())
        .containsEntry("x-trace", "one, two")
        .doesNotContainKeys("authorization", "cookie", "proxy-authorization")
        .allSatisfy((name, value) -> assertThat(name + value).doesNotContain(intake.path(), ":path"));
  }

  @Test
  void when_the_gateway_stops_new_requests_are_told_to_come_back(@TempDir Path home) throws Exception {
    EchoRoute own = new EchoRoute();
    try (RunningIntake stopping = start(home, own)) {
      stopping.factory.stopAccepting();
      HttpResponse<String> response = stopping.send("{}");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("retry-after")).hasValue("5");
      assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(own.bodies).isEmpty();
    }
  }

  @Test
  void while_no_route_reads_the_path_the_sender_is_told_to_come_back() throws Exception {
    intake.main.getCamelContext().getRouteController().stopRoute("intake");
    assertThat(intake.send("{}").statusCode()).isEqualTo(503);
    intake.main.getCamelContext().getRouteController().startRoute("intake");
    assertThat(intake.send("{}").statusCode()).isEqualTo(202);
  }

  private static HttpRequest.BodyPublisher chunks(int length) {
    byte[] part = {'x'};
    return BodyPublishers.ofByteArrays(() -> Stream.generate(() -> part).limit(length).iterator());
  }
}
