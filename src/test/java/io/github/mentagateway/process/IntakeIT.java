package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.Compressed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's table, line by line, against the running jar with the shipped route. */
class IntakeIT {
  @TempDir
  static Path home;

  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = GatewayProcess.in(home).start();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @Test
  void an_envelope_with_the_right_credentials_is_accepted_and_a_copy_of_it_is_a_duplicate_with_the_same_id() throws Exception {
    HttpResponse<String> first = gateway.post(Samples.ticket("00002", "ana@example.com"));
    HttpResponse<String> copy = gateway.post("{ \"message\": {\"action\": \"ticket.updated\", \"data\": {\"newOwnerEmail\":"
        + " \"ana@example.com\", \"id\": \"00002\"}, \"family\": \"ticket\"}}");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(first.body()).matches("\\{\"id\":\"[a-z0-9]+-[0-9]+\",\"outcome\":\"accepted\"}");
    assertThat(copy.statusCode()).isEqualTo(202);
    assertThat(copy.body()).isEqualTo(first.body().replace("accepted", "duplicate"));
  }

  @Test
  void owners_that_go_to_and_fro_are_all_accepted() throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (String owner : List.of("a@example.com", "b@example.com", "a@example.com", "b@example.com")) {
      outcomes.add(gateway.post(Samples.ticket("00003", owner)).body());
    }
    assertThat(outcomes).allMatch(body -> body.contains("\"accepted\"")).doesNotHaveDuplicates();
  }

  @Test
  void ten_copies_at_the_same_moment_are_one_notification() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int copy = 0; copy < 10; copy++) {
      answers.add(gateway.postLater(Samples.ticket("00004", "ana@example.com")));
    }
    List<String> bodies = answers.stream().map(CompletableFuture::join).map(HttpResponse::body).toList();
    assertThat(bodies.stream().filter(body -> body.contains("accepted"))).hasSize(1);
    assertThat(bodies.stream().filter(body -> body.contains("duplicate"))).hasSize(9);
    assertThat(bodies.stream().map(body -> body.replaceAll(",.*", "")).collect(Collectors.toSet())).hasSize(1);
  }

  @Test
  void what_is_no_envelope_is_taken_too_and_says_why() throws Exception {
    assertThat(gateway.post("").body()).contains("\"outcome\":\"quarantined\"").contains("\"reason\":\"the body is empty\"");
    assertThat(gateway.post("hello").body()).contains("the body is not JSON (line 1, column 1)");
    assertThat(gateway.post("{\"action\":\"ticket.updated\"}").body()).contains("'data' is missing or no object");
    assertThat(gateway.post("{\"family\":\"ticket\",\"data\":{}}").body()).contains("there is no 'action'");
    assertThat(gateway.post("[".repeat(50_000)).body()).contains("nested deeper than 100 levels");
    assertThat(gateway.post("{\"action\":\"ticket.updated\",\"action\":\"x\",\"data\":{}}").body()).contains("stands twice");
    assertThat(gateway.post("{\"family\":\"x\",\"action\":\"x.y\",\"data\":{\"id\":\"1\",\"n\":1e99999999999}}").body())
        .contains("\"outcome\":\"quarantined\"").contains("a number has more digits than any id");
    assertThat(gateway.post("null").statusCode()).isEqualTo(202);
    assertThat(gateway.post(Samples.ticket("1", "a@b.example") + "{}").body()).contains("something follows");
    assertThat(gateway.post(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2}).statusCode()).isEqualTo(202);
  }

  @Test
  void the_label_of_a_body_does_not_matter() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense",
        "application/json; charset=latin1")) {
      String body = Samples.ticket("type-" + type.hashCode(), "ana@example.com");
      HttpResponse<String> answer = gateway.client().send(gateway.request().header("Content-Type", type)
          .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).as(type).contains("accepted");
    }
    byte[] marked = ("\uFEFF" + Samples.ticket("bom", "ana@example.com")).getBytes(StandardCharsets.UTF_8);
    assertThat(gateway.post(marked).body()).contains("accepted");
    assertThat(gateway.post(Samples.bytes("documentation.json")).body()).contains("accepted");
  }

  @Test
  void a_compressed_copy_is_a_duplicate_of_the_plain_one() throws Exception {
    String ticket = Samples.ticket("gzip", "ana@example.com");
    HttpResponse<String> plain = gateway.post(ticket);
    assertThat(gateway.post(Compressed.gzip(ticket)).body()).isEqualTo(plain.body().replace("accepted", "duplicate"));
    assertThat(gateway.post(Compressed.gzip(Samples.ticket("gzip-2", "ana@example.com"))).body()).contains("accepted");
    org.awaitility.Awaitility.await().until(() -> gateway.log().contains("ticket:gzip-2 attempt=1 outcome=delivered"));
  }

  @Test
  void a_body_that_cannot_be_read_says_what_it_is_instead() throws Exception {
    assertThat(post(new byte[] {0x0B, 1, -128, 3}, "Content-Encoding", "br").body()).contains("\"outcome\":\"quarantined\"")
        .contains("the body is compressed with br, which is not undone: gzip and zlib are");
    assertThat(gateway.post(Arrays.copyOf(Compressed.gzip(Samples.ticket("1", "a@b.example")), 30)).body())
        .contains("\"outcome\":\"quarantined\"").contains("the body is compressed with gzip, and cut off");
    assertThat(post("payload=%7B%22action%22%3A%22a.b%22%7D".getBytes(StandardCharsets.UTF_8), "Content-Type",
        "application/x-www-form-urlencoded").body()).contains("the body is a form, and a notification is JSON");
    assertThat(post("{\"action\":\"a.b\",\"data\":{\"id\":\"ñ\"}}".getBytes(StandardCharsets.ISO_8859_1), "Content-Type",
        "application/json; charset=martian").body()).contains("the charset that its Content-Type declares is unknown");
    assertThat(post("{\"action\":\"a.b\",\"data\":{\"id\":\"ñ\"}}".getBytes(StandardCharsets.ISO_8859_1), "Content-Type",
        "application/json; charset=ISO-8859-1").body()).contains("accepted");
  }

  private static HttpResponse<String> post(byte[] body, String header, String value) throws Exception {
    return gateway.client().send(gateway.request().header(header, value).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void wrong_and_missing_credentials_are_answered_alike() throws Exception {
    HttpResponse<String> missing = send(HttpRequest.newBuilder(gateway.intake()));
    HttpResponse<String> wrong = send(HttpRequest.newBuilder(gateway.intake()).header("Authorization", "Bearer nothing"));
    assertThat(missing.statusCode()).isEqualTo(401);
    assertThat(missing.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(wrong.body()).isEqualTo(missing.body());
    assertThat(wrong.headers().map()).isEqualTo(missing.headers().map());
  }

  @Test
  void whatever_is_not_the_path_looks_the_same() throws Exception {
    URI right = gateway.intake();
    HttpResponse<String> elsewhere = send(HttpRequest.newBuilder(right.resolve("/")));
    List<HttpResponse<String>> others = List.of(
        send(HttpRequest.newBuilder(URI.create(right + "/")).header("Authorization", gateway.token())),
        send(HttpRequest.newBuilder(URI.create(right + "/../x"))),
        send(HttpRequest.newBuilder(right.resolve("/menta/0000"))),
        gateway.client().send(HttpRequest.newBuilder(right).header("Authorization", gateway.token()).GET().build(),
            HttpResponse.BodyHandlers.ofString()),
        gateway.client().send(HttpRequest.newBuilder(right).method("PUT", HttpRequest.BodyPublishers.ofString("x")).build(),
            HttpResponse.BodyHandlers.ofString()));
    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(others).allSatisfy(other -> {
      assertThat(other.statusCode()).isEqualTo(404);
      assertThat(other.body()).isEqualTo(elsewhere.body());
      assertThat(other.headers().map()).isEqualTo(elsewhere.headers().map());
    });
    assertThat(gateway.client().send(HttpRequest.newBuilder(URI.create(right + "?source=menta"))
        .header("Authorization", gateway.token()).POST(HttpRequest.BodyPublishers.ofString(Samples.ticket("q", "q@example.com"))).build(),
        HttpResponse.BodyHandlers.ofString()).statusCode()).as("a query is allowed").isEqualTo(202);
  }

  @Test
  void a_body_over_the_limit_is_413_with_and_without_a_length_and_when_it_is_inflated() throws Exception {
    byte[] large = new byte[262_145];
    assertThat(gateway.post(large).statusCode()).isEqualTo(413);
    HttpRequest chunked = gateway.request().POST(HttpRequest.BodyPublishers.fromPublisher(
        HttpRequest.BodyPublishers.ofByteArrays(List.of(new byte[200_000], new byte[200_000])))).version(HttpClient.Version.HTTP_1_1).build();
    assertThat(gateway.post(Compressed.gzip(" ".repeat(50 << 20))).statusCode()).isEqualTo(413);
    assertThat(gateway.client().send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(413);
  }

  @Test
  void both_versions_of_http_are_served() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<String> answer = gateway.client().send(gateway.request().version(version)
          .POST(HttpRequest.BodyPublishers.ofString(Samples.ticket(version.name(), "ana@example.com"))).build(),
          HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.statusCode()).isEqualTo(202);
    }
  }

  @Test
  void requests_are_counted_and_logged_without_bodies_or_secrets() throws Exception {
    gateway.post(Samples.ticket("logged", "somebody.else@example.com"));
    org.awaitility.Awaitility.await().until(() -> gateway.log().contains("ticket:logged"));
    assertThat(gateway.metric("menta_intake_requests_total{status=\"202\"}")).isPositive();
    assertThat(gateway.management("/observe/metrics").body()).contains("menta_intake_seconds_bucket")
        .contains("menta_notifications_total{action=\"ticket.updated\",outcome=\"accepted\"}");
    assertThat(gateway.log()).contains("status=202").doesNotContain("somebody.else@example.com").doesNotContain(gateway.secret("intake-token"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return gateway.client().send(request.POST(HttpRequest.BodyPublishers.ofString(Samples.ticket("x", "x@example.com"))).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
