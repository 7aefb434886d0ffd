package io.github.mentagateway.routes;

import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What is given to kamelets, held against what they know: Camel passes over a name that a kamelet does not have. */
final class KameletUses {
  private static final Pattern URI = Pattern.compile("(?s)kamelet:(?://)?([^/?{}$\\s]+)(?:/[^?]*)?(?:\\?(.*))?");
  /** Where a text that begins like a kamelet's URI is prose. */
  private static final Set<String> PROSE = Set.of("id", "description", "note", "message", "title", "example", "default");
  /** What every kamelet takes, because Camel does. */
  private final Set<String> ofCamel = new KameletEndpointUriFactory().propertyNames();
  private final Map<String, Set<String>> parameters = new HashMap<>();
  private final Map<String, Set<String>> required = new HashMap<>();

  KameletUses(List<RouteYaml> documents) {
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

  /** An author's own, which is used like a kamelet. */
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

  /** @param missing parameters that are needed and not given here; they may stand in a property of Camel's, camel.kamelet.… */
  void check(RouteYaml document, List<Finding> findings, List<Finding> missing) {
    document.eachMapping(mapping -> {
      for (NodeTuple entry : mapping.getValue()) {
        String key = RouteYaml.text(entry.getKeyNode());
        Use use = "templatedRoute".equals(key) ? Use.ofTemplate(entry.getValueNode()) : Use.ofText(mapping, key, entry.getValueNode());
        // what is not known is another library's, or a name that is known only later: Camel says when there is none
        if (use != null && parameters.containsKey(use.kamelet())) {
          check(use, document, findings, missing);
        }
      }
    });
  }

  private void check(Use use, RouteYaml document, List<Finding> findings, List<Finding> missing) {
    use.given().forEach((name, place) -> {
      if (!parameters.get(use.kamelet()).contains(name) && !ofCamel.contains(name)) {
        findings.add(document.finding(place, unknown(use.kamelet(), name)));
      }
    });
    for (String name : required.get(use.kamelet())) {
      if (!use.given().containsKey(name)) {
        missing.add(document.finding(use.at(), "the kamelet '" + use.kamelet() + "' needs the parameter '" + name
            + "', which is not given"));
      }
    }
  }

  private String unknown(String kamelet, String name) {
    Set<String> known = parameters.get(kamelet);
    String nearest = known.stream().min(Comparator.comparingInt(other -> distance(name, other)))
        .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3)).orElse(null);
    return "the kamelet '" + kamelet + "' has no parameter '" + name + "'"
        + (nearest == null ? ": it has " : "; did you mean '" + nearest + "'? It has ")
        + (known.isEmpty() ? "none" : String.join(", ", known));
  }

  /** Of Levenshtein: how many letters have to be put in, taken out or changed, capitals apart. */
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

  /** @param given the names of what is given, with their places */
  private record Use(String kamelet, Node at, Map<String, Node> given) {

    /** Null when the text is no kamelet's URI. */
    static Use ofText(MappingNode step, String key, Node at) {
      String text = RouteYaml.text(at);
      Matcher uri = URI.matcher(String.valueOf(text));
      boolean inPath = uri.matches() && !PROSE.contains(String.valueOf(key));
      if (!inPath && !("uri".equals(key) && "kamelet".equals(text))) {
        return null;
      }
      Map<String, Node> given = new LinkedHashMap<>();
      if ("uri".equals(key)) {
        RouteYaml.entries(RouteYaml.at(step, "parameters")).forEach(entry ->
            given.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), entry.getKeyNode()));
      }
      if (inPath && uri.group(2) != null) {
        query(uri.group(2)).forEach(name -> given.put(name, at));
      }
      return new Use(inPath ? uri.group(1) : RouteYaml.text(RouteYaml.at(step, "parameters", "templateId")), at, given);
    }

    static Use ofTemplate(Node route) {
      Map<String, Node> given = new LinkedHashMap<>();
      for (Node parameter : RouteYaml.items(RouteYaml.at(route, "parameters"))) {
        Node name = RouteYaml.at(parameter, "name");
        given.put(String.valueOf(RouteYaml.text(name)), name == null ? parameter : name);
      }
      return new Use(RouteYaml.text(RouteYaml.at(route, "routeTemplateRef")), route, given);
    }

    private static Set<String> query(String query) {
      try {
        return URISupport.parseQuery(query, true, true).keySet();
      } catch (URISyntaxException e) {
        return Set.of(); // Camel says so, and names the route
      }
    }
  }
}
