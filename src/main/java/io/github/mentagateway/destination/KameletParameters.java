package io.github.mentagateway.destination;

import java.util.Set;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Camel joins a step's parameters into one URI, where a {@code &} ends a value, silently. These values are wrapped as
 * {@code RAW(…)} on the way, which Camel otherwise does for secrets, so that SQL, JSON and URLs arrive as their author
 * wrote them.
 */
final class KameletParameters extends KameletEndpointUriFactory {
  /** Stands for a line break: Camel drops those from URIs, without even a blank, and in SQL they part words and end comments. */
  private static final String LINE_BREAK = "\u2424";

  private static final Set<String> AS_WRITTEN = Set.of("sql", "url", "json", "to", "from", "template", "authorization");

  @Override
  public Set<String> secretPropertyNames() {
    return AS_WRITTEN;
  }

  /** To be added to Camel's model: keeps the line breaks of SQL. */
  static ModelLifecycleStrategy lineBreaks() {
    return new ModelLifecycleStrategySupport() {
      @Override
      public void onAddRouteDefinition(RouteDefinition route) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
            .filter(to -> to.getUri() != null && to.getUri().startsWith("kamelet:database-"))
            .forEach(to -> to.setUri(to.getUri().replaceAll("\\R", LINE_BREAK)));
      }
    };
  }

  /** What came through a URI, with the line breaks of its author. */
  static String asWritten(String sql) {
    return sql.replace(LINE_BREAK, "\n");
  }
}
