package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy passes TLS through and says for whom, as the PROXY protocol has it: real sockets, then real TLS. */
@Timeout(60)
class ProxyProtocolTest {
  private static final String PROXY = "127.0.0.3";
  private static final String ANOTHER_PROXY = "127.0.1.9";
  private static final String STRANGER = "127.0.0.1";
  private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
  private static final byte OF_ITSELF = 0x20;
  private static final byte FOR_A_CLIENT = 0x21;
  private static final byte TCP4 = 0x11;
  private static final byte TCP6 = 0x21;

  @TempDir private Path home;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CapturedLog log = CapturedLog.of("io.github.mentagateway.intake");
  private final List<AutoCloseable> open = new ArrayList<>();
  private RunningIntake intake;

  @BeforeEach
  void start() throws Exception {
    intake = RunningIntake.start(home, Map.of("GATEWAY_INTAKE_PROXY_PROTOCOL", PROXY + ", 127.0.1.0/24",
        "GATEWAY_INTAKE_MAX_CONNECTIONS_PER_ADDRESS", "2"), main -> {
          main.bind("metricsRegistry", meters);
          main.configure().addRoutesBuilder(new EchoRoute());
        });
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
    intake.close();
    log.close();
  }

  private Socket say(String from, byte[]... parts) throws IOException {
    Socket plain = RawConnection.plain(from, intake.port());
    open.add(plain);
    for (byte[] part : parts) {
      plain.getOutputStream().write(part);
      plain.getOutputStream().flush();
    }
    return plain;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] v1(String client) {
    return text("PROXY TCP4 " + client + " 10.0.0.1 50000 8443\r\n");
  }

  private static byte[] v2(byte command, byte family, String client, byte[] more) throws IOException {
    byte[] address = InetAddress.getByName(client).getAddress();
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(SIGNATURE);
    header.write(new byte[] {command, family, 0, (byte) (2 * address.length + 4 + more.length)});
    header.write(address);
    header.write(address);
    header.write(new byte[] {0x10, 0x00, 0x20, 0x00});
    header.write(more);
    return header.toByteArray();
  }

  private RawConnection served(Socket said) throws Exception {
    RawConnection connection = RawConnection.over(said, intake);
    assertThat(connection.write("POST " + intake.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + intake.token()
        + "\r\nContent-Length: 1\r\n\r\nx").readResponse()).startsWith("HTTP/1.1 202 ");
    return connection;
  }

  private void awaitUnanswered(String why, int count) {
    await().untilAsserted(() -> assertThat(meters.get("menta.intake.unanswered").tag("why", why).counter().count()).isEqualTo(count));
  }

  private void awaitLine(String... parts) {
    await().untilAsserted(() -> assertThat(log.lines()).anySatisfy(line -> assertThat(line + " ").contains(parts)));
  }

  @Test
  void the_address_of_the_header_is_the_client_s() throws Exception {
    served(say(PROXY, v1("203.0.113.7")));
    awaitLine("status=202", "remote=203.0.113.7 ");

    byte[] tls = {0x20, 0x00, 0x05, 0x01, 0x00, 0x00, 0x00, 0x00};
    served(say(ANOTHER_PROXY, v2(FOR_A_CLIENT, TCP4, "203.0.113.8", tls)));
    awaitLine("status=202", "remote=203.0.113.8 ");

    served(say(PROXY, v2(FOR_A_CLIENT, TCP6, "2001:db8::9", new byte[0])));
    awaitLine("status=202", "remote=2001:db8:0:0:0:0:0:9 ");
  }

  @Test
  void a_header_may_be_written_in_pieces() throws Exception {
    served(say(PROXY, text("PROX"), text("Y TCP4 203.0.113.7 10.0.0.1 500"), text("00 8443\r\n")));

    awaitLine("status=202", "remote=203.0.113.7 ");
  }

