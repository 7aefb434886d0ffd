package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;
import java.util.Map;
import java.util.function.Consumer;

/** Whether the hours and the rate of a destination can be read. */
final class ChannelOptionRule implements Rule {
  private static final Map<String, Consumer<String>> FORMS = Map.of("window", Window::parse, "rate", Rate::parse);

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    routes.reads("durable").forEach(endpoint -> endpoint.options().stream()
        .filter(option -> FORMS.containsKey(option.name()) && option.isKnown()).forEach(option -> {
          try {
            FORMS.get(option.name()).accept(option.value());
          } catch (IllegalArgumentException e) {
            findings.accept(endpoint.document().error("wrong-option-value", option.valuePlace(), "the option '" + option.name()
                + "' of the component 'durable' is '" + Values.shown(option.name(), option.value()) + "': it " + e.getMessage()));
          }
        }));
  }
}
