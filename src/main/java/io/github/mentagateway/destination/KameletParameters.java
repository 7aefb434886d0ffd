package io.github.mentagateway.destination;

import java.util.Set;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;

/**
 * Camel joins a step's parameters into one URI, where a {@code &} ends a value, silently. These values are wrapped as
 * {@code RAW(…)} on the way, which Camel otherwise does for secrets, so that SQL, JSON and URLs arrive as their author
 * wrote them.
 */
final class KameletParameters extends KameletEndpointUriFactory {
  private static final Set<String> AS_WRITTEN = Set.of("sql", "url", "json", "to", "from", "template", "authorization");

  @Override
  public Set<String> secretPropertyNames() {
    return AS_WRITTEN;
  }
}
