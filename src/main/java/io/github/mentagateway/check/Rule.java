package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import java.util.function.Consumer;

/** One thing that may be wrong. A rule that cannot know says nothing: a false error would keep a right route from running. */
interface Rule {
  void check(RouteSet routes, Consumer<Finding> findings);
}
