package io.github.mentagateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Holds the files against the schema of Camel's YAML, which comes with Camel's own reader. The schema is walked along with the tree rather
 * than given to a validator: a validator tells every alternative that did not match, and no nearest name.
 */
final class SchemaRule implements Rule {
  private static final String LANGUAGES = "org.apache.camel.model.language.";

  /** What belongs to steps, and is no step. */
  private static final Set<String> PARTS = Set.of("id", "description", "note", "uri", "parameters", "expression", "steps", "when", "otherwise");

  private final CamelSchema schema = new CamelSchema();
  private final List<LanguageUse> languages = new ArrayList<>();

  /**
   * An expression in a file.
   *
   * @param language such as {@code simple}
   * @param body the text, or the mapping that holds it
   * @param owner the class of Camel's model that it belongs to, such as {@code FilterDefinition}
   * @param compact whether it has not the form that newer Camels keep
   */
  record LanguageUse(RouteYaml document, String language, Node key, Node body, String owner, boolean compact) {
    /** The node of the text. */
    Node text() {
      Node text = RouteYaml.at(body, "expression");
      return text == null ? body : text;
    }
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (RouteYaml document : routes.documents()) {
      Walk walk = new Walk(document, findings);
      if (document.isKamelet()) {
        JsonNode template = schema.definition("org.apache.camel.model.RouteTemplateDefinition").path("properties");
        for (NodeTuple entry : RouteYaml.entries(RouteYaml.at(document.root(), "spec", "template"))) {
          walk.walk(entry.getValueNode(), template.path(String.valueOf(RouteYaml.text(entry.getKeyNode()))), "template", "");
        }
      }
      document.eachMapping(mapping -> mapping.getValue().stream().map(NodeTuple::getKeyNode).filter(SchemaRule::isMerge)
          .forEach(key -> findings.accept(document.error("merge-key", key,
              "'<<' is a merge, which Camel's YAML does not know: write its lines out here"))));
      // a Pipe and the like have another form, which Camel reads too
      RouteYaml.items(document.root()).forEach(item -> walk.walk(item, schema.file(), "the file", ""));
    }
  }

  private static boolean isMerge(Node key) {
    return "<<".equals(RouteYaml.text(key));
  }

  /** The expressions that {@link #check} came by. */
  List<LanguageUse> languages() {
    return languages;
  }

  private final class Walk {
    private final RouteYaml document;
    private final Consumer<Finding> findings;

    Walk(RouteYaml document, Consumer<Finding> findings) {
      this.document = document;
      this.findings = findings;
    }

    /**
     * @param name what the node is, for a sentence
     * @param owner the nearest class of the model that is no expression
     */
    void walk(Node node, JsonNode written, String name, String owner) {
      JsonNode rules = schema.resolved(written);
      if (node.getTag().equals(Tag.NULL)) {
        return;
      }
      JsonNode fitting = rules.has("oneOf") ? alternative(rules, node) : rules;
      if (fitting == null) {
        error("wrong-type", node, "'" + name + "' is " + kind(node) + ": it must be " + kinds(rules));
        return;
      }
      String type = fitting.has("properties") ? "object" : fitting.path("type").asText();
      switch (type) {
        case "object" -> object(node, rules, fitting, name, schema.owner(written, owner));
        case "array" -> array(node, fitting, name, owner);
        case "string", "boolean", "number" -> scalar(node, fitting, type, name);
        default -> { }
      }
    }

    private JsonNode alternative(JsonNode rules, Node node) {
      for (JsonNode one : rules.path("oneOf")) {
        JsonNode alternative = schema.resolved(one);
        String type = alternative.path("type").asText();
        if (type.isEmpty() || node instanceof MappingNode && type.equals("object") || node instanceof SequenceNode && type.equals("array")
            || node instanceof ScalarNode && !type.equals("object") && !type.equals("array")) {
          return alternative;
        }
      }
      return null;
    }

    private String kinds(JsonNode rules) {
      Set<String> kinds = new TreeSet<>();
      rules.path("oneOf").forEach(one -> kinds.add(kind(schema.resolved(one).path("type").asText())));
      return String.join(" or ", kinds);
    }

    private void object(Node node, JsonNode rules, JsonNode fitting, String name, String owner) {
      if (!(node instanceof MappingNode mapping)) {
        error("wrong-type", node, "'" + name + "' is " + kind(node) + ": " + instead(node, fitting, name));
        return;
      }
      if (!fitting.has("properties")) {
        return;
      }
      for (NodeTuple entry : mapping.getValue()) {
        String key = RouteYaml.text(entry.getKeyNode());
        if (isMerge(entry.getKeyNode())) {
          continue;
        }
        JsonNode property = key == null ? null : schema.property(fitting, key);
        if (property == null) {
          unknown(entry.getKeyNode(), key, fitting, name);
          continue;
        }
        language(entry, property, fitting, owner);
        walk(entry.getValueNode(), property, key, owner);
      }
      if (fitting.path("maxProperties").asInt() == 1 && mapping.getValue().size() > 1
          && mapping.getValue().stream().allMatch(entry -> schema.property(fitting, RouteYaml.text(entry.getKeyNode())) != null)) {
        Node second = mapping.getValue().get(1).getKeyNode();
        error("two-in-one", second, "'" + RouteYaml.text(second) + "' stands in one item with '"
            + RouteYaml.text(mapping.getValue().get(0).getKeyNode()) + "', and an item holds one: begin it with \"- \" in a line of its own");
      }
      required(node, rules, fitting, name);
    }

