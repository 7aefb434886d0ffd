package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acceptance;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports the gateway as not ready while no notification can be taken into custody, and from the beginning of the shutdown. */
final class InboxHealthCheck extends AbstractHealthCheck {
  private final Acceptance acceptance;
  private final BooleanSupplier shuttingDown;

  InboxHealthCheck(Acceptance acceptance, BooleanSupplier shuttingDown) {
    super("menta-gateway", "inbox");
    this.acceptance = acceptance;
    this.shuttingDown = shuttingDown;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    Optional<String> problem = shuttingDown.getAsBoolean() ? Optional.of("the gateway is shutting down") : acceptance.problem();
    problem.ifPresentOrElse(reason -> result.down().message(reason), result::up);
  }
}
