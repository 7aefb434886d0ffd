package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page in a browser on this machine can send, written by hand: a client library would not let these headers through. */
class CrossSiteFilterTest {
  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of("GATEWAY_MANAGEMENT_HOSTS", "ops.example.com, Gateway-1")).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  /** @param headers lines; the right token is shown beside them */
  private static String ask(String line, String... headers) throws Exception {
    int port = management.settings.management().listen().port();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      String request = line + " HTTP/1.1\r\nConnection: close\r\nAuthorization: Bearer " + management.credentials.managementToken() + "\r\n"
          + String.join("\r\n", headers).replace("PORT", "" + port) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:PORT", "LOCALHOST:1", "127.0.0.1:PORT", "[::1]:PORT", "[::1]", "ops.example.com", "OPS.example.com:443",
      "gateway-1:9876"})
  void a_name_of_this_machine_is_answered(String host) throws Exception {
    assertThat(ask("GET /api/me", "Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.2", "10.0.0.5:PORT",
      "localhost."})
  void any_other_name_is_refused_whatever_is_asked(String host) throws Exception {
    for (String path : new String[] {"/api/me", "/observe/health", "/observe/health/live", "/observe/metrics", "/", "/console/app.js", "/nothing"}) {
      String answer = ask("GET " + path, "Host: " + host);
      assertThat(answer).startsWith("HTTP/1.1 403 ").endsWith("\"detail\":\"on this machine the port is asked as one of 127.0.0.1, [::1], gateway-1,"
          + " localhost, ops.example.com, and this request has another Host: if a proxy in front of it passes that name on, add it to"
          + " gateway.management.hosts\"}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:localhost", "localhost:x", "localhost, evil.example", "localhost:1:2", "user@localhost", "", "[::1"})
  void what_is_no_name_is_refused_by_vertx_or_by_us(String host) throws Exception {
    assertThat(ask("GET /api/me", "Host: " + host)).matches("(?s)HTTP/1.1 40[03] .*").doesNotContain("evil", "gateway\"");
  }

  @Test
  void a_second_name_makes_no_first_one_right() throws Exception {
    assertThat(ask("GET /api/me", "Host: localhost", "Host: evil.example")).doesNotStartWith("HTTP/1.1 200");
    assertThat(ask("GET /api/me", "Host: evil.example", "Host: localhost")).doesNotStartWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example", "Origin: null",
      "Origin: http://localhost:1", "Origin: http://localhost", "Origin: http://localhost:PORT.evil.example", "Sec-Fetch-Site: x"})
  void a_page_of_another_origin_may_not_call_the_api(String header) throws Exception {
    for (String line : new String[] {"GET /api/me", "POST /api/routes/reload", "OPTIONS /api/me", "GET /%61pi/me"}) {
      String answer = ask(line, "Host: localhost:PORT", header);
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\"detail\":\"a page of another site may not call /api: open the console of this port,"
          + " or call it from a program\"");
      assertThat(answer.toLowerCase()).doesNotContain("access-control");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Origin: http://localhost:PORT", "Origin: https://LOCALHOST:PORT"})
  void the_port_s_own_page_and_a_person_may(String header) throws Exception {
    assertThat(ask("GET /api/me", "Host: localhost:PORT", header)).startsWith("HTTP/1.1 200 ");
  }

  /** nginx passes on its own address unless it is told otherwise; a browser over TLS says itself whose page it was. */
  @Test
  void a_browser_s_own_word_counts_where_a_proxy_has_changed_the_name() throws Exception {
    assertThat(ask("GET /api/me", "Host: 127.0.0.1:PORT", "Origin: https://ops.example.com", "Sec-Fetch-Site: same-origin"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_link_from_elsewhere_leads_to_the_console() throws Exception {
    assertThat(ask("GET /", "Host: localhost:PORT", "Sec-Fetch-Site: cross-site")).doesNotStartWith("HTTP/1.1 403");
  }

  /** As old health checks ask. */
  @Test
  void a_request_without_a_name_is_no_browser_s() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", management.settings.management().listen().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /observe/health/live HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.0 200 ");
    }
  }
}
