package io.github.mentagateway.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;

/** The gateway could not be started. The message is one sentence for the operator, with the property's or the file's name. */
public final class StartFailedException extends Exception {
  private static final String OURS = "io.github.mentagateway.";

  private final transient UnaryOperator<String> redaction;

  /** @param redaction takes the secrets out of a text: Camel shows the text that it stumbled over, with what stood for a placeholder, such as
   *     the intake's path */
  StartFailedException(Throwable cause, UnaryOperator<String> redaction) {
    super(redaction.apply(explain(cause)), cause);
    this.redaction = redaction;
  }

  @Override
  public void printStackTrace(PrintWriter out) {
    StringWriter trace = new StringWriter();
    super.printStackTrace(new PrintWriter(trace));
    out.print(redaction.apply(trace.toString()));
  }

  /** What our own code said, nearest to the top; else which parameter Camel could not take; else the root of it all. */
  private static String explain(Throwable failure) {
    String route = null;
    Throwable ours = null;
    Throwable parameter = null;
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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
    // a kamelet's own words name its author's route
    return route == null || what.startsWith("route '") ? what : "route '" + route + "' cannot be started: " + what;
  }

  private static boolean isThrownByUs(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length > 0 && stack[0].getClassName().startsWith(OURS) && cause.getMessage() != null;
  }
}
