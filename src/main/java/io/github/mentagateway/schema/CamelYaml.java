package io.github.mentagateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mentagateway.check.Endpoint;
import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.routes.RouteFile;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Camel's schema of its YAML, as it lies in the jar of its reader, and in it what stands under {@code parameters} behind a URI that begins
 * with {@code kamelet:}, {@code durable:} or {@code alerts:}. Where a URI has a query of its own nothing is demanded.
 */
final class CamelYaml {
  private static final String CAMEL = "schema/camelYamlDsl.json";
  private static final String DURABLE = "META-INF/io/github/mentagateway/durable/durable.json";
  private static final String ALERTS = "META-INF/io/github/mentagateway/alert/alerts.json";
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String PLACEHOLDER = "\\{\\{.+}}";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode camel = (ObjectNode) Schemas.json(CAMEL);
  private final ObjectNode definitions = (ObjectNode) camel.at("/items/definitions");
  private final Map<String, JsonNode> kamelets = new TreeMap<>();
  private final Set<String> channels = new TreeSet<>(Set.of("durable:dead-letters", "durable:quarantine"));

  CamelYaml(RouteFiles files, RouteSet routes) {
    files.files().stream().filter(file -> file.path().toString().endsWith(".kamelet.yaml")).forEach(this::read);
    routes.endpoints().stream().filter(Endpoint::isConsumer).filter(Endpoint::isFixed).filter(from -> from.scheme().equals("durable"))
        .forEach(from -> channels.add("durable:" + from.path()));
  }

