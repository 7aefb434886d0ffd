package io.github.mentagateway.routes;

import io.github.mentagateway.destination.KameletParameters;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/**
 * Compares the parameters that routes give to kamelets with those that the kamelets have. Camel ignores a name that a kamelet does not
 * have, and the rest of a value behind what it takes for the end.
 */
final class KameletUsageCheck {
  private static final Pattern URI = Pattern.compile("(?s)kamelet:(?://)?([^/?{}$\\s]+)(?:/[^?]*)?(?:\\?(.*))?");
  /** Keys whose text is prose, even when it begins like a kamelet's URI. */
  private static final Set<String> PROSE = Set.of("id", "description", "note", "message", "title", "example", "default");
  /** The parameters that every kamelet takes, because Camel does. */
  private final Set<String> ofCamel = new KameletParameters().propertyNames();
  private final Set<String> wrapped = new KameletParameters().secretPropertyNames();
  private final Map<String, Set<String>> parameters = new TreeMap<>();
  private final Map<String, Set<String>> required = new HashMap<>();
  private final Map<String, List<Finding>> unknown = new HashMap<>();

  KameletUsageCheck(List<RouteYaml> documents) {
    for (RouteYaml document : documents) {
      if (document.isKamelet()) {
        kamelet(RouteYaml.text(RouteYaml.at(document.root(), "metadata", "name")), RouteYaml.at(document.root(), "spec", "definition"));
      }
      for (Node item : RouteYaml.items(document.root())) {
        template(RouteYaml.at(item, "routeTemplate"));
      }
    }
  }

  private void kamelet(String name, Node definition) {
    List<String> demanded = RouteYaml.items(RouteYaml.at(definition, "required")).stream().map(RouteYaml::text).toList();
    define(name, RouteYaml.entries(RouteYaml.at(definition, "properties")).stream().map(NodeTuple::getKeyNode),
        RouteYaml.entries(RouteYaml.at(definition, "properties")).stream()
            .filter(property -> demanded.contains(RouteYaml.text(property.getKeyNode())))
            .filter(property -> RouteYaml.at(property.getValueNode(), "default") == null).map(NodeTuple::getKeyNode));
  }

  /** Reads an author's own route template, which is used like a kamelet. */
  private void template(Node template) {
    List<Node> all = RouteYaml.items(RouteYaml.at(template, "parameters"));
    define(RouteYaml.text(RouteYaml.at(template, "id")), all.stream().map(parameter -> RouteYaml.at(parameter, "name")),
        all.stream().filter(parameter -> RouteYaml.at(parameter, "defaultValue") == null)
            .filter(parameter -> !"false".equals(RouteYaml.text(RouteYaml.at(parameter, "required"))))
            .map(parameter -> RouteYaml.at(parameter, "name")));
  }

  private void define(String name, Stream<Node> names, Stream<Node> needed) {
    if (name != null) {
      parameters.put(name, texts(names));
      required.put(name, texts(needed));
    }
  }

  private static Set<String> texts(Stream<Node> nodes) {
    return nodes.map(RouteYaml::text).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
  }

  /** @param missing gets the required parameters that are not given here; a property of Camel's, camel.kamelet.…, may give them */
  void check(RouteYaml document, List<Finding> findings, List<Finding> missing) {
    document.eachMapping(mapping -> {
      for (NodeTuple entry : mapping.getValue()) {
        String key = RouteYaml.text(entry.getKeyNode());
        Usage usage = switch (String.valueOf(key)) {
          case "templatedRoute" -> Usage.ofTemplate(entry.getValueNode());
          case "kamelet" -> Usage.ofStep(entry.getValueNode());
          default -> Usage.ofText(mapping, key, entry.getValueNode());
        };
        if (usage == null || usage.kamelet() == null) {
          continue;
        }
        if (parameters.containsKey(usage.kamelet())) {
          check(usage, document, findings, missing);
        } else {
          // another library may have the kamelet: Camel knows when there is none
          unknown.computeIfAbsent(usage.kamelet(), name -> new ArrayList<>()).add(document.finding(usage.at(),
              "there is no kamelet '" + usage.kamelet() + "'" + known(usage.kamelet(), parameters.keySet(), "There are ")));
        }
      }
    });
  }

