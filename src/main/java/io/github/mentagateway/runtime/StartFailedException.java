package io.github.mentagateway.runtime;

import io.github.mentagateway.failure.Causes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.FileUtil;

/** The gateway could not be started. The message is one sentence for the operator, with the property's or the file's name. */
public final class StartFailedException extends Exception {
  private static final String OURS = "io.github.mentagateway.";

  private final transient UnaryOperator<String> redaction;

  /**
   * @param context the context that failed to start; null when there was none yet
   * @param redaction takes the secrets out of a text: Camel quotes the text that it could not use, with the values of its placeholders,
   *     such as the intake's path
   */
  StartFailedException(Throwable cause, CamelContext context, UnaryOperator<String> redaction) {
    super(redaction.apply(explain(cause, context)), cause);
    this.redaction = redaction;
  }

  @Override
  public void printStackTrace(PrintWriter out) {
    StringWriter trace = new StringWriter();
    super.printStackTrace(new PrintWriter(trace));
    out.print(redaction.apply(trace.toString()));
  }

  /** The message of our own code that is nearest to the top; else that of the parameter that Camel refused; else that of the root cause. */
  private static String explain(Throwable failure, CamelContext context) {
    String route = null;
    Throwable ours = null;
    Throwable parameter = null;
    Throwable root = failure;
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof FailedToCreateRouteException created) {
        route = created.getRouteId();
      } else if (cause instanceof FailedToStartRouteException started) {
        route = started.getRouteId();
      }
      ours = ours == null && isThrownByUs(cause) ? cause : ours;
      parameter = cause instanceof PropertyBindingException ? cause : parameter;
      root = cause;
    }
    Throwable teller = ours != null ? ours : parameter != null ? parameter : root;
    String what = teller.getMessage() == null ? teller.toString() : teller.getMessage();
    return route == null ? what : named(route, context) + " cannot be started: " + what;
  }

  /**
   * The route with its file. A route that Camel made of a kamelet has an id that nobody wrote: the route that uses the kamelet is named.
   */
  private static String named(String id, CamelContext context) {
    Model model = context == null ? null : context.getCamelContextExtension().getContextPlugin(Model.class);
    RouteDefinition route = model == null ? null : model.getRouteDefinition(id);
    if (route == null) {
      return "route '" + id + "'";
    }
    Map<String, Object> parameters = route.getTemplateParameters();
    if (parameters != null && parameters.get(Kamelet.PARENT_ROUTE_ID) instanceof String user) {
      return named(user, context);
    }
    String file = route.getResource() == null ? "" : " in " + FileUtil.stripPath(route.getResource().getLocation());
    return "route '" + id + "'" + file;
  }

  private static boolean isThrownByUs(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length > 0 && stack[0].getClassName().startsWith(OURS) && cause.getMessage() != null;
  }
}
