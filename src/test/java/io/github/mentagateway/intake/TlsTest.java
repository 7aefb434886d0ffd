package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.tls.ServedCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"auto", "jdk"})
class TlsTest {
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int PROTOCOL_VERSION = 70;
  /** One for all: it takes a second to make. */
  private static final KeyPair RSA = rsa();
  /** A look is a handshake, and costs more than any other. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  @Parameter
  String engine;
  private RunningIntake intake;
  private Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    folder = home;
    ServerCertificate first = newPair("first");
    certificate = Files.copy(first.certificate(), home.resolve("certificate.pem"));
    key = Files.copy(first.privateKey(), home.resolve("key.pem"));
    intake = RunningIntake.start(home,
        Map.of("GATEWAY_TLS_CERTIFICATE", certificate.toString(), "GATEWAY_TLS_PRIVATE_KEY", key.toString(),
            "GATEWAY_TLS_ENGINE", engine), new EchoRoute());
  }

  @AfterEach
  void stop() {
    intake.close();
  }

  private ServerCertificate newPair(String name) throws Exception {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("routes"));
    return ServerCertificate.establish(Settings.load(home, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tls_of_today_is_served(String version) throws Exception {
    try (SSLSocket socket = (SSLSocket) intake.trusting().getSocketFactory().createSocket("127.0.0.1", intake.port())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void tls_of_yesterday_is_refused() throws Exception {
    assertThat(firstRecordAfterHello("0303")).as("the same greeting with TLS 1.2").startsWith(HANDSHAKE);
    assertThat(firstRecordAfterHello("0302")).as("TLS 1.1").containsExactly(ALERT, 2, PROTOCOL_VERSION);
    assertThat(firstRecordAfterHello("0301")).as("TLS 1.0").containsExactly(ALERT, 2, PROTOCOL_VERSION);
  }

  /** The type of the record and its first two bytes: what Java's own client can no longer ask for is written by hand. */
  private int[] firstRecordAfterHello(String version) throws Exception {
    String suites = "0004" + "c009" + "c02b";
    String groups = "000a" + "0004" + "0002" + "0017";
    String formats = "000b" + "0002" + "0100";
    String signatures = "000d" + "0006" + "0004" + "0403" + "0203";
    String extensions = groups + formats + signatures;
    String hello = version + "00".repeat(32) + "00" + suites + "0100" + hex(extensions.length() / 2, 4) + extensions;
    String handshake = "01" + hex(hello.length() / 2, 6) + hello;
    byte[] record = HexFormat.of().parseHex("16" + "0301" + hex(handshake.length() / 2, 4) + handshake);
    try (Socket socket = new Socket("127.0.0.1", intake.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(record);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type = in.readUnsignedByte();
      in.skipNBytes(4);
      return new int[] {type, in.readUnsignedByte(), in.readUnsignedByte()};
    }
  }

  private static String hex(int number, int digits) {
    return HexFormat.of().toHexDigits(number, digits);
  }

  @Test
  void plain_http_gets_no_http_back() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", intake.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(("POST " + intake.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").getBytes(
          StandardCharsets.ISO_8859_1));
      assertThat(new String(readToEnd(socket.getInputStream()), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
  }

  private static byte[] readToEnd(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException reset) {
      return new byte[0];
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void both_versions_of_http_are_agreed_on_within_tls(HttpClient.Version version) throws Exception {
    HttpResponse<String> response =
        intake.client(version).send(intake.post(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(version);
  }

  @Test
  void a_new_certificate_is_served_soon_after_its_files_changed_and_http2_stays() throws Exception {
    Certificate before = served();
    ServerCertificate second = newPair("second");
    Files.write(certificate, Files.readAllBytes(second.certificate()));
    Files.write(key, Files.readAllBytes(second.privateKey()));

    await().pollInterval(BETWEEN_LOOKS).untilAsserted(() -> assertThat(served()).isEqualTo(read(second.certificate())).isNotEqualTo(before));
    HttpResponse<String> response = intake.client(HttpClient.Version.HTTP_2)
        .send(intake.post(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void an_rsa_key_may_take_the_place_of_an_ec_key(String version) throws Exception {
    X500Principal name = new X500Principal("CN=rsa");
    Instant now = Instant.now();
    X509Certificate made = new JcaX509CertificateConverter().getCertificate(
        new JcaX509v3CertificateBuilder(name, BigInteger.TEN, Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)), name, RSA.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(RSA.getPrivate())));
    Files.writeString(certificate, pem("CERTIFICATE", made.getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", RSA.getPrivate().getEncoded()));

    await().pollInterval(BETWEEN_LOOKS).untilAsserted(() -> assertThat(served(version)).isEqualTo(made));
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what + "-----\n";
  }

  @Test
  void a_pair_that_cannot_be_used_is_told_once_and_the_one_in_use_stays() throws Exception {
    Certificate before = served();
    ServerCertificate second = newPair("second");
    try (CapturedLog log = CapturedLog.of(ServedCertificate.class.getName())) {
      Files.write(certificate, Files.readAllBytes(second.certificate()));
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
      assertThat(log.lines().get(0)).isEqualTo("ERROR gateway.tls.private-key: the key in " + key + " does not belong to the "
          + "first certificate in " + certificate + "; the server's own certificate must stand first, those of its issuers after "
          + "it; the certificate that was read before stays in use");
      assertThat(served()).isEqualTo(before);

      Files.writeString(certificate, "nonsense");
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(2));
      assertThat(log.lines().get(1)).startsWith(
          "ERROR gateway.tls.certificate: the file " + certificate + " holds no certificate");
      assertThat(served()).isEqualTo(before);

      Files.delete(certificate);
      await().untilAsserted(() -> assertThat(log.lines()).hasSize(3));
      assertThat(log.lines().get(2)).startsWith("ERROR gateway.tls.certificate: the file " + certificate + " cannot be read");

      Files.write(key, Files.readAllBytes(second.privateKey()));
      Files.write(certificate, Files.readAllBytes(second.certificate()));
      await().pollInterval(BETWEEN_LOOKS).untilAsserted(() -> assertThat(served()).isEqualTo(read(second.certificate())));
      assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
    }
  }

  private static Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private Certificate served() throws Exception {
    return served("TLSv1.3");
  }

  private Certificate served(String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", intake.port())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
