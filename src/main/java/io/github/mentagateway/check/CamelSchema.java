package io.github.mentagateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The schema of Camel's YAML, as it lies in the jar of Camel's reader. */
final class CamelSchema {
  private static final String FILE = "schema/camelYamlDsl.json";
  private static final String MODEL = "org.apache.camel.model.";

  private final JsonNode items = ClassPath.json(FILE).orElseThrow(() -> new IllegalStateException(FILE + " is not on the class path")).path("items");

  /** The rules for one item of a file. */
  JsonNode file() {
    return items;
  }

  JsonNode definition(String name) {
    return items.path("definitions").path(name);
  }

  /** The steps that there are, by name. */
  JsonNode steps() {
    return definition(MODEL + "ProcessorDefinition").path("properties");
  }

  JsonNode resolved(JsonNode rules) {
    JsonNode found = rules;
    while (found.has("$ref") && !found.has("properties")) {
      found = definition(name(found));
    }
    return found;
  }

  /** The name of the definition that is referred to; empty when there is none. */
  String name(JsonNode rules) {
    String reference = rules.path("$ref").asText();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /** The simple name of the model's class that is referred to; of an expression in between, the owner's. */
  String owner(JsonNode rules, String owner) {
    String name = name(rules);
    return name.isEmpty() || name.startsWith(MODEL + "language.") || name.equals(MODEL + "ExpressionSubElementDefinition")
        ? owner : name.substring(name.lastIndexOf('.') + 1);
  }

  /** The rules of a property; null when there is no such property. What is only named there has its rules in one of the alternatives. */
  JsonNode property(JsonNode rules, String key) {
    JsonNode property = rules.path("properties").path(key);
    if (property.isMissingNode()) {
      return null;
    }
    if (!property.isEmpty()) {
      return property;
    }
    JsonNode found = inAlternatives(rules, key);
    return found.isMissingNode() ? property : found;
  }

  private JsonNode inAlternatives(JsonNode rules, String key) {
    for (String kind : new String[] {"anyOf", "oneOf"}) {
      for (JsonNode one : rules.path(kind)) {
        JsonNode alternative = resolved(one);
        JsonNode property = alternative.path("properties").path(key);
        JsonNode found = property.isMissingNode() || property.isEmpty() ? inAlternatives(alternative, key) : property;
        if (!found.isMissingNode()) {
          return found;
        }
      }
    }
    return MissingNode.getInstance();
  }
}
