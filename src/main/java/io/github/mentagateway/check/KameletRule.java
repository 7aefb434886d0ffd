package io.github.mentagateway.check;

import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Compares the parameters that routes give to kamelets with those that the kamelets have. Camel ignores a name that a kamelet does not
 * have, checks no type, and ignores the rest of a value behind what it takes for the end.
 */
final class KameletRule implements Rule {
  /** The parameters that every kamelet takes, because Camel does. */
  private final Set<String> ofCamel = new KameletParameters().propertyNames();
  private final Set<String> wrapped = new KameletParameters().secretPropertyNames();

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (Kamelets.Use use : routes.kamelets().uses()) {
      Kamelets.Kamelet kamelet = routes.kamelets().all().get(use.kamelet());
      if (kamelet != null) {
        check(use, kamelet, routes, findings);
      } else if (routes.isComplete() && !use.kamelet().matches("source|sink") && !isElsewhere(use.kamelet(), routes)) {
        findings.accept(use.document().error("unknown-kamelet", use.at(),
            "there is no kamelet '" + use.kamelet() + "'" + Names.known(use.kamelet(), routes.kamelets().all().keySet(), "There are ")));
      }
    }
  }

  /** Whether another library may have the kamelet. */
  private static boolean isElsewhere(String kamelet, RouteSet routes) {
    return routes.settings().values().containsKey("camel.component.kamelet.location")
        || ClassPath.has("kamelets/" + kamelet + ".kamelet.yaml");
  }

  private void check(Kamelets.Use use, Kamelets.Kamelet kamelet, RouteSet routes, Consumer<Finding> findings) {
    use.given().forEach((name, place) -> {
      if (!kamelet.properties().containsKey(name) && !ofCamel.contains(name)) {
        findings.accept(use.document().error("unknown-parameter", place, "the kamelet '" + use.kamelet() + "' has no parameter '" + name + "'"
            + Names.known(name, kamelet.properties().keySet(), "It has ")));
      }
    });
    for (NodeTuple entry : use.values()) {
      String name = RouteYaml.text(entry.getKeyNode());
      String wrong = cut(name, RouteYaml.text(entry.getValueNode()));
      if (wrong != null) {
        findings.accept(use.document().error("cut-value", entry.getValueNode(), wrong));
      } else if (kamelet.properties().get(name) != null) {
        type(use, name, kamelet.properties().get(name), entry.getValueNode(), routes, findings);
      }
    }
    for (String name : kamelet.required()) {
      // a misspelt name is told already
      boolean misspelt = use.given().keySet().stream().filter(given -> !kamelet.properties().containsKey(given))
          .anyMatch(given -> Names.nearest(given, Set.of(name)).isPresent());
      if (!use.given().containsKey(name) && !misspelt && !isSetElsewhere(routes, use.kamelet())) {
        findings.accept(use.document().error("missing-parameter", use.at(), "the kamelet '" + use.kamelet() + "' needs the parameter '"
            + name + "', which is not given"));
      }
    }
  }

  /** Whether properties give parameters to the kamelet. */
  private static boolean isSetElsewhere(RouteSet routes, String kamelet) {
    return routes.settings().values().keySet().stream().anyMatch(name -> name.startsWith("camel.kamelet." + kamelet + "."));
  }

  private static void type(Kamelets.Use use, String name, Node property, Node at, RouteSet routes, Consumer<Finding> findings) {
    String type = String.valueOf(RouteYaml.text(RouteYaml.at(property, "type")));
    if (RouteYaml.text(at) == null && type.matches("object|array|null")) {
      return;
    }
    if (RouteYaml.text(at) == null) {
      findings.accept(use.document().error("wrong-parameter-type", at, "the parameter '" + name + "' of the kamelet '" + use.kamelet()
          + "' is a list or a mapping: it must be one text, in quotes when it begins with a brace"));
      return;
    }
    String value = routes.placeholders().fill(RouteYaml.text(at)).strip();
    if (Placeholders.isUnknown(value) || value.contains("${") || value.startsWith("#") || value.startsWith("RAW")) {
      return;
    }
    List<String> words = RouteYaml.items(RouteYaml.at(property, "enum")).stream().map(RouteYaml::text).toList();
    if ("duration".equals(RouteYaml.text(RouteYaml.at(property, "format")))) {
      type = "duration";
    }
    String must = !words.isEmpty() && !words.contains(value) ? "one of " + Names.list(words) + Names.didYouMean(value, words)
        : Values.rule(type, value);
    if (must != null) {
      findings.accept(use.document().error("wrong-parameter-type", at, "the parameter '" + name + "' of the kamelet '" + use.kamelet()
          + "' is '" + Values.shown(name, value) + "': it must be " + must));
    }
  }

  /** What cuts the value in the URI that Camel makes of the parameters; null when it arrives whole. */
  private String cut(String name, String text) {
    if (name == null || text == null) {
      return null;
    }
    boolean raw = text.startsWith("RAW(");
    String sent = wrapped.contains(name) && !raw && !text.startsWith("#") ? "RAW(" + text + ")" : text;
    if (Kamelets.query(name + "=" + sent).equals(Map.of(name, sent))) {
      return null;
    }
    return raw || !sent.equals(text)
        ? "the value of '" + name + "' holds ')&', where Camel would end it without a word: put a blank between the two, or write"
            + " '%29&' in a URL and ')\\u0026' in JSON"
        : "the value of '" + name + "' holds '&', where Camel would end it without a word: write RAW(…) around the value";
  }
}
