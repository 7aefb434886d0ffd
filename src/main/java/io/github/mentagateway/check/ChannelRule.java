package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whether the routes that send to each other's channels find each other. */
final class ChannelRule implements Rule {
  private static final Set<String> BUILT_IN = Set.of("dead-letters", "quarantine");
  /** What the quarantine replays goes there, and the intake writes to it. */
  private static final String NOTIFICATIONS = "notifications";
  /** Steps whose endpoints are only known when a message comes. */
  private static final Set<String> DYNAMIC = Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich", "serviceCall");

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    readTwice("alerts", routes, findings);
    for (String scheme : Set.of("durable", "direct")) {
      readTwice(scheme, routes, findings);
      if (routes.isComplete() && !Beans.mayBeFoundElsewhere(routes) && routes.documents().stream().allMatch(ChannelRule::isOfRoutes)
          && routes.endpoints().stream().noneMatch(endpoint -> endpoint.scheme().isEmpty())) {
        unread(scheme, routes, findings);
        unreached(scheme, routes, findings);
      }
    }
  }

  /** A Pipe reads and sends as well, in a form of its own. */
  private static boolean isOfRoutes(RouteYaml document) {
    return document.isKamelet() || document.root() instanceof SequenceNode;
  }

  private static void readTwice(String scheme, RouteSet routes, Consumer<Finding> findings) {
    Map<String, Endpoint> first = new HashMap<>();
    routes.reads(scheme).filter(Endpoint::isFixed).filter(endpoint -> endpoint.route().isRoute())
        .filter(endpoint -> RouteYaml.at(endpoint.route().body(), "autoStartup") == null)
        .filter(endpoint -> RouteYaml.at(endpoint.route().body(), "precondition") == null).forEach(endpoint -> {
      Endpoint before = first.putIfAbsent(endpoint.path(), endpoint);
      if (before != null) {
        findings.accept(endpoint.document().error("read-twice", endpoint.at(), scheme + ":" + endpoint.path() + " is read by two routes (first"
            + " in " + before.document().place(before.at()) + "), "
            + (scheme.equals("alerts") ? "and what was told is kept under that name: give this one a name of its own"
                : "and one route reads a channel: give this one a name of its own, and send to both")));
      }
    });
  }

  private static void unread(String scheme, RouteSet routes, Consumer<Finding> findings) {
    Set<String> read = names(routes.reads(scheme));
    if (routes.reads(scheme).anyMatch(endpoint -> !endpoint.isFixed())) {
      return;
    }
    Set<String> reached = names(routes.sends(scheme));
    routes.sends(scheme).filter(Endpoint::isFixed).filter(endpoint -> !read.contains(endpoint.path()))
        .filter(endpoint -> endpoint.options().stream().noneMatch(option -> option.name().equals("failIfNoConsumers")))
        .filter(endpoint -> scheme.equals("direct") || !BUILT_IN.contains(endpoint.path())).forEach(endpoint -> {
          String name = endpoint.path();
          String near = Names.nearest(name, scheme.equals("direct") ? read : union(read, BUILT_IN)).orElse("");
          String what = "no route reads " + scheme + ":" + name
              + (near.isEmpty() ? "." : "; did you mean " + scheme + ":" + near + "?");
          if (scheme.equals("direct") && mayBeMeant(endpoint)) {
            findings.accept(endpoint.document().warning("unread-channel", endpoint.at(), what + " Where it runs, a send to it fails"));
          } else if (scheme.equals("direct")) {
            findings.accept(endpoint.document().error("unread-channel", endpoint.at(),
                what + " A send to it fails each time: write a route with \"from: direct:" + name + "\", or correct the name"));
          } else if (Names.isSlip(name, near) && !reached.contains(near)) {
            // nobody sends to the route with nearly this name: this is a slip, and no file that was moved away
            findings.accept(endpoint.document().error("unread-channel", endpoint.at(),
                what + " What is sent there would wait for ever: correct the name"));
          } else {
            findings.accept(endpoint.document().warning("unread-channel", endpoint.at(),
                what + " What is sent there waits until one does: correct the name, or bring the route back"));
          }
        });
  }

  /** A step that is switched off, an intercepted one, and a failure that is caught do no harm. */
  private static boolean mayBeMeant(Endpoint endpoint) {
    boolean[] found = {RouteYaml.at(endpoint.body(), "disabled") != null};
    endpoint.document().eachMapping(mapping ->
        found[0] |= RouteYaml.at(mapping, "doTry") != null || RouteYaml.at(mapping, "interceptSendToEndpoint") != null);
    return found[0];
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toCollection(TreeSet::new));
  }

  private static void unreached(String scheme, RouteSet routes, Consumer<Finding> findings) {
    Set<String> sent = names(routes.sends(scheme));
    boolean anywhere = routes.sends(scheme).anyMatch(endpoint -> !endpoint.isFixed()) || routes.routes().stream()
        .flatMap(route -> route.steps().stream()).anyMatch(step -> DYNAMIC.contains(step.kind()));
    routes.reads(scheme).filter(Endpoint::isFixed).filter(endpoint -> endpoint.route().isRoute())
        .filter(endpoint -> !anywhere && !sent.contains(endpoint.path()) && !endpoint.path().equals(NOTIFICATIONS))
        .forEach(endpoint -> findings.accept(endpoint.document().warning("unreached-route", endpoint.at(), "no route sends to " + scheme + ":"
            + endpoint.path() + Names.nearest(endpoint.path(), sent).map(near -> "; did you mean " + scheme + ":" + near + "?").orElse(".")
            + " This route never runs: send to it, in the router for example, or remove it")));
  }

  private static Set<String> names(Stream<Endpoint> endpoints) {
    return endpoints.filter(Endpoint::isFixed).map(Endpoint::path).collect(Collectors.toSet());
  }
}
