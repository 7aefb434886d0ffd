package io.github.mentagateway.sandbox;

import org.apache.camel.CamelContext;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.util.StringHelper;

/** Lets no step wait, and runs no route that begins with a system or a time of its own. */
final class TimelessRoutes extends ModelLifecycleStrategySupport {
  private TimelessRoutes() {}

  /** Applies to all routes that are added from now on. */
  static void in(CamelContext context) {
    context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(new TimelessRoutes());
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), DelayDefinition.class)
        .forEach(delay -> delay.setExpression(new ConstantExpression("0")));
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ThrottleDefinition.class)
        .forEach(TimelessRoutes::open);
    String uri = route.getInput() == null ? "" : String.valueOf(route.getInput().getEndpointUri());
    if (!StubbedComponents.isFedByRoutes(StringHelper.before(uri, ":", uri))) {
      route.setAutoStartup("false");
    }
  }

  /** Camel keeps a permit in memory for each message that may pass, so that there must not be endlessly many. */
  private static void open(ThrottleDefinition throttle) {
    throttle.setExpression(new ConstantExpression("10000"));
    throttle.setTimePeriodMillis("1");
  }
}
