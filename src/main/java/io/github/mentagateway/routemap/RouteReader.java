package io.github.mentagateway.routemap;

import io.github.mentagateway.check.Endpoint;
import io.github.mentagateway.check.Kamelets;
import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.routes.RouteYaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads out of each route what it reads, and what it does with that. */
final class RouteReader {
  private static final Pattern ACTION = Pattern.compile("\\s*\\$\\{body\\??\\.action}\\s*==\\s*(['\"])([^'\"]+)\\1\\s*");
  /** What stands inside a URL between its scheme and an @ may be a password. */
  private static final Pattern LOGIN = Pattern.compile("//[^/@\\s]*@");
  /** And so may what the query calls one. */
  private static final Pattern KEY = Pattern.compile("(?i)([?&][^=&\\s]*(?:key|token|secret|pass|pwd|auth|sig)[^=&\\s]*=)[^&{\\s]+");
  /** Keys of a branch or a split that are no language. */
  private static final Set<String> NO_LANGUAGE = Set.of("id", "description", "note", "steps", "disabled", "expression");
  /** Components that bring nothing out of the gateway. */
  private static final Set<String> INSIDE = Set.of("log", "language", "dataformat", "validator", "ref", "mock", "stub");
  /** Steps whose endpoints only a message tells. */
  private static final Set<String> DYNAMIC = Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich", "serviceCall");
  /** The parameters in which a component's own name may stand, instead of in the URI. */
  private static final List<String> PLACES = List.of("path", "timerName", "directoryName", "destinationName", "topic", "name");
  private static final int LONGEST = 240;
  private static final int LONGEST_SQL = 90;

  private final RouteSet routes;
  private final Map<Node, Endpoint> endpoints = new IdentityHashMap<>();
  private final Map<Node, Kamelets.Use> uses = new IdentityHashMap<>();
  private final Map<String, RouteSet.Route> kamelets = new HashMap<>();
  private final Set<String> read;
  private final Map<String, List<Part>> channels = new LinkedHashMap<>();
  private final List<RouteMap.Source> others = new ArrayList<>();

  RouteReader(RouteSet routes) {
    this.routes = routes;
    routes.endpoints().forEach(endpoint -> endpoints.put(endpoint.body(), endpoint));
    routes.kamelets().uses().forEach(use -> uses.put(use.at(), use));
    routes.routes().stream().filter(route -> route.kind().equals("kamelet"))
        .forEach(route -> kamelets.put(String.valueOf(RouteYaml.text(RouteYaml.at(route.document().root(), "metadata", "name"))), route));
    this.read = routes.endpoints().stream().filter(Endpoint::isConsumer).filter(Endpoint::isFixed).map(RouteReader::key)
        .collect(Collectors.toSet());
    routes.routes().forEach(this::read);
  }

  /** What each endpoint that a route reads leads to. */
  Map<String, List<Part>> channels() {
    return channels;
  }

  /** What is done without an endpoint that is read: rules for failures that send somewhere, and readers whose name is not known here. */
  List<RouteMap.Source> others() {
    return others;
  }

  private void read(RouteSet.Route route) {
    if (route.isRoute() && route.from() != null) {
      Endpoint from = endpoints.get(route.from());
      List<Part> parts = parts(RouteYaml.at(route.from(), "steps"), Set.of());
      if (from.isFixed()) {
        channels.merge(key(from), parts, RouteReader::together);
      } else {
        others.add(new RouteMap.Source(written(from) + place(route.from()), parts));
      }
    } else if (Set.of("routeConfiguration", "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint")
        .contains(route.kind())) {
      rules(route.kind(), route.body());
    }
  }

  private static String place(Node from) {
    Node parameters = RouteYaml.at(from, "parameters");
    return PLACES.stream().map(name -> RouteYaml.text(RouteYaml.at(parameters, name))).filter(Objects::nonNull).findFirst()
        .map(text -> " " + shown(text)).orElse("");
  }

  /** Rules for failures are drawn when they lead further than to the dead letters. */
  private void rules(String kind, Node body) {
    if (kind.equals("routeConfiguration")) {
      for (NodeTuple rules : RouteYaml.entries(body)) {
        for (Node rule : RouteYaml.items(rules.getValueNode())) {
          RouteYaml.entries(rule).forEach(entry -> rules(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getValueNode()));
        }
      }
      return;
    }
    List<Part> parts = parts(RouteYaml.at(body, "steps"), Set.of()).stream()
        .filter(part -> !part.equals(new Part.Send("durable:dead-letters"))).toList();
    if (!parts.isEmpty()) {
      String id = RouteYaml.text(RouteYaml.at(body, "id"));
      others.add(new RouteMap.Source(kind + (id == null ? "" : " " + id), parts));
    }
  }

