package io.github.mentagateway.runtime;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.intake.IntakeStartException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;

/** The gateway could not be started. The message is one sentence for the operator, with the property's or the file's name. */
public final class StartFailedException extends Exception {

  StartFailedException(Throwable cause) {
    super(explain(cause), cause);
  }

  private static String explain(Throwable failure) {
    String route = null;
    Throwable root = failure;
    for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
      if (cause instanceof IntakeStartException || cause instanceof InboxUnavailableException) {
        return cause.getMessage();
      }
      if (cause instanceof FailedToCreateRouteException created) {
        route = created.getRouteId();
      } else if (cause instanceof FailedToStartRouteException started) {
        route = started.getRouteId();
      }
      root = cause;
    }
    String what = root.getMessage() == null ? root.toString() : root.getMessage();
    return route == null ? what : "route '" + route + "' cannot be started: " + what;
  }
}
