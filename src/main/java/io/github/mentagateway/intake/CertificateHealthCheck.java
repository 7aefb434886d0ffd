package io.github.mentagateway.intake;

import io.github.mentagateway.health.OperatorHealthCheck;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Warns of the end of the intake's certificate, and is down when it is over. No probe is told: every instance has the same certificate, and one
 * that is taken away for it gives menta no other answer.
 */
final class CertificateHealthCheck extends OperatorHealthCheck {
  private final Supplier<CertificateExpiry> expiry;

  /** @param expiry gives null before the start */
  CertificateHealthCheck(Supplier<CertificateExpiry> expiry) {
    super("certificate");
    this.expiry = expiry;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    CertificateExpiry known = expiry.get();
    result.up();
    if (known == null || known.sentence().isEmpty()) {
      return;
    }
    if (known.left().isNegative()) {
      result.down();
    }
    result.message((known.left().isNegative() ? "" : "warning: ") + known.sentence());
  }
}
