package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import java.util.List;

/** Runs routes that passed the check before they count, with every outside system stubbed. An error among its findings refuses them. */
@FunctionalInterface
public interface RouteTrial {
  RouteTrial NONE = files -> List.of();

  /** @throws Exception when the trial itself could not be made; the routes are refused then too */
  List<Finding> of(RouteFiles files) throws Exception;
}
