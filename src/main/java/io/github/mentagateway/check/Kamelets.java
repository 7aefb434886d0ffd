package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteYaml;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The kamelets and route templates of the files, and where they are used. */
public final class Kamelets {
  private static final Pattern URI = Pattern.compile("(?s)kamelet:(?://)?([^/?{}$\\s]+)(?:/[^?]*)?(?:\\?(.*))?");
  /** Keys whose text is prose, even when it begins like a kamelet's URI. */
  static final Set<String> PROSE = Set.of("id", "description", "note", "message", "title", "example", "default");

  private final Map<String, Kamelet> all = new TreeMap<>();
  private final List<Use> uses = new ArrayList<>();

  /**
   * @param properties by name; the node says the type, and is null when the parameter has none
   * @param beans the classes of its own beans
   */
  public record Kamelet(String name, Map<String, Node> properties, Set<String> required, Set<String> beans) {
    public boolean isMadeOf(String simpleClassName) {
      return beans.stream().anyMatch(bean -> bean.startsWith("#class:io.github.mentagateway.destination.") && bean.endsWith("." + simpleClassName));
    }
  }

  /**
   * @param given the names of the given parameters, with their places
   * @param values the parameters that Camel makes a URI of
   */
  public record Use(RouteYaml document, String kamelet, Node at, Map<String, Node> given, List<NodeTuple> values) {
    /** The node of a value; null when it is not given, or stands in the URI. */
    public Node value(String name) {
      return values.stream().filter(entry -> name.equals(RouteYaml.text(entry.getKeyNode()))).map(NodeTuple::getValueNode).findFirst()
          .orElse(null);
    }
  }

  Kamelets(List<RouteYaml> documents) {
    for (RouteYaml document : documents) {
      if (document.isKamelet()) {
        kamelet(document.root());
      }
      for (Node item : RouteYaml.items(document.root())) {
        template(RouteYaml.at(item, "routeTemplate"));
      }
    }
    documents.forEach(this::findUses);
  }

  private void kamelet(Node root) {
    Node definition = RouteYaml.at(root, "spec", "definition");
    List<String> demanded = texts(RouteYaml.items(RouteYaml.at(definition, "required")).stream()).toList();
    Map<String, Node> properties = new LinkedHashMap<>();
    RouteYaml.entries(RouteYaml.at(definition, "properties"))
        .forEach(entry -> properties.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getValueNode()));
    define(RouteYaml.text(RouteYaml.at(root, "metadata", "name")), properties, properties.keySet().stream()
        .filter(demanded::contains).filter(name -> RouteYaml.at(properties.get(name), "default") == null),
        RouteYaml.at(root, "spec", "template", "beans"));
  }

  /** Reads an author's own route template, which is used like a kamelet. */
  private void template(Node template) {
    List<Node> parameters = RouteYaml.items(RouteYaml.at(template, "parameters"));
    Map<String, Node> properties = new LinkedHashMap<>();
    parameters.forEach(parameter -> properties.put(String.valueOf(RouteYaml.text(RouteYaml.at(parameter, "name"))), null));
    define(RouteYaml.text(RouteYaml.at(template, "id")), properties,
        texts(parameters.stream().filter(parameter -> RouteYaml.at(parameter, "defaultValue") == null)
            .filter(parameter -> !"false".equals(RouteYaml.text(RouteYaml.at(parameter, "required"))))
            .map(parameter -> RouteYaml.at(parameter, "name"))), RouteYaml.at(template, "beans"));
  }

  private void define(String name, Map<String, Node> properties, Stream<String> required, Node beans) {
    if (name != null) {
      all.put(name, new Kamelet(name, properties, required.collect(Collectors.toCollection(TreeSet::new)),
          texts(RouteYaml.items(beans).stream().map(bean -> RouteYaml.at(bean, "type"))).collect(Collectors.toSet())));
    }
  }

  private static Stream<String> texts(Stream<Node> nodes) {
    return nodes.map(RouteYaml::text).filter(Objects::nonNull);
  }

  private void findUses(RouteYaml document) {
    document.eachMapping(mapping -> {
      for (NodeTuple entry : mapping.getValue()) {
        String key = RouteYaml.text(entry.getKeyNode());
        Use use = switch (String.valueOf(key)) {
          case "templatedRoute" -> ofTemplate(document, entry.getValueNode());
          case "kamelet" -> ofStep(document, entry.getValueNode());
          default -> ofText(document, mapping, key, entry.getValueNode());
        };
        if (use != null && use.kamelet() != null) {
          uses.add(use);
        }
      }
    });
  }

  /** The use in a text; null when the text is no kamelet's URI. */
  private static Use ofText(RouteYaml document, MappingNode step, String key, Node at) {
    String text = RouteYaml.text(at);
    Node parameters = "uri".equals(key) ? RouteYaml.at(step, "parameters") : null;
    if ("uri".equals(key) && "kamelet".equals(text)) {
      return new Use(document, RouteYaml.text(RouteYaml.at(parameters, "templateId")), at, names(parameters), RouteYaml.entries(parameters));
    }
    return PROSE.contains(String.valueOf(key)) ? null : ofUri(document, text, at, parameters);
  }

  /** The use in Camel's step for kamelets, which holds the name alone, or with parameters. */
  private static Use ofStep(RouteYaml document, Node step) {
    Node name = step instanceof MappingNode ? RouteYaml.at(step, "name") : step;
    return ofUri(document, "kamelet:" + RouteYaml.text(name), name, RouteYaml.at(step, "parameters"));
  }

  private static Use ofUri(RouteYaml document, String text, Node at, Node parameters) {
    Matcher uri = URI.matcher(String.valueOf(text));
    if (!uri.matches()) {
      return null;
    }
    Map<String, Node> given = names(parameters);
    if (uri.group(2) != null) {
      query(uri.group(2)).keySet().forEach(name -> given.put(name, at));
    }
    return new Use(document, uri.group(1), at, given, RouteYaml.entries(parameters));
  }

  private static Map<String, Node> names(Node parameters) {
    Map<String, Node> names = new LinkedHashMap<>();
    RouteYaml.entries(parameters).forEach(entry -> names.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getKeyNode()));
    return names;
  }

  private static Use ofTemplate(RouteYaml document, Node route) {
    Map<String, Node> given = new LinkedHashMap<>();
    for (Node parameter : RouteYaml.items(RouteYaml.at(route, "parameters"))) {
      Node name = RouteYaml.at(parameter, "name");
      given.put(String.valueOf(RouteYaml.text(name)), name == null ? parameter : name);
    }
    return new Use(document, RouteYaml.text(RouteYaml.at(route, "routeTemplateRef")), route, given, List.of());
  }

  static Map<String, Object> query(String query) {
    try {
      return URISupport.parseQuery(query, true, true);
    } catch (URISyntaxException e) {
      return new HashMap<>(); // Camel says so, and names the route
    }
  }

  public Map<String, Kamelet> all() {
    return all;
  }

  public List<Use> uses() {
    return uses;
  }

  /** The uses of the kamelets that are made of one of the gateway's own beans, whatever their names are. */
  Stream<Use> usesOf(String simpleClassName) {
    return uses.stream().filter(use -> all.containsKey(use.kamelet()) && all.get(use.kamelet()).isMadeOf(simpleClassName));
  }
}