  /** @param within the kamelets around these steps */
  private List<Part> parts(Node steps, Set<String> within) {
    List<Part> parts = new ArrayList<>();
    for (Node step : RouteYaml.items(steps)) {
      for (NodeTuple entry : RouteYaml.entries(step)) {
        Node body = entry.getValueNode();
        if (!"true".equals(RouteYaml.text(RouteYaml.at(body, "disabled")))) {
          step(String.valueOf(RouteYaml.text(entry.getKeyNode())), body, within, parts);
        }
      }
    }
    return parts;
  }

  private void step(String kind, Node body, Set<String> within, List<Part> parts) {
    Endpoint endpoint = endpoints.get(body);
    if (endpoint != null) {
      endpoint(endpoint, within, parts);
    } else if (kind.equals("kamelet")) {
      Node name = body instanceof MappingNode ? RouteYaml.at(body, "name") : body;
      kamelet(uses.get(name), within, parts);
    } else if (DYNAMIC.contains(kind)) {
      parts.add(new Part.Reach(kind + " " + expression(body) + " (only a message tells where)"));
    } else if (kind.equals("bean") || kind.equals("process") || kind.equals("script")) {
      String name = RouteYaml.text(RouteYaml.at(body, "ref"));
      String type = RouteYaml.text(RouteYaml.at(body, "beanType"));
      parts.add(new Part.Reach(kind + (name != null ? " " + shown(name) : type != null ? " " + shown(type) : "") + " (code, not told)"));
    } else if (kind.equals("choice")) {
      RouteYaml.items(RouteYaml.at(body, "when")).forEach(when -> branch(when(when), when, within, parts));
      if (RouteYaml.at(body, "otherwise") != null) {
        branch("anything else", RouteYaml.at(body, "otherwise"), within, parts);
      }
    } else {
      nested(kind, body, within, parts);
    }
  }

  private void nested(String kind, Node body, Set<String> within, List<Part> parts) {
    switch (kind) {
      case "filter" -> branch(when(body), body, within, parts);
      case "split" -> branch("for each of " + expression(body), body, within, parts);
      case "doTry" -> {
        parts.addAll(parts(RouteYaml.at(body, "steps"), within));
        for (Node failure : RouteYaml.items(RouteYaml.at(body, "doCatch"))) {
          branch("after " + RouteYaml.items(RouteYaml.at(failure, "exception")).stream().map(name -> shown(RouteYaml.text(name)))
              .collect(Collectors.joining(", ")), failure, within, parts);
        }
        parts.addAll(parts(RouteYaml.at(body, "doFinally", "steps"), within));
      }
      default -> parts.addAll(parts(RouteYaml.at(body, "steps"), within));
    }
  }

  private void branch(String on, Node body, Set<String> within, List<Part> parts) {
    parts.add(new Part.Branch(on, parts(RouteYaml.at(body, "steps"), within)));
  }

  private void endpoint(Endpoint endpoint, Set<String> within, List<Part> parts) {
    Kamelets.Use use = uses.get(endpoint.at());
    String key = key(endpoint);
    if (use != null) {
      kamelet(use, within, parts);
    } else if (endpoint.isFixed() && (read.contains(key) || RouteMap.isInside(key))) {
      parts.add(new Part.Send(key));
    } else if (!INSIDE.contains(endpoint.scheme()) || !endpoint.isFixed()) {
      parts.add(new Part.Reach(written(endpoint) + (endpoint.isFixed() ? "" : " (only a message or a setting tells where)")));
    }
  }

  private Part database(Kamelets.Use use, String statement) {
    String effects = given(use, "effectTable", "");
    return new Part.Reach("database " + given(use, "database", "?") + ": " + Masks.oneLine(statement, LONGEST_SQL)
        + (effects.isEmpty() ? "" : " (once, by " + effects + ")"));
  }