  private void read(RouteFile file) {
    try {
      JsonNode kamelet = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(TextFile.decode(file.content())));
      String name = kamelet.at("/metadata/name").asText();
      if (!name.isEmpty()) {
        kamelets.put(name, kamelet.at("/spec/definition"));
      }
    } catch (IOException | YamlEngineException e) {
      // the check says what is wrong with it
    }
  }

  JsonNode routes() {
    camel.put("$schema", DRAFT);
    camel.put("title", "Routes of Menta Gateway");
    camel.put("description", "Camel's YAML, with the kamelets of this folder and the channels durable:NAME.");
    JsonNode durable = Schemas.json(DURABLE).path("properties");
    define("durable.consumer", durable(durable, "consumer"));
    define("durable.producer", durable(durable, "producer"));
    define("alerts.consumer", durable(Schemas.json(ALERTS).path("properties"), "consumer"));
    kamelets.forEach((name, definition) -> define("kamelet." + name, kamelet(definition)));
    definitions.fields().forEachRemaining(entry -> {
      endpoint(entry.getValue());
      entry.getValue().path("oneOf").forEach(this::endpoint);
    });
    return camel;
  }

  JsonNode kamelets() {
    routes();
    ObjectNode schema = NODES.objectNode().put("$schema", DRAFT).put("title", "A kamelet of Menta Gateway")
        .put("description", "A building block of routes: its parameters, and what it does with them.").put("type", "object");
    schema.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("description", "Always camel.apache.org/v1.").putArray("enum").add("camel.apache.org/v1");
    properties.putObject("kind").put("description", "Always Kamelet.").putArray("enum").add("Kamelet");
    ObjectNode metadata = properties.putObject("metadata").put("type", "object").put("description", "What it is called.");
    metadata.putArray("required").add("name");
    metadata.putObject("properties").putObject("name").put("type", "string").put("description", "As routes write it behind kamelet:.");
    ObjectNode spec = properties.putObject("spec").put("type", "object").put("description", "Its parameters, and its route.");
    spec.putArray("required").add("definition").add("template");
    ObjectNode parts = spec.putObject("properties");
    ObjectNode definition = parts.putObject("definition").put("type", "object")
        .put("description", "Its parameters, as a JSON schema; editors show title and description.");
    definition.putObject("properties").putObject("properties").put("type", "object")
        .putObject("additionalProperties").put("type", "object");
    ObjectNode template = parts.putObject("template").put("type", "object")
        .put("description", "Its beans and its route; {{name}} is a parameter.").put("additionalProperties", false);
    ObjectNode content = template.putObject("properties");
    content.set("beans", camel.at("/items/properties/beans"));
    content.set("from", camel.at("/items/properties/from"));
    content.set("route", camel.at("/items/properties/route"));
    // at the place that the references in it name
    schema.putObject("items").set("definitions", definitions);
    return schema;
  }

  private void define(String name, ObjectNode parameters) {
    definitions.set(name, parameters);
  }

  /** What has a URI and parameters is an endpoint; what has steps as well reads it. */
  private void endpoint(JsonNode rules) {
    JsonNode properties = rules.path("properties");
    if (properties.path("name").isObject() && properties.path("parameters").isObject() && properties.size() == 3) {
      kamelets.keySet().forEach(name -> when((ObjectNode) rules, "name", "^" + quoted(name) + "$", "kamelet." + name));
    }
    if (!properties.path("uri").isObject() || !properties.path("parameters").isObject()) {
      return;
    }
    boolean reads = properties.has("steps");
    kamelets.keySet().forEach(name -> when((ObjectNode) rules, "uri", "^kamelet:" + quoted(name) + "$", "kamelet." + name));
    when((ObjectNode) rules, "uri", "^durable:[^?]*$", reads ? "durable.consumer" : "durable.producer");
    if (reads) {
      when((ObjectNode) rules, "uri", "^alerts:[^?]*$", "alerts.consumer");
    } else {
      ObjectNode uri = (ObjectNode) properties.path("uri");
      uri.remove("type");
      ArrayNode known = uri.putArray("anyOf").add(NODES.objectNode().put("type", "string")).addObject().put("type", "string")
          .putArray("enum");
      kamelets.keySet().forEach(name -> known.add("kamelet:" + name));
      channels.forEach(known::add);
    }
  }

  private static String quoted(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
  }

  private static void when(ObjectNode rules, String key, String pattern, String definition) {
    ArrayNode all = rules.has("allOf") ? (ArrayNode) rules.path("allOf") : rules.putArray("allOf");
    ObjectNode one = all.addObject();
    ObjectNode condition = one.putObject("if");
    condition.putArray("required").add(key);
    condition.putObject("properties").putObject(key).put("type", "string").put("pattern", pattern);
    ObjectNode then = one.putObject("then");
    boolean demands = definition.startsWith("kamelet.");
    if (demands) {
      then.putArray("required").add("parameters");
    }
    then.putObject("properties").putObject("parameters").put("$ref", "#/items/definitions/" + definition);
  }

  private static ObjectNode kamelet(JsonNode definition) {
    ObjectNode parameters = NODES.objectNode().put("type", "object").put("additionalProperties", false);
    parameters.set("title", NODES.textNode(definition.path("title").asText()));
    parameters.set("description", NODES.textNode(definition.path("description").asText()));
    ObjectNode properties = parameters.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    definition.path("properties").fields().forEachRemaining(entry ->
        properties.set(entry.getKey(), parameter(entry.getValue(), entry.getValue().path("type").asText())));
    definition.path("required").forEach(name -> {
      if (definition.at("/properties/" + name.asText() + "/default").isMissingNode()) {
        required.add(name);
      }
    });
    if (!required.isEmpty()) {
      parameters.set("required", required);
    }
    return parameters;
  }

  private static ObjectNode durable(JsonNode described, String label) {
    ObjectNode parameters = NODES.objectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = parameters.putObject("properties");
    described.fields().forEachRemaining(entry -> {
      if (entry.getValue().path("kind").asText().equals("parameter") && entry.getValue().path("label").asText().startsWith(label)) {
        properties.set(entry.getKey(), parameter(entry.getValue(), entry.getValue().path("type").asText()));
      }
    });
    return parameters;
  }

  /** Every parameter may be a placeholder, and a text may be written like a number. */
  private static ObjectNode parameter(JsonNode described, String type) {
    ObjectNode parameter = NODES.objectNode();
    for (String name : new String[] {"title", "description", "default"}) {
      if (described.hasNonNull(name)) {
        parameter.set(name, described.get(name));
      }
    }
    if (described.hasNonNull("defaultValue")) {
      parameter.set("default", described.get("defaultValue"));
    }
    if (described.hasNonNull("example")) {
      parameter.putArray("examples").add(described.get("example"));
    }
    ObjectNode value = NODES.objectNode();
    if (described.path("enum").isArray()) {
      value.set("enum", described.get("enum"));
    } else if (Set.of("integer", "number", "boolean").contains(type)) {
      value.put("type", type);
    } else {
      parameter.putArray("type").add("string").add("number").add("boolean");
      return parameter;
    }
    parameter.putArray("anyOf").add(value).addObject().put("type", "string").put("pattern", PLACEHOLDER);
    return parameter;
  }
}