  private void check(Usage usage, RouteYaml document, List<Finding> findings, List<Finding> missing) {
    usage.given().forEach((name, place) -> {
      if (!parameters.get(usage.kamelet()).contains(name) && !ofCamel.contains(name)) {
        findings.add(document.finding(place, "the kamelet '" + usage.kamelet() + "' has no parameter '" + name + "'"
            + known(name, parameters.get(usage.kamelet()), "It has ")));
      }
    });
    for (NodeTuple entry : usage.values()) {
      String wrong = cut(RouteYaml.text(entry.getKeyNode()), RouteYaml.text(entry.getValueNode()));
      if (wrong != null) {
        findings.add(document.finding(entry.getValueNode(), wrong));
      }
    }
    for (String name : required.get(usage.kamelet())) {
      if (!usage.given().containsKey(name)) {
        missing.add(document.finding(usage.at(), "the kamelet '" + usage.kamelet() + "' needs the parameter '" + name
            + "', which is not given"));
      }
    }
  }

  Map<String, List<Finding>> unknown() {
    return unknown;
  }

  /** What cuts the value in the URI that Camel makes of the parameters; null when it arrives whole. */
  private String cut(String name, String text) {
    if (name == null || text == null) {
      return null;
    }
    boolean raw = text.startsWith("RAW(");
    String sent = wrapped.contains(name) && !raw && !text.startsWith("#") ? "RAW(" + text + ")" : text;
    if (Usage.query(name + "=" + sent).equals(Map.of(name, sent))) {
      return null;
    }
    return raw || !sent.equals(text)
        ? "the value of '" + name + "' holds ')&', where Camel would end it without a word: put a blank between the two, or write"
            + " '%29&' in a URL and ')\\u0026' in JSON"
        : "the value of '" + name + "' holds '&', where Camel would end it without a word: write RAW(…) around the value";
  }

  private static String known(String name, Set<String> known, String all) {
    String nearest = known.stream().min(Comparator.comparingInt(other -> distance(name, other)))
        .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3)).orElse(null);
    return (nearest == null ? ": " + all.toLowerCase(Locale.ROOT) : "; did you mean '" + nearest + "'? " + all)
        + (known.isEmpty() ? "none" : String.join(", ", known));
  }

  /** Levenshtein's distance, which ignores capitals. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
        int changed = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  /**
   * @param given the names of the given parameters, with their places
   * @param values the parameters that Camel makes a URI of
   */
  private record Usage(String kamelet, Node at, Map<String, Node> given, List<NodeTuple> values) {

    /** The usage in a text; null when the text is no kamelet's URI. */
    static Usage ofText(MappingNode step, String key, Node at) {
      String text = RouteYaml.text(at);
      Node parameters = "uri".equals(key) ? RouteYaml.at(step, "parameters") : null;
      if ("uri".equals(key) && "kamelet".equals(text)) {
        return new Usage(RouteYaml.text(RouteYaml.at(parameters, "templateId")), at, names(parameters),
            RouteYaml.entries(parameters));
      }
      return PROSE.contains(String.valueOf(key)) ? null : ofUri(text, at, parameters);
    }

    /** The usage in Camel's step for kamelets, which holds the name alone, or with parameters. */
    static Usage ofStep(Node step) {
      Node name = step instanceof MappingNode ? RouteYaml.at(step, "name") : step;
      return ofUri("kamelet:" + RouteYaml.text(name), name, RouteYaml.at(step, "parameters"));
    }

    private static Usage ofUri(String text, Node at, Node parameters) {
      Matcher uri = URI.matcher(String.valueOf(text));
      if (!uri.matches()) {
        return null;
      }
      Map<String, Node> given = names(parameters);
      if (uri.group(2) != null) {
        query(uri.group(2)).keySet().forEach(name -> given.put(name, at));
      }
      return new Usage(uri.group(1), at, given, RouteYaml.entries(parameters));
    }

    private static Map<String, Node> names(Node parameters) {
      Map<String, Node> names = new LinkedHashMap<>();
      RouteYaml.entries(parameters).forEach(entry -> names.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getKeyNode()));
      return names;
    }

    static Usage ofTemplate(Node route) {
      Map<String, Node> given = new LinkedHashMap<>();
      for (Node parameter : RouteYaml.items(RouteYaml.at(route, "parameters"))) {
        Node name = RouteYaml.at(parameter, "name");
        given.put(String.valueOf(RouteYaml.text(name)), name == null ? parameter : name);
      }
      return new Usage(RouteYaml.text(RouteYaml.at(route, "routeTemplateRef")), route, given, List.of());
    }

    static Map<String, Object> query(String query) {
      try {
        return URISupport.parseQuery(query, true, true);
      } catch (URISyntaxException e) {
        return Map.of(); // Camel says so, and names the route
      }
    }
  }
}
