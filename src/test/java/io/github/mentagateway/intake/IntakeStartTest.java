package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot succeed says why in one sentence, and leaves no thread behind. */
class IntakeStartTest {
  @TempDir private Path home;
  private ServerCertificate pair;

  @BeforeEach
  void makePair() throws Exception {
    pair = pair("pair");
  }

  private final Set<Thread> before = eventLoops();

  private static Set<Thread> eventLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vert.x-eventloop")).collect(Collectors.toSet());
  }

  private ServerCertificate pair(String name) throws Exception {
    Path other = Files.createDirectories(home.resolve(name).resolve("routes")).getParent();
    return ServerCertificate.establish(Settings.load(other, Map.of()));
  }

  private void start(Map<String, String> environment) throws Exception {
    RunningIntake.start(home, environment, new EchoRoute()).close();
  }

  private Map<String, String> tls(Path certificate, Path key) {
    return Map.of("GATEWAY_TLS_CERTIFICATE", certificate.toString(), "GATEWAY_TLS_PRIVATE_KEY", key.toString());
  }

  @Test
  void a_port_that_is_taken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertThatThrownBy(() -> start(Map.of("GATEWAY_INTAKE_LISTEN", address)))
          .isInstanceOf(IntakeStartException.class)
          .hasMessage("gateway.intake.listen is '" + address
              + "': another process listens there already; stop it, or choose another port");
    }
    await().untilAsserted(() -> assertThat(eventLoops()).as("its own threads are gone").isSubsetOf(before));
  }

  @Test
  void an_address_that_is_not_of_this_machine() {
    assertThatThrownBy(() -> start(Map.of("GATEWAY_INTAKE_LISTEN", "192.0.2.1:18443")))
        .isInstanceOf(IntakeStartException.class)
        .hasMessageStartingWith("gateway.intake.listen is '192.0.2.1:18443': it is not possible to listen there (")
        .hasMessageEndingWith("); choose an address of this machine and a port that is free");
  }

  @Test
  void a_certificate_that_is_none() throws Exception {
    Path file = Files.writeString(home.resolve("c.pem"), "nonsense");
    assertThatThrownBy(() -> start(tls(file, pair.privateKey())))
        .isInstanceOf(IntakeStartException.class)
        .hasMessage("gateway.tls.certificate: the file " + file
            + " holds no certificate; it must hold the server's in PEM form (-----BEGIN CERTIFICATE-----)");
    await().untilAsserted(() -> assertThat(eventLoops()).as("its own threads are gone").isSubsetOf(before));
  }

  @Test
  void a_key_that_is_none() throws Exception {
    Path file = Files.writeString(home.resolve("k.pem"), "nonsense");
    assertThatThrownBy(() -> start(tls(pair.certificate(), file)))
        .isInstanceOf(IntakeStartException.class)
        .hasMessage("gateway.tls.private-key: the file " + file
            + " holds no key that can be used; it must hold an RSA or EC key in PEM form, without a password");
  }

  @Test
  void a_key_of_another_certificate() throws Exception {
    Path other = pair("other").privateKey();
    assertThatThrownBy(() -> start(tls(pair.certificate(), other)))
        .isInstanceOf(IntakeStartException.class)
        .hasMessageStartingWith("gateway.tls.private-key: the key in " + other + " does not belong to the first certificate in ");
  }

  @Test
  void a_route_that_wants_another_path() {
    Throwable failure = catchThrowable(() -> RunningIntake.start(home, Map.of(), new RouteBuilder() {
      @Override
      public void configure() {
        from("platform-http:/other").setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202));
      }
    }));
    assertThat(failure).hasMessage("platform-http:/other cannot be served: the intake answers on gateway.intake.path and "
        + "nowhere else, so that nobody finds it; write platform-http:{{gateway.intake.path}}");
  }
}
