package io.github.mentagateway.sandbox;

import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ExecutorServiceAwareDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.util.StringHelper;

/** Lets no step wait, lets none run beside another, and runs no route that begins with a system or a time of its own. */
final class TimelessRoutes extends ModelLifecycleStrategySupport {
  private final ExecutorService others;

  private TimelessRoutes(ExecutorService others) {
    this.others = others;
  }

  /**
   * Applies to all routes that are added from now on.
   *
   * @param others runs what steps do on another thread
   */
  static void in(CamelContext context, ExecutorService others) {
    context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(new TimelessRoutes(others));
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), DelayDefinition.class)
        .forEach(delay -> delay.setExpression(new ConstantExpression("0")));
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ThrottleDefinition.class)
        .forEach(TimelessRoutes::open);
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), OnExceptionDefinition.class)
        .forEach(handler -> hurry(handler.getRedeliveryPolicyType()));
    if (route.getErrorHandlerFactory() instanceof DefaultErrorHandlerDefinition handler) {
      hurry(handler.getRedeliveryPolicy());
    }
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
        .filter(ExecutorServiceAwareDefinition.class::isInstance).map(step -> (ExecutorServiceAwareDefinition<?>) step)
        .filter(TimelessRoutes::usesOthers).forEach(step -> step.executorService(others));
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

  private static void hurry(RedeliveryPolicyDefinition policy) {
    if (policy != null) {
      policy.setDelayPattern(null);
      policy.setRedeliveryDelay("0");
    }
  }

  private static boolean usesOthers(ExecutorServiceAwareDefinition<?> step) {
    return step instanceof WireTapDefinition || step instanceof ThreadsDefinition
        || step instanceof MulticastDefinition multicast && "true".equals(multicast.getParallelProcessing())
        || step instanceof SplitDefinition split && "true".equals(split.getParallelProcessing())
        || step instanceof RecipientListDefinition<?> list && "true".equals(list.getParallelProcessing());
  }
}
