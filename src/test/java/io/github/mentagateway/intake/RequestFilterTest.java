package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.CapturedLog;
import io.netty.handler.codec.http2.Http2Headers;
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
class RequestFilterTest {
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
      "POST /hooks/secret.path#a", "POST /hooks/secret.path%00", "POST *", "POST https://localhost/", "POST https://localhost", "POST https:///hooks/secret.path",
      "POST https://localhost//hooks/secret.path", "POST https://localhost?/hooks/secret.path", "POST localhost/hooks/secret.path",
      "POST //localhost/hooks/secret.path", "POST :///hooks/secret.path", "GET https://localhost/hooks/secret.path",
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
      "POST /hooks/secret.path HTTP/1.1\r\nHost : x\r\n\r\n",
      "POST /hooks/secret.path HTTP/1.1\nHost: x\r\n\r\n",
      "POST /hooks/secret.path HTTP/1.1\r\nHost: x\nContent-Length: 1\r\n\r\nx",
      "POST /hooks/secret.path HTTP/1.1 x\r\nHost: x\r\n\r\n"})
  void what_is_no_request_for_us_gets_the_same_bytes_too(String request) throws Exception {
    assertThat(afterVersion(answer(request))).isEqualTo(afterVersion(HEAD + BODY));
  }

  /** RFC 9112, 3.2.2: a server must accept the absolute form. */
  @ParameterizedTest
  @ValueSource(strings = {
      "https://localhost/hooks/secret.path", "HTTPS://elsewhere.example:8443/hooks/secret.path?a=/b", "http://[::1]:1/hooks/secret.path",
      "http://user@host/hooks/secret.path"})
  void a_post_whose_target_is_a_whole_url_is_taken(String target) throws Exception {
    try (RawConnection connection = intake.connect()) {
      assertThat(connection.write("POST " + target + " HTTP/1.1\r\n" + authorized() + "Content-Length: 1\r\n\r\nx").readResponse())
          .startsWith("HTTP/1.1 202 ");
    }
  }

  private static final String MALFORMED = "HTTP/1.1 400 Bad Request\r\n"
      + "connection: close\r\n"
      + "content-type: application/problem+json\r\n"
      + "content-length: 143\r\n\r\n"
      + "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
      + "\"detail\":\"The request is malformed: its parts or its length can be read in two ways.\"}";

  /** RFC 9112, 3.2, 5 and 6: what two readers may understand differently must not be guessed at. */
  @ParameterizedTest
  @ValueSource(strings = {
      "Transfer-Encoding: chunked\r\nContent-Length: 1", "Content-Length: 1\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked",
      "Transfer-Encoding: gzip", "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, xchunked",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      "Transfer-Encoding: chunked, chunked", "Transfer-Encoding:", "Transfer-Encoding: \"chunked\"",
      "Transfer-Encoding: chunked;q=1", "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: ch\r\n unked",
      "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 1\r\nContent-Length: 1", "Content-Length: 1, 2",
      "Content-Length: 1, 1", "Content-Length: +1", "Content-Length: -1", "Content-Length: 0x1", "Content-Length: 1\r\n 2",
      "Content-Length:", "Content-Length: 99999999999999999999",
      "Content-Length : 1", "Transfer-Encoding : chunked", "no colon", "X\0: y", "X: y\0", ": x",
      "X: y\rContent-Length: 1", "Host: y\r\nContent-Length: 1"})
  void a_head_that_two_readers_may_understand_differently_is_refused_and_nothing_after_it_is_read(String lines) throws Exception {
    int before = taken();
    String rest = lines + "\r\n\r\n0\r\n\r\nPOST /hooks/secret.path HTTP/1.1\r\n" + authorized() + "Content-Length: 1\r\n\r\nx";
    assertThat(answer("POST /hooks/secret.path HTTP/1.1\r\n" + authorized() + rest)).isEqualTo(MALFORMED);
    assertThat(answer("POST /nothing HTTP/1.1\r\n" + authorized() + rest)).isEqualTo(HEAD + BODY);
    assertThat(answer("PUT /hooks/secret.path HTTP/1.1\r\n" + authorized() + rest)).isEqualTo(HEAD + BODY);
    assertThat(answer("POST /hooks/secret.path HTTP/1.1\r\nHost: x\r\n" + rest)).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 400");
    assertThat(taken()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.2", "HTTP/2.0"})
  void chunks_and_other_versions_are_refused_alike_on_every_path(String version) throws Exception {
    int before = taken();
    String rest = " " + version + "\r\n" + authorized() + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertThat(afterVersion(answer("POST /hooks/secret.path" + rest))).isEqualTo(afterVersion(MALFORMED));
    assertThat(afterVersion(answer("POST /nothing" + rest))).isEqualTo(afterVersion(HEAD + BODY));
    assertThat(taken()).isEqualTo(before);
  }

  @Test
  void a_host_must_be_named_once_in_http_1_1_and_need_not_be_in_1_0() throws Exception {
    String rest = "\r\nAuthorization: " + intake.token() + "\r\nContent-Length: 1\r\n\r\nx";
    assertThat(answer("POST /hooks/secret.path HTTP/1.1" + rest)).isEqualTo(MALFORMED);
    assertThat(answer("POST /hooks/secret.path HTTP/1.0" + rest)).startsWith("HTTP/1.0 202 ");
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

  @Test
  void over_http2_a_request_without_a_path_or_a_host_is_answered_as_any_other() throws Exception {
    try (CapturedLog log = CapturedLog.of("io.vertx"); RawHttp2 connection = RawHttp2.to(intake)) {
      assertThat(connection.request(1, true, RawHttp2.headers(":method", "CONNECT", ":authority", "x:1")).answer(1))
          .isEqualTo("404 " + BODY);
      assertThat(connection.request(3, true, RawHttp2.headers(":method", "POST", ":scheme", "https", ":path", "/nothing")).answer(3))
          .isEqualTo("404 " + BODY);
      assertThat(connection.request(5, true, RawHttp2.headers(":method", "OPTIONS", ":scheme", "https", ":path", "*")).answer(5))
          .isEqualTo("404 " + BODY);
      assertThat(connection.request(7, true, RawHttp2.headers(":method", "M-SEARCH", ":scheme", "x", ":path", "/hooks/secret.path"))
          .answer(7)).isEqualTo("404 " + BODY);
      assertThat(connection.request(9, true, right(":path", "https://x/hooks/secret.path")).answer(9)).isEqualTo("404 " + BODY);
      assertThat(connection.request(11, false, right(":path", "/hooks/secret.path")).data(11, true, "x").answer(11))
          .isEqualTo("202 {\"bytes\":1}");
      assertThat(log.lines()).isEmpty();
    }
  }

  private Http2Headers right(String... more) {
    return RawHttp2.headers(":method", "POST", ":scheme", "https", ":authority", "x", "authorization", intake.token())
        .add(RawHttp2.headers(more));
  }

  /** RFC 9113, 8.2.2 and 8.1.1: malformed is an error of the stream, on every path. */
  @Test
  void over_http2_what_belongs_to_http1_and_a_wrong_length_are_an_error_of_the_stream() throws Exception {
    int before = taken();
    for (String path : List.of("/hooks/secret.path", "/nothing")) {
      for (List<String> header : List.of(List.of("transfer-encoding", "chunked"), List.of("connection", "close"),
          List.of("upgrade", "h2c"), List.of("keep-alive", "1"), List.of("te", "gzip"), List.of("X-Upper", "x"))) {
        try (RawHttp2 connection = RawHttp2.to(intake)) {
          assertThat(connection.request(1, true, right(":path", path, header.get(0), header.get(1))).answer(1)).as("%s", header)
              .isIn("reset 1", "goaway 1");
        }
      }
      try (RawHttp2 connection = RawHttp2.to(intake)) {
        connection.request(1, true, right(":path", path, "content-length", "3"));
        assertThat(connection.answer(1)).isEqualTo("reset 1");
      }
    }
    assertThat(taken()).isEqualTo(before);
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