  @Test
  void what_comes_in_one_piece_with_the_header_is_tls() throws Exception {
    SSLEngine client = intake.trusting().createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    byte[] both = Arrays.copyOf(v1("203.0.113.7"), v1("203.0.113.7").length + hello.position());
    System.arraycopy(hello.array(), 0, both, v1("203.0.113.7").length, hello.position());

    Socket said = say(PROXY, both);

    assertThat(said.getInputStream().read()).as("the type of the record: a handshake").isEqualTo(22);
  }

  @Test
  void what_a_proxy_opens_for_itself_keeps_the_proxy_s_address() throws Exception {
    served(say(PROXY, v2(OF_ITSELF, TCP4, "203.0.113.7", new byte[0])));
    served(say(ANOTHER_PROXY, text("PROXY UNKNOWN\r\n")));

    awaitLine("status=202", "remote=" + PROXY + " ");
    awaitLine("status=202", "remote=" + ANOTHER_PROXY + " ");
  }

  @Test
  void a_probe_of_a_proxy_is_counted_and_not_told() throws Exception {
    say(PROXY).close();
    say(PROXY, v2(OF_ITSELF, TCP4, "0.0.0.0", new byte[0])).close();

    awaitUnanswered("closed", 2);
    assertThat(log.lines()).noneMatch(line -> line.contains("unanswered"));
  }

  @Test
  void without_a_header_a_proxy_s_connection_is_closed_and_told_without_what_came() throws Exception {
    Socket silent = say(PROXY, text("GET /secret-path HTTP/1.1\r\n\r\n"));

    assertThat(RawConnection.isClosed(silent, 10_000)).isTrue();
    awaitUnanswered("proxy_header", 1);
    awaitLine("why=proxy_header", "remote=" + PROXY, "gateway.intake.proxy-protocol");
    assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
    say(PROXY).close();
    awaitUnanswered("closed", 1);
    awaitUnanswered("proxy_header", 1);
  }

  @Test
  void a_broken_header_closes_the_connection() throws Exception {
    byte[] tlsAtOnce = new byte[300];
    tlsAtOnce[0] = 0x16;
    List<byte[]> broken = List.of(tlsAtOnce, text("PROXY TCP4 203.0.113.999 10.0.0.1 50000 8443\r\n"),
        text("PROXY TCP4 203.0.113.7 10.0.0.1 50000 99999\r\n"), text("PROXY TCP4 " + "1".repeat(200)),
        v2((byte) 0x11, TCP4, "203.0.113.7", new byte[0]), v2((byte) 0x2F, TCP4, "203.0.113.7", new byte[0]));

    for (byte[] header : broken) {
      assertThat(RawConnection.isClosed(say(PROXY, header), 10_000)).isTrue();
    }
    awaitUnanswered("proxy_header", broken.size());
  }

  @Test
  void nobody_else_can_give_himself_an_address() throws Exception {
    Socket forger = say(STRANGER, v1("203.0.113.7"));

    assertThat(RawConnection.isClosed(forger, 10_000)).isTrue();
    awaitUnanswered("tls", 1);
    awaitLine("why=tls", "remote=" + STRANGER);
    served(say(STRANGER));
  }

  @Test
  void connections_count_for_the_client_s_address_and_not_for_the_proxy_s() throws Exception {
    served(say(PROXY, v1("203.0.113.1")));
    RawConnection second = served(say(PROXY, v1("203.0.113.1")));
    served(say(PROXY, v1("203.0.113.2")));

    assertThat(RawConnection.isClosed(say(PROXY, v1("203.0.113.1")), 10_000)).isTrue();
    awaitUnanswered("address_limit", 1);
    awaitLine("why=address_limit", "remote=203.0.113.1");

    second.close();
    await().untilAsserted(() -> assertThat(meters.get("menta.intake.connections").gauge().value()).isEqualTo(2));
    served(say(PROXY, v1("203.0.113.1")));
  }
}
