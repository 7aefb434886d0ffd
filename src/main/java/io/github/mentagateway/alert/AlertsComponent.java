package io.github.mentagateway.alert;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code alerts:NAME}. Bound in the registry as {@code alerts}. */
@Component("alerts")
public final class AlertsComponent extends DefaultComponent {
  private final AlertServices services;

  public AlertsComponent(AlertServices services) {
    this.services = services;
  }

  AlertServices services() {
    return services;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    if (!remaining.matches("[a-z][a-z0-9-]{0,49}")) {
      throw new IllegalArgumentException("alerts:" + remaining + ": the name must begin with a small letter and hold only small letters, digits"
          + " and '-', at most 50 of them");
    }
    AlertsEndpoint endpoint = new AlertsEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
