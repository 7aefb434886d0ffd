package io.github.mentagateway.durable;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code durable:NAME}. Bound in the registry as {@code durable}. */
@Component("durable")
public final class DurableComponent extends DefaultComponent {
  /** The channel that the intake writes and the router reads. What leaves the quarantine goes there. */
  public static final String NOTIFICATIONS = "notifications";

  static final String DEAD_LETTERS = "dead-letters";
  static final String QUARANTINE = "quarantine";

  private final DurableServices services;

  public DurableComponent(DurableServices services) {
    this.services = services;
  }

  DurableServices services() {
    return services;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    if (!remaining.matches("[a-z][a-z0-9-]{0,99}")) {
      throw new IllegalArgumentException("durable:" + remaining + ": a channel's name must begin with a small letter and hold only small"
          + " letters, digits and '-', at most 100 of them");
    }
    DurableEndpoint endpoint = new DurableEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
