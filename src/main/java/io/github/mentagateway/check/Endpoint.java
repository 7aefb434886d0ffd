package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteYaml;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * An endpoint that a route names.
 *
 * @param kind {@code from}, or the step, such as {@code to}
 * @param at the node of the URI
 * @param scheme empty when it is not known
 * @param path what stands between the scheme and the options; what is not known in it is {@link Placeholders#UNKNOWN}
 */
public record Endpoint(RouteSet.Route route, String kind, Node body, Node at, String scheme, String path, List<Option> options) {
  /** The steps that name an endpoint in their URI. */
  static final Set<String> KINDS = Set.of("to", "toD", "wireTap", "poll");

  /** @param value with its placeholders filled; what is not known in it is {@link Placeholders#UNKNOWN} */
  public record Option(String name, Node place, Node valuePlace, String value) {
    public boolean isKnown() {
      return value != null && !Placeholders.isUnknown(value) && !value.contains("${") && !value.startsWith("#") && !value.startsWith("RAW");
    }
  }

  /** The parameter that is the path, of those whose path is one name. */
  private static final Map<String, String> PATH_OPTIONS = Map.of("alerts", "name", "durable", "name", "direct", "name", "seda", "name",
      "kamelet", "templateId");

  static Endpoint of(RouteSet.Route route, String kind, Node body, Placeholders placeholders) {
    Node uri = RouteYaml.at(body, "uri");
    Node at = uri != null ? uri : body;
    String text = RouteYaml.text(at) == null ? "" : placeholders.fill(RouteYaml.text(at).strip());
    int question = text.indexOf('?');
    String name = question < 0 ? text : text.substring(0, question);
    int colon = name.indexOf(':');
    String scheme = colon < 0 ? name : name.substring(0, colon);
    List<Option> options = new ArrayList<>();
    if (question >= 0) {
      query(text.substring(question + 1), at, options);
    }
    for (NodeTuple entry : RouteYaml.entries(RouteYaml.at(body, "parameters"))) {
      String value = RouteYaml.text(entry.getValueNode());
      options.add(new Option(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getKeyNode(), entry.getValueNode(),
          value == null ? null : placeholders.fill(value)));
    }
    return new Endpoint(route, kind, body, at, scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? scheme : "",
        colon < 0 ? named(scheme, options) : name.substring(colon + 1).replaceFirst("^//", ""), options);
  }

  /** A visual editor writes what stands behind the colon among the parameters. */
  private static String named(String scheme, List<Option> options) {
    return options.stream().filter(option -> option.name().equals(PATH_OPTIONS.get(scheme)) && option.value() != null).map(Option::value)
        .findFirst().orElse("");
  }

  private static void query(String query, Node at, List<Option> options) {
    try {
      URISupport.parseQuery(query, true, true).forEach((name, value) -> options.add(new Option(name, at, at, String.valueOf(value))));
    } catch (URISyntaxException e) {
      // Camel says so, and names the route
    }
  }

  public boolean isConsumer() {
    return kind.equals("from");
  }

  /** Whether the path is the same for every message, and known. */
  public boolean isFixed() {
    return !path.isEmpty() && !Placeholders.isUnknown(path) && !path.contains("${");
  }

  public RouteYaml document() {
    return route.document();
  }

  /** As its author wrote it, without options; empty when no URI is written. */
  public String written() {
    String text = RouteYaml.text(at);
    return text == null ? "" : text.strip().replaceFirst("(?s)\\?.*", "");
  }
}
