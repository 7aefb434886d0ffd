package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.settings.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Holds what routes give to Camel's components against what the components take. */
final class EndpointRule implements Rule {
  /** The components of the jar that a route has a use for. */
  private static final List<String> USUAL = List.of("bean", "class", "direct", "durable", "http", "https", "jdbc", "kamelet", "log",
      "platform-http", "rest", "smtp", "smtps", "timer", "seda", "file", "ftp", "sftp", "kafka", "jms", "sql", "mock", "stub", "quartz");

  private final Components components = new Components();

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    Set<String> beans = Beans.named(routes);
    for (Endpoint endpoint : routes.endpoints()) {
      String scheme = endpoint.scheme();
      // a placeholder may stand for the whole of it, and a bean may be a component
      if (scheme.isEmpty() || scheme.equals("kamelet") || beans.contains(scheme)) {
        continue;
      }
      if (!Components.exists(scheme)) {
        unknown(endpoint, routes, findings);
      } else {
        components.find(scheme).filter(component -> !component.isApi())
            .ifPresent(component -> options(endpoint, component, routes, findings));
      }
    }
  }

  private static void unknown(Endpoint endpoint, RouteSet routes, Consumer<Finding> findings) {
    List<String> there = USUAL.stream().filter(Components::exists).toList();
    String near = USUAL.contains(endpoint.scheme()) ? "" : Names.didYouMean(endpoint.scheme(), there);
    findings.accept(endpoint.document().error("unknown-component", endpoint.at(), "there is no component '" + endpoint.scheme() + "'"
        + (near.isEmpty() ? " in the gateway: put the jar of Camel that has it (camel-" + endpoint.scheme()
            + " or the like, of Camel's version here), and what that needs, into lib/" : near)));
  }

  private static void options(Endpoint endpoint, Components.Component component, RouteSet routes, Consumer<Finding> findings) {
    for (Endpoint.Option option : endpoint.options()) {
      if (option.name().isEmpty() || option.name().contains("{") || Placeholders.isUnknown(option.name())) {
        continue;
      }
      Components.Option known = component.options().get(option.name());
      if (known != null) {
        value(endpoint, option, known, findings);
      } else if (component.prefixes().stream().noneMatch(prefix -> option.name().startsWith(prefix))) {
        unknown(endpoint, option, component, findings);
      }
    }
    for (Components.Option option : component.options().values()) {
      if (option.required() && !option.isPath() && endpoint.options().stream().noneMatch(given -> given.name().equals(option.name()))
          && !routes.settings().values().containsKey("camel.component." + endpoint.scheme() + "." + option.name())) {
        findings.accept(endpoint.document().error("missing-option", endpoint.at(), "the component '" + endpoint.scheme()
            + "' needs the option '" + option.name() + "', which is not given: write it under parameters"));
      }
    }
  }

  private static void unknown(Endpoint endpoint, Endpoint.Option option, Components.Component component, Consumer<Finding> findings) {
    Collection<String> names = component.options().values().stream().map(Components.Option::name).collect(Collectors.toCollection(TreeSet::new));
    String name = option.name();
    if (!component.lenient()) {
      findings.accept(endpoint.document().error("unknown-option", option.place(), "the component '" + endpoint.scheme()
          + "' has no option '" + name + "'" + Names.known(name, names, "It has ")));
      return;
    }
    Names.nearest(name, names).filter(near -> Spelling.distance(name, near) <= 2 && name.length() > 4).ifPresent(near ->
        findings.accept(endpoint.document().warning("unknown-option", option.place(), "the component '" + endpoint.scheme()
            + "' has no option '" + name + "', which goes into the query of the request; did you mean '" + near + "'?")));
  }

  private static void value(Endpoint endpoint, Endpoint.Option option, Components.Option known, Consumer<Finding> findings) {
    if (!option.isKnown()) {
      return;
    }
    String value = option.value().strip();
    boolean noWord = !known.words().isEmpty() && !Values.isOneOf(known.words(), value);
    String must = noWord ? "one of " + Names.list(known.words()) + Names.didYouMean(value, known.words()) : Values.rule(known.type(), value);
    if (must != null) {
      findings.accept(endpoint.document().error("wrong-option-value", option.valuePlace(), "the option '" + option.name()
          + "' of the component '" + endpoint.scheme() + "' is '" + Values.shown(option.name(), value) + "': it must be " + must));
    }
  }
}
