package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.SelfSigned;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The management port on an address that other machines reach. */
class ManagementTlsTest {
  private static final String EVERYWHERE = "0.0.0.0";

  @TempDir Path home;
  private SelfSigned own;
  private SelfSigned other;

  @BeforeEach
  void make() throws Exception {
    own = SelfSigned.in(home);
    other = SelfSigned.in(home.resolve("other"));
  }

  private static Certificate served(RunningManagement management, SSLContext trusting) throws Exception {
    try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", management.settings.management().listen().port())) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void it_speaks_tls_with_the_intake_s_certificate_and_asks_for_a_token() throws Exception {
    try (RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of()).start()) {
      assertThat(management.settings.management().url()).startsWith("https://127.0.0.1:");
      assertThat(served(management, own.trusting())).isEqualTo(own.certificate());
      assertThat(management.send("GET", "/observe/health").statusCode()).isEqualTo(200);
      assertThat(management.send("GET", "/api/me").statusCode()).isEqualTo(401);
      assertThat(management.get("/api/me").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void it_answers_nothing_in_clear() throws Exception {
    try (RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of()).start();
        Socket socket = new Socket("127.0.0.1", management.settings.management().listen().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /observe/health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1");
    }
  }

  /** Probes ask by the address of a pod, Prometheus by a service's name. */
  @Test
  void it_is_asked_by_any_name() throws Exception {
    try (RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of()).start();
        Socket socket = own.trusting().getSocketFactory().createSocket("127.0.0.1", management.settings.management().listen().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /observe/metrics HTTP/1.1\r\nHost: menta-gateway.ops.svc\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_certificate_of_its_own_is_shown_and_a_new_one_without_a_restart() throws Exception {
    Path certificate = Files.copy(own.files().certificate(), home.resolve("mine.pem"));
    Path key = Files.copy(own.files().privateKey(), home.resolve("mine.key"));
    try (RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of("GATEWAY_MANAGEMENT_TLS_CERTIFICATE", certificate.toString(),
        "GATEWAY_MANAGEMENT_TLS_PRIVATE_KEY", key.toString())).start()) {
      assertThat(served(management, own.trusting())).isEqualTo(own.certificate());

      Files.write(certificate, Files.readAllBytes(other.files().certificate()));
      Files.write(key, Files.readAllBytes(other.files().privateKey()));

      await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(served(management, other.trusting())).isEqualTo(other.certificate()));
    }
  }

  @Test
  void a_certificate_that_cannot_be_used_stops_the_start() throws Exception {
    RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of(
        "GATEWAY_MANAGEMENT_TLS_CERTIFICATE", own.files().certificate().toString(),
        "GATEWAY_MANAGEMENT_TLS_PRIVATE_KEY", other.files().privateKey().toString()));
    assertThatThrownBy(management::start).hasMessage("gateway.management.tls.private-key: the key in " + other.files().privateKey()
        + " does not belong to the first certificate in " + own.files().certificate() + "; the server's own certificate must stand first, those of its"
        + " issuers after it");
  }

  @Test
  void where_something_in_front_ends_tls_it_must_be_written_out_and_is_warned_of() throws Exception {
    try (CapturedLog log = CapturedLog.of(ManagementListener.class.getName());
        RunningManagement management = new RunningManagement(home, EVERYWHERE, Map.of("GATEWAY_MANAGEMENT_TLS", "none")).start()) {
      assertThat(management.settings.management().url()).startsWith("http://");
      assertThat(management.get("/api/me").statusCode()).isEqualTo(200);
      assertThat(management.send("GET", "/api/me").statusCode()).isEqualTo(401);
      assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN event=management_in_clear listen=0.0.0.0:"));
    }
  }

  @Test
  void its_end_leaves_no_server_and_no_complaint() throws Exception {
    try (CapturedLog log = CapturedLog.of("org.apache.camel.impl")) {
      RunningManagement management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
      management.close();
      assertThatThrownBy(() -> new Socket("127.0.0.1", management.settings.management().listen().port()).close()).isInstanceOf(ConnectException.class);
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
  }
}
