package io.github.mentagateway.runtime;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;

/** The gateway could not be started. The message is one sentence for the operator, with the property's or the file's name. */
public final class StartFailedException extends Exception {

  StartFailedException(Throwable cause) {
    super(explain(cause), cause);
  }

  /** What is said nearest to the top by somebody else than Camel: our own sentences wrap what went wrong below them, Camel's wrap ours. */
  private static String explain(Throwable failure) {
    String route = null;
    Throwable teller = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      teller = cause;
      if (!cause.getClass().getName().startsWith("org.apache.camel.")) {
        break;
      }
      if (cause instanceof FailedToCreateRouteException created) {
        route = created.getRouteId();
      } else if (cause instanceof FailedToStartRouteException started) {
        route = started.getRouteId();
      }
    }
    String what = teller.getMessage() == null ? teller.toString() : teller.getMessage();
    return route == null ? what : "route '" + route + "' cannot be started: " + what;
  }
}
