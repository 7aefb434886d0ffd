package io.github.mentagateway.durable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultComponent;

/** {@code durable:NAME}. Bound in the registry as {@code durable}. */
public final class DurableComponent extends DefaultComponent {
  /** The channel that the intake writes and the router reads. What leaves the quarantine goes there. */
  public static final String NOTIFICATIONS = "notifications";

  static final String DEAD_LETTERS = "dead-letters";
  static final String QUARANTINE = "quarantine";

  private final DurableServices services;

  public DurableComponent(DurableServices services) {
    this.services = services;
  }

  /** Channels that a route sends to and no route reads, in the order of their names. The context must have started. */
  public static List<String> unread(CamelContext context) {
    Set<String> read = context.getRoutes().stream().map(Route::getEndpoint).filter(DurableEndpoint.class::isInstance)
        .map(endpoint -> ((DurableEndpoint) endpoint).getName()).collect(Collectors.toSet());
    return context.getEndpoints().stream().filter(DurableEndpoint.class::isInstance).map(DurableEndpoint.class::cast)
        .filter(endpoint -> !endpoint.isReserved()).map(DurableEndpoint::getName)
        .filter(name -> !read.contains(name)).distinct().sorted().toList();
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