  private void kamelet(Kamelets.Use use, Set<String> within, List<Part> parts) {
    if (use == null) {
      parts.add(new Part.Reach("kamelet (its name is not told)"));
      return;
    }
    Kamelets.Kamelet kamelet = routes.kamelets().all().get(use.kamelet());
    if (kamelet == null) {
      parts.add(new Part.Reach("kamelet " + shown(use.kamelet()) + " (is not in these files)"));
    } else if (kamelet.isMadeOf("DatabaseUpdate") || kamelet.isMadeOf("DatabaseQuery")) {
      parts.add(database(use, given(use, "sql", "?")));
    } else if (kamelet.isMadeOf("DatabaseCall")) {
      parts.add(database(use, "call " + given(use, "call", "?")));
    } else if (kamelet.isMadeOf("RestCall")) {
      parts.add(new Part.Reach(given(use, "method", "POST") + " " + given(use, "url", "?")));
    } else if (kamelet.isMadeOf("RestBatch")) {
      parts.add(new Part.Reach(given(use, "method", "POST") + " " + given(use, "url", "?") + " with up to " + given(use, "most", "?")));
    } else if (kamelet.isMadeOf("SoapCall")) {
      parts.add(new Part.Reach("SOAP " + given(use, "template", "?") + " to " + given(use, "url", "?")));
    } else if (kamelet.isMadeOf("FilePut")) {
      String place = given(use, "folder", "");
      parts.add(new Part.Reach("file " + given(use, "name", "{deliveryId}.json")
          + (place.isEmpty() ? " to sftp " + given(use, "server", "?") : " in " + place)));
    } else if (kamelet.isMadeOf("FileLine")) {
      parts.add(new Part.Reach("line of " + given(use, "name", "{date}.jsonl") + " in " + given(use, "folder", "?")));
    } else if (kamelet.isMadeOf("QueueMessage")) {
      String topic = given(use, "topic", "");
      parts.add(new Part.Reach(topic.isEmpty() ? "queue " + given(use, "queue", "?") : "kafka topic " + topic));
    } else if (kamelet.isMadeOf("SendMail")) {
      String html = given(use, "html", "");
      parts.add(new Part.Reach("mail " + given(use, "template", "?") + (html.isEmpty() ? "" : " with " + html) + " to " + given(use, "to", "?")));
    } else {
      parts.add(new Part.Reach("kamelet " + shown(use.kamelet())));
      RouteSet.Route template = kamelets.get(use.kamelet());
      if (template != null && !within.contains(use.kamelet())) {
        parts.addAll(parts(RouteYaml.at(template.from(), "steps"), together(within, use.kamelet())));
      }
    }
  }

  /** A parameter as it is written; of one that stands in the URI only the name is told. */
  private static String given(Kamelets.Use use, String name, String otherwise) {
    String text = RouteYaml.text(use.value(name));
    return text != null ? shown(text) : use.given().containsKey(name) ? "(" + name + " in the URI)" : otherwise;
  }

  private static String when(Node body) {
    String text = expression(body);
    Matcher action = ACTION.matcher(text);
    return action.matches() ? action.group(2) : "if " + text;
  }

  /** The expression as it is written; with its language, unless that is Simple. */
  private static String expression(Node body) {
    Node holder = RouteYaml.at(body, "expression");
    for (NodeTuple entry : RouteYaml.entries(holder instanceof MappingNode ? holder : body)) {
      String language = RouteYaml.text(entry.getKeyNode());
      Node text = entry.getValueNode() instanceof MappingNode ? RouteYaml.at(entry.getValueNode(), "expression") : entry.getValueNode();
      if (!NO_LANGUAGE.contains(String.valueOf(language)) && RouteYaml.text(text) != null) {
        return (language.equals("simple") ? "" : language + " ") + shown(RouteYaml.text(text));
      }
    }
    return "?";
  }

  private static String written(Endpoint endpoint) {
    return endpoint.written().isEmpty() ? "(no uri)" : shown(endpoint.written());
  }

  private static String shown(String text) {
    String open = KEY.matcher(LOGIN.matcher(String.valueOf(text)).replaceAll("//***@")).replaceAll("$1***");
    return Masks.oneLine(open.strip().replaceAll("\\s+", " "), LONGEST);
  }

  /** What is outside the gateway is as it is written, since its placeholders may stand for what is nobody's business. */
  private static String key(Endpoint endpoint) {
    String inside = endpoint.scheme() + ":" + endpoint.path();
    return RouteMap.isInside(inside) ? inside : written(endpoint);
  }

  private static List<Part> together(List<Part> one, List<Part> other) {
    List<Part> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  private static Set<String> together(Set<String> some, String one) {
    Set<String> all = new HashSet<>(some);
    all.add(one);
    return all;
  }
}
