package io.github.mentagateway.management;

import io.github.mentagateway.health.OperatorHealthCheck;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells what of the quarantine a replay would bring where it belongs. That is no fault: the check is always up. */
final class QuarantineHealthCheck extends OperatorHealthCheck {
  private final Supplier<Map<String, Long>> routable;

  QuarantineHealthCheck(Supplier<Map<String, Long>> routable) {
    super("quarantine");
    this.routable = routable;
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
