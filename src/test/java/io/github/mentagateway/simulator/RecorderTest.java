package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Function<String, String> TICKETS = id -> id.matches("sim7-\\d+") ? "ticket:" + id : null;
  private static final String TICKET_UPDATED = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":"
      + "{\"id\":\"sim7-3\",\"oldOwnerEmail\":\"a@example.com\",\"newOwnerEmail\":\"b@example.com\"}}";

  private final HttpClient client = HttpClient.newHttpClient();
  private Recorder recorder;

  @BeforeEach
  void start() throws IOException {
    recorder = recorder(0, CallParser.OWNERS);
  }

  @AfterEach
  void stop() {
    recorder.close();
  }

  private static Recorder recorder(double failing, List<String> owners) throws IOException {
    return Recorder.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new CallParser(TICKETS, owners), failing,
        new Random(1));
  }

  private HttpResponse<String> send(String method, String path, String key, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + recorder.port() + path))
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      return client.send((key == null ? request : request.header("Idempotency-Key", key)).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Call only() {
    assertThat(recorder.unrecognised().count()).isZero();
    assertThat(recorder.calls()).hasSize(1);
    return recorder.calls().get(0);
  }

  private void assertTicket(Call call, String destination, String key) {
    assertThat(call).isEqualTo(new Call(call.at(), destination, key, "ticket.updated", "ticket:sim7-3", "b@example.com"));
  }

  @Test
  void the_shipped_fulfilment_call_is_a_tickets_change() {
    long before = System.nanoTime();
    HttpResponse<String> answer = send("PUT", "/fulfilment/tickets/sim7-3/owner", "d1",
        "{\"owner\":\"b@example.com\",\"previousOwner\":\"a@example.com\",\"nominal\":{\"fullName\":\"Ana\"},\"sequence\":12}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertTicket(only(), "fulfilment", "d1");
    assertThat(only().at() - before).isPositive();
  }

  @Test
  void the_shipped_platform_event_is_a_whole_notification_in_each_of_the_shapes() {
    String data = "{\"price\":10.50,\"id\":\"sim7-9\"}";
    for (String body : List.of("{\"family\":\"listing\",\"action\":\"listing.created\",\"data\":" + data + "}",
        "{\"action\":\"listing.created\",\"metadata\":{\"x\":1},\"data\":" + data + ",\"family\":\"listing\"}",
        "{\"message\":{\"family\":\"listing\",\"action\":\"listing.created\",\"type\":\"SINGLE\",\"data\":" + data + "}}")) {
      send("POST", "/platform-events", "d2", body);
    }
    assertThat(recorder.calls()).hasSize(3).allSatisfy(call -> assertThat(call).isEqualTo(
        new Call(call.at(), "platform-events", "d2", "listing.created", null, "{\"id\":\"sim7-9\",\"price\":10.50}")));
  }

  @Test
  void a_whole_ticket_notification_is_a_tickets_change() {
    send("POST", "/crm/notifications?source=menta", null, TICKET_UPDATED);
    assertTicket(only(), "crm", null);
  }

  @Test
  void a_teams_own_call_is_recognised_by_the_ids_and_owners_in_it() {
    send("PATCH", "/crm/v2/changes", "d", "{\"items\":[{\"ticketId\":\"sim7-3\",\"to\":{\"newOwner\":\"b@example.com\"}}]}");
    assertTicket(only(), "crm", "d");
  }

  @Test
  void the_path_is_decoded_and_only_whole_segments_of_it_count() {
    send("PUT", "/crm/%73im7-3", "d", "{\"owner\":\"b@example.com\",\"seenWith\":\"sim7-4\"}");
    assertTicket(only(), "crm", "d");
    send("PUT", "/crm/xsim7-3", "d", "{\"owner\":\"b@example.com\"}");
    assertThat(recorder.unrecognised().count()).isEqualTo(1);
  }

  @Test
  void the_members_that_hold_the_owner_are_the_ones_that_were_named() throws IOException {
    recorder.close();
    recorder = recorder(0, List.of("holder"));
    send("PUT", "/crm/sim7-3", "d", "{\"owner\":\"x@example.com\",\"holder\":\"b@example.com\"}");
    assertTicket(only(), "crm", "d");
  }

  @Test
  void what_cannot_be_told_is_answered_and_counted_with_an_example_without_its_query() {
    assertThat(send("POST", "/crm/broken?token=hidden", "d", "{\"action\":").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/", "d", TICKET_UPDATED).statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/crm/sim7-3", "d", "{\"colour\":\"red\"}").statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/crm/batch", "d", "{\"ids\":[\"sim7-3\",\"sim7-4\"],\"owner\":\"b@example.com\"}").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/" + "x".repeat(200), null, "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/more", "d", "[]").statusCode()).isEqualTo(200);
    assertThat(recorder.calls()).isEmpty();
    assertThat(recorder.unrecognised()).isEqualTo(new UnrecognisedCalls(6, List.of("POST /crm/broken", "POST /", "PUT /crm/sim7-3",
        "PUT /crm/batch", "GET /" + "x".repeat(112) + "...")));
  }

  @Test
  void a_body_without_end_is_counted_and_not_kept() {
    assertThat(send("PUT", "/crm/sim7-3", "d", "{\"owner\":\"b@example.com\",\"x\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(recorder.calls()).isEmpty();
    assertThat(recorder.unrecognised().count()).isEqualTo(1);
  }

  @Test
  void json_without_end_of_nesting_is_counted() {
    assertThat(send("POST", "/crm", "d", "[".repeat(200_000)).statusCode()).isEqualTo(200);
    assertThat(recorder.unrecognised().count()).isEqualTo(1);
  }

  @Test
  void a_share_of_the_calls_is_answered_503_and_forgotten() throws IOException {
    recorder.close();
    recorder = recorder(0.3, CallParser.OWNERS);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      int status = send("PUT", "/crm/sim7-3", "d" + i, "{\"owner\":\"b@example.com\"}").statusCode();
      assertThat(status).isIn(200, 503);
      refused += status == 503 ? 1 : 0;
    }
    assertThat(refused).isBetween(30, 90);
    assertThat(recorder.failed()).isEqualTo(refused);
    assertThat(recorder.calls()).hasSize(200 - refused);
  }

  @Test
  void many_calls_use_one_connection() throws IOException {
    byte[] request = ("PUT /fulfilment/tickets/sim7-3/owner HTTP/1.1\r\nHost: x\r\nContent-Length: 25\r\n\r\n{\"owner\":\"b@example.com\"}")
        .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), recorder.port())) {
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 100; i++) {
        socket.getOutputStream().write(request);
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n{}")) {
          int next = in.read();
          assertThat(next).as("the connection was closed after %d calls", i).isNotEqualTo(-1);
          answer.append((char) next);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200 OK");
      }
    }
    assertThat(recorder.calls()).hasSize(100);
  }
}
