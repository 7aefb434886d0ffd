package io.github.mentagateway.durable;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;

/**
 * Makes every split {@code streaming} that does not say otherwise. Camel else makes all pieces before the first one goes anywhere, and a
 * million of them end the process. The order of the pieces stays the same; only {@code CamelSplitSize} is missing, which a route gets back
 * with {@code streaming: false}.
 */
public final class StreamingSplits extends ModelLifecycleStrategySupport {
  private StreamingSplits() {}

  /** Applies to all routes that are added from now on. */
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
