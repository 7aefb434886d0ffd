package io.github.mentagateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Camel's components take. Each component's jar holds its description, those in {@code lib/} included, so that it is of the very version
 * that runs; camel-catalog holds copies of these files for one version.
 */
final class Components {
  private final Map<String, Optional<Component>> read = new HashMap<>();

  /** @param type {@code boolean}, {@code integer}, {@code duration}, … */
  record Option(String name, String type, Set<String> words, boolean required, boolean isPath) {}

  /**
   * @param prefixes with which options begin that it hands on
   * @param lenient whether it hands on options that it does not know, as http does in the query
   */
  record Component(Map<String, Option> options, Set<String> prefixes, boolean lenient, boolean isApi) {}

  /** The gateway's own, which stand in Camel's registry and in no list of a library. */
  private static final Map<String, String> OURS = Map.of("durable", "io.github.mentagateway.durable.DurableComponent",
      "alerts", "io.github.mentagateway.alert.AlertsComponent");

  /** Whether a library on the class path has the component. */
  static boolean exists(String scheme) {
    return OURS.containsKey(scheme) || ClassPath.has("META-INF/services/org/apache/camel/component/" + scheme);
  }

  /** Empty when the component is not there or has no description. */
  Optional<Component> find(String scheme) {
    return read.computeIfAbsent(scheme, Components::read);
  }

  private static Optional<Component> read(String scheme) {
    Optional<String> type = OURS.containsKey(scheme) ? Optional.of(OURS.get(scheme)) : ClassPath.service("component", scheme);
    return type.flatMap(name -> ClassPath.json("META-INF/" + name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/') + scheme + ".json"))
        .map(Components::component);
  }

  private static Component component(JsonNode description) {
    Map<String, Option> options = new LinkedHashMap<>();
    Set<String> prefixes = new TreeSet<>();
    description.path("properties").fields().forEachRemaining(entry -> {
      JsonNode property = entry.getValue();
      Set<String> words = new TreeSet<>();
      property.path("enum").forEach(word -> words.add(word.asText()));
      options.put(entry.getKey(), new Option(entry.getKey(), property.path("type").asText(), words, property.path("required").asBoolean(),
          property.path("kind").asText().equals("path")));
      if (property.has("prefix")) {
        prefixes.add(property.path("prefix").asText());
      }
      if (property.has("optionalPrefix")) {
        prefixes.add(property.path("optionalPrefix").asText());
      }
    });
    JsonNode component = description.path("component");
    return new Component(options, prefixes, component.path("lenientProperties").asBoolean(), component.path("api").asBoolean());
  }
}