    /** What to write in place of a short form that Camel had once, or has elsewhere. */
    private String instead(Node node, JsonNode rules, String name) {
      String text = RouteYaml.text(node);
      if (text != null && schema.property(rules, "uri") != null) {
        return "write \"uri: " + Values.shown("", text) + "\" in a line below \"" + name + ":\"";
      }
      if (text != null && schema.property(rules, "constant") != null && schema.property(rules, "simple") != null) {
        return "write \"expression:\" below it, below that \"" + (text.contains("${") ? "simple" : "constant") + ":\", and below that"
            + " \"expression: " + Values.shown("", text) + "\"";
      }
      return "it must be " + kind("object");
    }

    private void required(Node node, JsonNode rules, JsonNode fitting, String name) {
      Set<String> required = new TreeSet<>();
      rules.path("required").forEach(one -> required.add(one.asText()));
      fitting.path("required").forEach(one -> required.add(one.asText()));
      if (RouteYaml.at(node, "<<") != null) {
        return;
      }
      for (String key : required) {
        if (RouteYaml.at(node, key) == null && !isMisspelt(key, node, fitting)) {
          error("missing-key", node, "'" + name + "' has no '" + key + "', which it needs: write " + key + ":");
        }
      }
    }

    /** Whether a key that is told by itself stands for the one that is missing. */
    private boolean isMisspelt(String missing, Node node, JsonNode rules) {
      return RouteYaml.entries(node).stream().map(entry -> String.valueOf(RouteYaml.text(entry.getKeyNode())))
          .filter(key -> schema.property(rules, key) == null)
          .anyMatch(key -> missing.equals("steps") && schema.steps().has(key) || Names.nearest(key, Set.of(missing)).isPresent());
    }

    private void language(NodeTuple entry, JsonNode property, JsonNode rules, String owner) {
      String definition = schema.name(property);
      if (definition.startsWith(LANGUAGES) && definition.endsWith("Expression")) {
        languages.add(new LanguageUse(document, RouteYaml.text(entry.getKeyNode()), entry.getKeyNode(), entry.getValueNode(), owner,
            rules.path("properties").has("expression") || entry.getValueNode() instanceof ScalarNode));
      }
    }

    private void unknown(Node at, String key, JsonNode rules, String name) {
      // the definition of an expression has alternatives only, none of which takes another key
      if (key == null || rules.path("additionalProperties").asBoolean(!rules.has("anyOf"))) {
        return;
      }
      boolean areSteps = rules.path("maxProperties").asInt() == 1;
      boolean isStep = schema.steps().has(key);
      Set<String> known = new TreeSet<>();
      rules.path("properties").fieldNames().forEachRemaining(known::add);
      if (areSteps && !name.equals("the file") && PARTS.contains(key)) {
        error("unknown-step", at, "'" + key + "' is no step but a part of one: indent it below the name of its step, like 'uri' or 'id' there");
      } else if (areSteps && !name.equals("the file")) {
        error("unknown-step", at, "there is no step '" + key + "'" + Names.known(key, known, "There are "));
      } else if (isStep && (known.contains("steps") || known.contains("from"))) {
        error("step-outside-steps", at, "the step '" + key + "' stands under '" + name + "' itself, and Camel takes steps from the list"
            + " 'steps' only: indent it below \"steps:\", as \"- " + key + ":\"");
      } else if (known.contains("parameters") && Names.nearest(key, known).isEmpty()) {
        error("unknown-key", at, "'" + key + "' is nothing that '" + name + "' has: an option of the endpoint stands below \"parameters:\"");
      } else {
        error("unknown-key", at, "'" + key + "' is nothing that '" + name + "' has" + Names.known(key, known, "It has "));
      }
    }

    private void array(Node node, JsonNode rules, String name, String owner) {
      if (node instanceof ScalarNode && schema.resolved(rules.path("items")).path("type").asText().equals("string")) {
        return; // Camel takes one text for a list of one, or of several with commas between
      }
      if (!(node instanceof SequenceNode list)) {
        error("wrong-type", node, "'" + name + "' is " + kind(node) + ": it must be a list, whose items begin with \"- \"");
        return;
      }
      list.getValue().forEach(item -> walk(item, rules.path("items"), name, owner));
    }

    private void scalar(Node node, JsonNode rules, String type, String name) {
      String value = RouteYaml.text(node);
      if (value == null) {
        error("wrong-type", node, "'" + name + "' is " + kind(node) + ": it must be " + kind(type));
        return;
      }
      if (value.contains("{{") || value.contains("${") || value.startsWith("#")) {
        return;
      }
      Set<String> words = new TreeSet<>();
      rules.path("enum").forEach(word -> words.add(word.asText()));
      if (!words.isEmpty() && !Values.isOneOf(words, value)) {
        error("wrong-value", node, "'" + name + "' is '" + value + "'" + Names.known(value, words, "It must be one of "));
      } else if (Values.rule(type, value) != null) {
        error("wrong-value", node, "'" + name + "' is '" + Values.shown(name, value) + "': it must be " + Values.rule(type, value));
      }
    }

    private void error(String rule, Node at, String message) {
      findings.accept(document.error(rule, at, message));
    }

    private static String kind(Node node) {
      return node instanceof MappingNode ? "a mapping" : node instanceof SequenceNode ? "a list" : "a plain value";
    }

    private static String kind(String type) {
      return switch (type) {
        case "object" -> "a mapping, with \"name: value\" in each line below it";
        case "array" -> "a list";
        case "boolean" -> "true or false";
        case "number" -> "a number";
        default -> "a text";
      };
    }
  }
}
