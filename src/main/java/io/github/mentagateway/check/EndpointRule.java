package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.Spelling;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Holds what routes give to Camel's components against what the components take. */
final class EndpointRule implements Rule {
  /** The components that a route has a use for: of those in the jar they are what may be meant first. */
  private static final List<String> USUAL = List.of("alerts", "bean", "class", "direct", "durable", "http", "https", "jdbc", "kamelet", "log",
      "platform-http", "rest", "smtp", "smtps", "timer", "seda", "file", "ftp", "sftp", "kafka", "jms", "sql", "mock", "stub", "quartz");

  private final Components components = new Components();

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    Set<String> beans = Beans.named(routes);
    for (Endpoint endpoint : routes.endpoints()) {
      String scheme = endpoint.scheme();
      String written = RouteYaml.text(endpoint.at());
      if (scheme.isEmpty() && written != null && written.matches("[\\w/.-]+")) {
        findings.accept(endpoint.document().error("bad-uri", endpoint.at(), "'" + written + "' names no component: write its name, a ':' and then"
            + " the rest, such as durable:" + written.replaceFirst("^.*[/.]", "")));
      }
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
    if (endpoint.route().kind().equals("kamelet") && CamelJars.of("component", endpoint.scheme()).isPresent()) {
      ofKamelet(endpoint, routes, findings);
      return;
    }
    List<String> there = USUAL.stream().filter(Components::exists).toList();
    String scheme = endpoint.scheme();
    String near = CamelJars.of("component", scheme).isPresent() ? "" : Names.nearest(scheme, there)
        .or(() -> Names.nearest(scheme, CamelJars.names("component"))).map(name -> "; did you mean '" + name + "'?").orElse("");
    findings.accept(endpoint.document().error("unknown-component", endpoint.at(), "there is no component '" + scheme + "'"
        + (near.isEmpty() ? " in the gateway: " + CamelJars.instead("component", scheme) : near)));
  }

  /** A kamelet that nobody uses needs nothing: those of queues are shipped, and what they need comes in lib/. */
  private static void ofKamelet(Endpoint endpoint, RouteSet routes, Consumer<Finding> findings) {
    String kamelet = RouteYaml.text(RouteYaml.at(endpoint.document().root(), "metadata", "name"));
    routes.kamelets().uses().stream().filter(use -> use.kamelet().equals(kamelet)).forEach(use -> findings.accept(use.document().error(
        "unknown-component", use.at(), "the kamelet '" + kamelet + "' needs the component '" + endpoint.scheme()
            + "', which is not in the gateway: " + CamelJars.instead("component", endpoint.scheme()))));
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

  /** What a channel's option must be, which its type does not say; null when it is. The channel itself refuses it when it starts. */
  private static String ofChannel(String name, String value) {
    return switch (name) {
      case "concurrency", "maxAttempts" -> new BigDecimal(value).signum() > 0 ? null : "above 0";
      case "multiplier" -> new BigDecimal(value).compareTo(BigDecimal.ONE) >= 0 ? null : "at least 1";
      case "jitter" -> new BigDecimal(value).signum() >= 0 && new BigDecimal(value).compareTo(BigDecimal.ONE) <= 0 ? null : "from 0 to 1";
      case "timeout", "probeInterval" -> value.matches("[+-]?0+\\D*|-.*") ? "above 0" : null;
      default -> null;
    };
  }

  private static void value(Endpoint endpoint, Endpoint.Option option, Components.Option known, Consumer<Finding> findings) {
    if (!option.isKnown()) {
      return;
    }
    String value = option.value().strip();
    boolean noWord = !known.words().isEmpty() && !Values.isOneOf(known.words(), value);
    String must = noWord ? "one of " + Names.list(known.words()) + Names.didYouMean(value, known.words()) : Values.rule(known.type(), value);
    must = must == null && endpoint.scheme().equals("durable") ? ofChannel(option.name(), value) : must;
    if (must != null) {
      findings.accept(endpoint.document().error("wrong-option-value", option.valuePlace(), "the option '" + option.name()
          + "' of the component '" + endpoint.scheme() + "' is '" + Values.shown(option.name(), value) + "': it must be " + must));
    }
  }
}
