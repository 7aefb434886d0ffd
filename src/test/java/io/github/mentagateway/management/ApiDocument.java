package io.github.mentagateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document, as the test that holds it against the code reads it. */
final class ApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  /** By {@code GET /api/things/:id}. */
  private final Map<String, Operation> operations = new TreeMap<>();

  ApiDocument(String yaml) {
    document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    document.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
      if (METHODS.contains(method.getKey())) {
        String name = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey().replaceAll("\\{(\\w+)}", ":$1");
        operations.put(name, new Operation(method.getValue(), path.getValue().path("parameters")));
      }
    }));
  }

  Set<String> operations() {
    return operations.keySet();
  }

  Operation operation(String name) {
    return operations.get(name);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** One method of one path. */
  final class Operation {
    private final JsonNode json;
    private final JsonNode ofPath;

    private Operation(JsonNode json, JsonNode ofPath) {
      this.json = json;
      this.ofPath = ofPath;
    }

    Set<String> queryParameters() {
      return parameters("query");
    }

    /** How many characters the query parameters may have that are texts, by their names. */
    Map<String, Integer> longest() {
      Map<String, Integer> longest = new TreeMap<>();
      for (JsonNode group : List.of(ofPath, json.path("parameters"))) {
        group.forEach(one -> {
          JsonNode parameter = resolved(one);
          if (parameter.get("in").asText().equals("query") && parameter.at("/schema/maxLength").isInt()) {
            longest.put(parameter.get("name").asText(), parameter.at("/schema/maxLength").asInt());
          }
        });
      }
      return longest;
    }

    Set<String> pathParameters() {
      return parameters("path");
    }

    private Set<String> parameters(String in) {
      Set<String> names = new TreeSet<>();
      for (JsonNode group : List.of(ofPath, json.path("parameters"))) {
        group.forEach(one -> {
          if (resolved(one).get("in").asText().equals(in)) {
            names.add(resolved(one).get("name").asText());
          }
        });
      }
      return names;
    }

    /** The role that it needs. */
    String role() {
      JsonNode security = json.has("security") ? json.get("security") : document.get("security");
      return security.get(security.size() - 1).get("token").get(0).asText();
    }

    /** What does not fit the answer; a field that is not described does not fit either. */
    List<String> problems(int status, String contentType, String body) throws Exception {
      JsonNode responses = json.get("responses");
      JsonNode response = resolved(responses.path(responses.has("" + status) ? "" + status : "default"));
      JsonNode content = response.path("content").path(contentType.replaceFirst(";.*", ""));
      if (content.isMissingNode()) {
        return List.of("the document knows no " + contentType + " with " + status);
      }
      JsonNode answer = contentType.contains("json") ? JSON.readTree(body) : JSON.getNodeFactory().textNode(body);
      ObjectNode schema = content.get("schema").deepCopy();
      strict(schema);
      schema.set("components", document.get("components").deepCopy());
      schema.get("components").get("schemas").forEach(ApiDocument::strictAtEachUse);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema).validate(answer).stream()
          .map(Error::toString).toList();
    }
  }

  /** Clients are to bear more than the document says; the test is not. */
  private static void strictAtEachUse(JsonNode node) {
    node.fields().forEachRemaining(field -> {
      if (field.getKey().equals("allOf")) {
        field.getValue().forEach(part -> part.path("properties").forEach(ApiDocument::strict));
      } else {
        strict(field.getValue());
      }
    });
    if (node.isArray()) {
      node.forEach(ApiDocument::strict);
    }
  }

  private static void strict(JsonNode node) {
    if (node.has("$ref") || node.has("properties") && node.get("properties").isObject()) {
      ((ObjectNode) node).put("unevaluatedProperties", false);
    }
    strictAtEachUse(node);
  }
}
