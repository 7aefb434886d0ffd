package io.github.mentagateway.alert;

import io.github.mentagateway.health.OperatorHealthCheck;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Warns while alerts cannot be sent. Nobody may be told by them then. */
final class AlertHealthCheck extends OperatorHealthCheck {
  private final String name;
  private volatile Instant failingSince;

  AlertHealthCheck(String name) {
    super("alerts-" + name);
    this.name = name;
  }

  void failed(Instant now) {
    failingSince = failingSince == null ? now : failingSince;
  }

  void sent() {
    failingSince = null;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    Instant since = failingSince;
    result.up();
    if (since != null) {
      result.message("warning: alerts:" + name + " cannot be sent since " + since.truncatedTo(ChronoUnit.SECONDS)
          + "; they are tried again, and why, says the log (event=alert outcome=failed)");
    }
  }
}
