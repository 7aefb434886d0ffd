package io.github.mentagateway.management;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports the gateway as not ready while no notification can be taken into custody, and from the beginning of the shutdown. */
final class InboxHealthCheck extends AbstractHealthCheck {
  private final Supplier<Optional<String>> refusing;

  /** @param refusing why no notification can be taken; empty when they can */
  InboxHealthCheck(Supplier<Optional<String>> refusing) {
    super("menta-gateway", "inbox");
    this.refusing = refusing;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    refusing.get().ifPresentOrElse(reason -> result.down().message(reason), result::up);
  }
}
