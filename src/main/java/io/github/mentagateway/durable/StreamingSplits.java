package io.github.mentagateway.durable;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;

/**
 * Makes each piece of a split when its turn comes. Camel makes all of them before the first one goes anywhere, unless the route says
 * {@code streaming}: of a million that was the end of the process. One after the other they come in the same order, so that a route
 * notices nothing but the missing {@code CamelSplitSize}; with {@code streaming: false} it has that again.
 */
public final class StreamingSplits extends ModelLifecycleStrategySupport {
  private StreamingSplits() {}

  /** In all routes that are added from now on. */
  public static void in(CamelContext context) {
    context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(new StreamingSplits());
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SplitDefinition.class).stream()
        .filter(split -> split.getStreaming() == null && !"true".equals(split.getParallelProcessing()))
        .forEach(split -> split.setStreaming("true"));
  }
}
