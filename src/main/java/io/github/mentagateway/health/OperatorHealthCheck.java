package io.github.mentagateway.health;

import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check for a person who looks at the whole health. No probe asks it: what it tells is no reason to end an instance or to send it nothing, since
 * the others have the same trouble, or the rest of this one goes on.
 */
public abstract class OperatorHealthCheck extends AbstractHealthCheck {
  protected OperatorHealthCheck(String id) {
    super("menta-gateway", id);
  }

  @Override
  public final boolean isLiveness() {
    return false;
  }

  @Override
  public final boolean isReadiness() {
    return false;
  }
}
