package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.settings.Window;
import java.util.function.Consumer;

/** Whether the hours of a destination can be read. */
final class WindowRule implements Rule {

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.reads("durable").forEach(endpoint -> endpoint.options().stream()
        .filter(option -> option.name().equals("window") && option.isKnown()).forEach(option -> {
          try {
            Window.parse(option.value());
          } catch (IllegalArgumentException e) {
            findings.accept(endpoint.document().error("wrong-option-value", option.valuePlace(), "the option 'window' of the component"
                + " 'durable' is '" + Values.shown("window", option.value()) + "': it " + e.getMessage()));
          }
        }));
  }
}
