package io.github.mentagateway.management;

import io.github.mentagateway.health.OperatorHealthCheck;
import io.github.mentagateway.reload.Outcome;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.testcase.CaseRun;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Warns while the route files on the disk are not what runs. It never reports down, because what ran before goes on. */
final class RoutesHealthCheck extends OperatorHealthCheck {
  private static final int MOST_SHOWN = 5;

  private final Supplier<Outcome> last;

  RoutesHealthCheck(Supplier<Outcome> last) {
    super("routes");
    this.last = last;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    Outcome outcome = last.get();
    List<Finding> errors = outcome.errors();
    result.up();
    if (outcome.isRefused() || !errors.isEmpty()) {
      String what = switch (outcome.kind()) {
        case BROKEN -> "a swap of routes failed, and some do not run";
        case REFUSED -> "the route files were refused, and what was good before runs";
        default -> "the routes that run have errors";
      };
      // health may be read without a token, and a case quotes its notification: what it says stands in the log and in /api/routes
      result.message("warning: " + what + " (since " + outcome.at() + ")"
          + errors.stream().limit(MOST_SHOWN).map(error -> error.rule().equals(CaseRun.FAILED) ? error.place() + ": a case fails" : error.toString()).collect(Collectors.joining("; ",
              errors.isEmpty() ? "" : ": ", ""))
          + (errors.size() > MOST_SHOWN ? " and " + (errors.size() - MOST_SHOWN) + " more" : "")
          + (outcome.isRefused() ? "; why stands in the log (event=routes_refused), and ./menta-gateway reload says it"
              : "; why stands in the log, and ./menta-gateway test and check say it"));
    }
  }
}
