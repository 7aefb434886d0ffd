package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteYaml;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The beans that a route may name. */
final class Beans {
  private static final Set<String> SHIPPED = Set.of("authenticator", "envelopeMapper", "mailSender",
      "kameletParameters", "destinations", "vertxOptions", "metricsRegistry", "sourceLoader",
      "intakeServerFactory", "platform-http-engine", "prometheusMeterRegistry");
  /** The settings that let Camel look for more, in both ways to write them. */
  private static final Pattern FINDING = Pattern.compile("camel\\.main\\.(base-?package-?scan.*|configuration-?classes|configurations|"
      + "routes-?builders|routes-?include-?pattern)", Pattern.CASE_INSENSITIVE);

  private Beans() {}

  static Set<String> named(RouteSet routes) {
    Set<String> names = new TreeSet<>(SHIPPED);
    names.addAll(routes.settings().databases().keySet());
    for (RouteYaml document : routes.documents()) {
      document.eachMapping(mapping -> RouteYaml.items(RouteYaml.at(mapping, "beans")).stream()
          .map(bean -> RouteYaml.text(RouteYaml.at(bean, "name"))).filter(name -> name != null).forEach(names::add));
    }
    routes.settings().values().keySet().stream().filter(name -> name.startsWith("camel.beans."))
        .map(name -> name.substring("camel.beans.".length()).replaceFirst("[.\\[].*", "")).forEach(names::add);
    return names;
  }

  /** Whether other libraries may bring beans that nobody has named. */
  static boolean mayBeFoundElsewhere(RouteSet routes) {
    return routes.settings().values().keySet().stream().anyMatch(name -> FINDING.matcher(name).matches());
  }
}
