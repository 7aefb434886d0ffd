package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says to those who may not come in, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
  private static final String BODY = "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}";
  private static final String HEAD = "HTTP/1.1 404 Not Found\r\n"
      + "connection: close\r\n"
      + "content-type: application/problem+json\r\n"
      + "content-length: 55\r\n\r\n";
  private final EchoRoute route = new EchoRoute();
  private RunningIntake intake;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    intake = RunningIntake.start(home,
        Map.of("GATEWAY_INTAKE_MAX_BODY_BYTES", "1000", "GATEWAY_INTAKE_PATH", "/hooks/secret.path"), route);
  }

  @AfterAll
  void stop() {
    intake.close();
  }

  private String authorized() {
    return "Host: x\r\nAuthorization: " + intake.token() + "\r\n";
  }

  private int taken() {
    return route.bodies.size();
  }

  /** Of a request whose body never comes. */
  private String firstAnswer(String request) throws Exception {
    try (RawConnection connection = intake.connect()) {
      return connection.write(request).readResponse();
    }
  }

  private String answer(String request) throws Exception {
    try (RawConnection connection = intake.connect()) {
      return connection.write(request).readToEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "POST /", "POST /hooks", "POST /hooks/secret.path/", "POST //hooks/secret.path", "POST /hooks//secret.path",
      "POST /hooks/../hooks/secret.path", "POST /hooks/./secret.path", "POST /hooks/secret%2Epath", "POST /hooks%2Fsecret.path",
      "POST /HOOKS/secret.path", "POST /hooks/secret.pat", "POST /hooks/secret.pathx", "POST /hooks/secret.path;a=b",
      "POST /hooks/secret.path#a", "POST /hooks/secret.path%00", "POST https://localhost/hooks/secret.path", "POST *",
      "GET /hooks/secret.path", "GET /nothing", "OPTIONS /hooks/secret.path", "OPTIONS *", "TRACE /hooks/secret.path",
      "PUT /hooks/secret.path", "PATCH /hooks/secret.path", "DELETE /hooks/secret.path", "CONNECT /hooks/secret.path",
      "post /hooks/secret.path", "PROPFIND /hooks/secret.path"})
  void everything_but_a_post_on_the_very_path_is_answered_with_the_same_bytes(String line) throws Exception {
    int before = taken();
    assertThat(answer(line + " HTTP/1.1\r\n" + authorized() + "\r\n")).isEqualTo(HEAD + BODY);
    assertThat(answer(line + " HTTP/1.1\r\n" + authorized() + "Content-Length: 2\r\n\r\n{}")).isEqualTo(HEAD + BODY);
    assertThat(taken()).isEqualTo(before);
  }

  @Test
  void a_head_request_gets_the_same_head_and_no_body() throws Exception {
    assertThat(answer("HEAD /hooks/secret.path HTTP/1.1\r\n" + authorized() + "\r\n")).isEqualTo(HEAD);
    assertThat(answer("HEAD /nothing HTTP/1.1\r\n" + authorized() + "\r\n")).isEqualTo(HEAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "GET /hooks/secret.path HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHost: x\r\n\r\n",
      "POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
      "POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "POST /hooks/secret.path\r\n\r\n",
      "nonsense\r\n\r\n",
      "POST /hooks/secret.path HTTP/1.1\r\nHost : x\r\n\r\n"})
  void what_is_no_request_for_us_gets_the_same_bytes_too(String request) throws Exception {
    assertThat(afterVersion(answer(request))).isEqualTo(afterVersion(HEAD + BODY));
  }

  /** A line that cannot be read is answered in HTTP/1.0, on every path. */
  private static String afterVersion(String answer) {
    return answer.substring("HTTP/1.1".length());
  }

  @Test
  void a_line_or_a_head_that_is_too_long_gets_the_same_bytes_on_every_path() throws Exception {
    for (String path : new String[] {"/hooks/secret.path", "/nothing"}) {
      assertThat(afterVersion(answer("POST " + path + "?" + "a".repeat(5000) + " HTTP/1.1\r\n" + authorized() + "\r\n")))
          .isEqualTo(afterVersion(HEAD + BODY));
      assertThat(answer("POST " + path + " HTTP/1.1\r\n" + authorized() + "X: " + "a".repeat(17000) + "\r\n\r\n"))
          .isEqualTo(HEAD + BODY);
    }
  }

  @Test
  void over_http2_wrong_paths_and_methods_are_answered_alike() throws Exception {
    HttpResponse<String> unknown = http2(HttpRequest.newBuilder(root("/nothing")).GET());
    HttpResponse<String> right = http2(HttpRequest.newBuilder(intake.uri()).header("Authorization", intake.token()).GET());
    HttpResponse<String> head = http2(HttpRequest.newBuilder(intake.uri()).method("HEAD", BodyPublishers.noBody()));
    HttpResponse<String> posted = http2(HttpRequest.newBuilder(root("/nothing")).POST(BodyPublishers.ofString("{}")));

    assertThat(unknown.version()).isEqualTo(Version.HTTP_2);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo(BODY);
    for (HttpResponse<String> other : List.of(right, posted)) {
      assertThat(other.statusCode()).isEqualTo(404);
      assertThat(other.headers().map()).isEqualTo(unknown.headers().map());
      assertThat(other.body()).isEqualTo(BODY);
    }
    assertThat(head.statusCode()).isEqualTo(404);
    assertThat(head.headers().map()).isEqualTo(unknown.headers().map());
  }

  private URI root(String path) {
    return URI.create("https://localhost:" + intake.port() + path);
  }

  private HttpResponse<String> http2(HttpRequest.Builder request) throws Exception {
    return intake.client(Version.HTTP_2).send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void a_401_arrives_although_the_body_never_does_and_the_connection_ends() throws Exception {
    String answer = answer("POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n").endsWith("\"status\":401}");
  }

  @Test
  void a_413_arrives_although_the_announced_body_never_does() throws Exception {
    String answer = firstAnswer("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: 1001\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("connection: close");
    assertThat(firstAnswer("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: 99999999999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void the_length_is_not_judged_for_those_who_are_not_let_in() throws Exception {
    assertThat(firstAnswer("POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ");
    assertThat(firstAnswer("POST /nothing HTTP/1.1\r\n" + authorized() + "Content-Length: 99999\r\n\r\n")).isEqualTo(HEAD + BODY);
  }

  @Test
  void continue_is_said_only_to_those_who_are_let_in_with_a_length_that_is_allowed() throws Exception {
    String expect = "Expect: 100-continue\r\n";
    assertThat(firstAnswer("POST /nothing HTTP/1.1\r\n" + authorized() + expect + "Content-Length: 2\r\n\r\n"))
        .isEqualTo(HEAD + BODY);
    assertThat(firstAnswer("POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\n" + expect + "Content-Length: 2\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ");
    assertThat(firstAnswer("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + expect + "Content-Length: 1001\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    try (RawConnection connection = intake.connect()) {
      connection.write("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + expect + "Content-Length: 2\r\n\r\n");
      assertThat(connection.readResponse()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(connection.write("{}").readResponse()).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void a_body_in_chunks_is_cut_off_at_the_limit() throws Exception {
    String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
    String head = "POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Transfer-Encoding: chunked\r\n\r\n";
    assertThat(answer(head + chunk + chunk + chunk)).startsWith("HTTP/1.1 413 ");
    try (RawConnection connection = intake.connect()) {
      assertThat(connection.write(head + chunk + chunk + "0\r\n\r\n").readResponse()).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void a_connection_is_used_again_after_an_accepted_request_and_pipelined_ones_are_answered_in_order() throws Exception {
    String request = "POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: ";
    try (RawConnection connection = intake.connect()) {
      connection.write(request + "1\r\n\r\na" + request + "2\r\n\r\nbb");
      assertThat(connection.readResponse()).endsWith("{\"bytes\":1}");
      assertThat(connection.readResponse()).endsWith("{\"bytes\":2}");
      assertThat(connection.write(request + "3\r\n\r\nccc").readResponse()).endsWith("{\"bytes\":3}");
    }
  }

  @Test
  void nothing_that_follows_a_refused_request_on_its_connection_is_looked_at() throws Exception {
    int before = taken();
    String right = "POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: 7\r\n\r\nsmuggle";
    assertThat(answer("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + right)).isEqualTo(HEAD + BODY);
    assertThat(answer("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" + right)).isEqualTo(HEAD + BODY);
    assertThat(answer("POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + right))
        .startsWith("HTTP/1.1 401 ").doesNotContain("202");
    assertThat(taken()).isEqualTo(before);
  }

  @Test
  void a_body_that_is_cut_by_its_sender_is_not_taken() throws Exception {
    int before = taken();
    try (RawConnection connection = intake.connect()) {
      connection.write("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: 5\r\n\r\n{");
    }
    assertThat(intake.send("after").statusCode()).isEqualTo(202);
    assertThat(taken()).isEqualTo(before + 1);
  }

  @Test
  void a_broken_chunk_is_not_taken() throws Exception {
    int before = taken();
    assertThat(answer("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Transfer-Encoding: chunked\r\n\r\nzz\r\nx"))
        .doesNotContain("202");
    assertThat(taken()).isEqualTo(before);
  }

  @Test
  void no_request_header_comes_back() throws Exception {
    try (RawConnection connection = intake.connect()) {
      String answer = connection.write("POST /hooks/secret.path HTTP/1.1\r\n" + authorized()
          + "X-Echo: marker\r\nOrigin: marker\r\nContent-Type: text/marker\r\nContent-Length: 1\r\n\r\nx").readResponse();
      assertThat(answer).isEqualTo("HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n"
          + "{\"bytes\":1}");
    }
  }
}
