package io.github.mentagateway.management;

import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import java.util.Map;

/** The properties that make Camel's management server ours. */
public final class ManagementProperties {
  static final String HEALTH = "/observe/health";
  static final String METRICS = "/observe/metrics";

  private ManagementProperties() {}

  /**
   * The {@code camel.*} properties for Camel Main. Readiness depends on the store and the shutdown only (see {@link InboxHealthCheck}): a
   * route that is stopped or polls a system that is down must not empty the load balancer.
   */
  public static Map<String, String> of(Settings settings) {
    Address listen = settings.management().listen();
    return Map.ofEntries(
        Map.entry("camel.management.enabled", "true"),
        Map.entry("camel.management.host", listen.host()),
        Map.entry("camel.management.port", String.valueOf(listen.port())),
        Map.entry("camel.management.healthCheckEnabled", "true"),
        Map.entry("camel.management.healthPath", HEALTH),
        Map.entry("camel.management.metricsEnabled", "true"),
        Map.entry("camel.metrics.path", METRICS),
        Map.entry("camel.health.enabled", "true"),
        Map.entry("camel.health.exposureLevel", "full"),
        Map.entry("camel.health.routesEnabled", "false"),
        Map.entry("camel.health.consumersEnabled", "false"),
        Map.entry("camel.health.producersEnabled", "false"));
  }
}
