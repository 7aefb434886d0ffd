package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the certificate, told before menta's handshakes fail. */
class CertificateExpiryTest {
  private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir private Path home;
  private CapturedLog log;
  private RunningIntake intake;

  @BeforeEach
  void captured() {
    log = CapturedLog.of(CertificateExpiry.class.getName());
  }

  @AfterEach
  void stop() {
    log.close();
    if (intake != null) {
      intake.close();
    }
  }

  private void start() throws Exception {
    intake = RunningIntake.start(home, Map.of(), clock, main -> {
      main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, (MeterRegistry) meters);
      main.configure().addRoutesBuilder(new EchoRoute());
    });
  }

  private static Instant end(ServerCertificate files) throws Exception {
    try (InputStream in = Files.newInputStream(files.certificate())) {
      return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)).getNotAfter().toInstant();
    }
  }

  private void moveTo(Duration before) throws Exception {
    clock.move(Duration.between(clock.instant(), end(intake.certificate).minus(before)));
  }

  private HealthCheck.Result health() {
    HealthCheckHelper.invoke(intake.main.getCamelContext());
    return HealthCheckRegistry.get(intake.main.getCamelContext()).getCheck("certificate").orElseThrow().call();
  }

  private double left() {
    return meters.get("menta.certificate.expires.seconds").gauge().value();
  }

  @Test
  void its_end_is_told_three_weeks_one_week_and_a_day_before_and_each_day_after_it() throws Exception {
    start();
    assertThat(log.lines()).isEmpty();
    assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(health().getMessage()).isEmpty();
    assertThat(left()).isEqualTo(Duration.between(clock.instant(), end(intake.certificate)).toSeconds());

    moveTo(Duration.ofDays(20));
    await().until(() -> log.lines().size() == 1);
    assertThat(log.lines().get(0)).startsWith("WARN event=certificate outcome=expires file=" + intake.certificate.certificate())
        .contains("in 20 days: put a new one, and its key, over the files");
    assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(health().getMessage()).hasValueSatisfying(said -> assertThat(said).startsWith("warning: the certificate of the intake expires at"));

    moveTo(Duration.ofDays(6));
    await().until(() -> log.lines().size() == 2);
    moveTo(Duration.ofHours(5));
    await().until(() -> log.lines().size() == 3);
    assertThat(log.lines().get(2)).contains("in 5 hours");

    moveTo(Duration.ofMinutes(-1));
    await().until(() -> log.lines().size() == 4);
    assertThat(log.lines().get(3)).startsWith("ERROR event=certificate outcome=expired").contains("menta can send nothing");
    assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(left()).isEqualTo(-60);

    moveTo(Duration.ofDays(-1).minusMinutes(2));
    await().until(() -> log.lines().size() == 5);
  }

  @Test
  void one_that_has_expired_is_told_at_the_start_and_no_probe_fails_for_it() throws Exception {
    Files.createDirectories(home.resolve("routes"));
    ServerCertificate files = ServerCertificate.establish(Settings.load(home, Map.of()));
    clock.move(Duration.between(clock.instant(), end(files).plusSeconds(86_400)));

    start();

    assertThat(log.lines()).singleElement().asString().startsWith("ERROR event=certificate outcome=expired");
    assertThat(HealthCheckHelper.invokeReadiness(intake.main.getCamelContext()))
        .noneMatch(result -> result.getCheck().getId().equals("certificate"));
  }

  @Test
  void another_one_is_judged_for_itself() throws Exception {
    start();
    moveTo(Duration.ofDays(3));
    await().until(() -> log.lines().size() == 1);
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.createDirectories(elsewhere.resolve("routes"));
    // made now, it ends when the one before does, and is told of anew
    ServerCertificate other = ServerCertificate.establish(Settings.load(elsewhere, Map.of()));
    Files.write(intake.certificate.privateKey(), Files.readAllBytes(other.privateKey()));
    Files.write(intake.certificate.certificate(), Files.readAllBytes(other.certificate()));

    await().until(() -> log.lines().size() == 2);
  }
}
