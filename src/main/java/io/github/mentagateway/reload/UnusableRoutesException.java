package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** The route files hold what Camel would misread in silence, or refuse without naming a place. The message has one line per finding. */
public final class UnusableRoutesException extends Exception {
  UnusableRoutesException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator())));
  }
}
