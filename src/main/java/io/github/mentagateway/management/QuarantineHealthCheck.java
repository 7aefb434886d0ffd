package io.github.mentagateway.management;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells what of the quarantine a replay would bring where it belongs. That is no fault: the check is always up. */
final class QuarantineHealthCheck extends AbstractHealthCheck {
  private final Supplier<Map<String, Long>> routable;

  QuarantineHealthCheck(Supplier<Map<String, Long>> routable) {
    super("menta-gateway", "quarantine");
    this.routable = routable;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    String sentence = RoutableQuarantine.sentence(routable.get());
    result.up();
    if (!sentence.isEmpty()) {
      result.message(sentence);
    }
  }
}
