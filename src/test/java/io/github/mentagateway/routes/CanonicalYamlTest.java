package io.github.mentagateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.scaffold.Kind;
import io.github.mentagateway.scaffold.NewDestination;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** All YAML that authors start from is written in the form that newer Camels keep: the schema is of a newer one. */
class CanonicalYamlTest {
  private static final Path SCHEMA = Path.of("target/canonical-schema/schema/camelYamlDsl-canonical.json");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```$");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema CANONICAL = schema();

  private static Schema schema() {
    try {
      JsonNode schema = JSON.readTree(SCHEMA.toFile());
      // the schema of 4.22 asks for every data format at once there, which no route can give
      ((ObjectNode) schema.at("/items/definitions/org.apache.camel.model.UnmarshalDefinition")).remove("required");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(schema);
    } catch (IOException e) {
      throw new IllegalStateException("Maven unpacks it before the tests (generate-test-resources)", e);
    }
  }

  private record Snippet(String where, String yaml) {
    @Override
    public String toString() {
      return where;
    }
  }

  static List<Snippet> snippets() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path folder : List.of(Path.of("routes"), Path.of("docs"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(path -> path.toString().matches(".*\\.(yaml|md)")).sorted().toList()) {
          add(file, snippets);
        }
      }
    }
    add(Path.of("README.md"), snippets);
    return snippets;
  }

  private static void add(Path file, List<Snippet> snippets) throws IOException {
    String text = Files.readString(file);
    if (!file.toString().endsWith(".md")) {
      snippets.add(new Snippet(file.toString(), text));
      return;
    }
    BLOCK.matcher(text).results().filter(block -> !isOfCases(block.group(2))).forEach(block -> snippets.add(new Snippet(
        file + " line " + text.substring(0, block.start()).lines().count(), block.group(2).indent(-block.group(1).length()))));
  }

  /** A case, or how destinations behave in all of them. */
  private static boolean isOfCases(String yaml) {
    return yaml.startsWith("- case:") || yaml.matches("(?s)[a-z-]+:\\n  - .*");
  }

  private static List<Error> errors(String yaml) {
    JsonNode content = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    if (content.path("kind").asText().equals("Kamelet")) {
      JsonNode template = content.at("/spec/template");
      content = JSON.valueToTree(List.of(Map.of("routeTemplate",
          Map.of("id", "x", "beans", template.get("beans"), "from", template.get("from")))));
    } else if (content.path(0).has("expression")) {
      content = route(List.of(Map.of("choice", Map.of("when", content))));
    } else if (content.path(0).has("to") || content.path(0).has("filter")) {
      content = route(content);
    }
    return CANONICAL.validate(content);
  }

  private static JsonNode route(Object steps) {
    return JSON.valueToTree(List.of(Map.of("route", Map.of("from", Map.of("uri", "direct:x", "steps", steps)))));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void every_route_kamelet_and_example_is_in_the_form_that_newer_camels_keep(Snippet snippet) {
    assertThat(errors(snippet.yaml())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"DATABASE", "REST", "MAIL", "LOG"})
  void what_new_destination_writes_is_in_that_form_too(Kind kind, @TempDir Path home) throws Exception {
    ShippedFolder.copyTo(home);
    NewDestination.write(Settings.loadWithoutSecrets(home, Map.of()), Map.of(), "new-one", kind, Optional.of("ticket.updated"));

    assertThat(errors(Files.readString(home.resolve("routes/destinations/new-one.camel.yaml")))).isEmpty();
    assertThat(errors(Files.readString(home.resolve("routes/router.camel.yaml")))).isEmpty();
  }

  @Test
  void none_is_overlooked() throws IOException {
    assertThat(snippets()).extracting(Snippet::where).anyMatch(where -> where.startsWith("README.md line "))
        .anyMatch(where -> where.startsWith("routes/README.md line "))
        .contains("routes/router.camel.yaml", "routes/kamelets/rest-call.kamelet.yaml", "docs/examples/kafka-channel.camel.yaml")
        .hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- split: { simple: '${body}', steps: [] }",
      "- choice: { when: [ { simple: { expression: 'true' }, steps: [] } ] }",
      "- filter: { expression: { simple: 'true' }, steps: [] }",
      "- setBody: { constant: x }",
      "- to: durable:x",
      "- log: hello"})
  void a_compact_form_would_be_seen(String step) {
    assertThat(errors("- route: { from: { uri: direct:x, steps: [ " + step.substring(2).replaceFirst("(.*)", "{ $1 }") + " ] } }")).isNotEmpty();
  }

  @Test
  void what_is_secret_is_a_password_to_editors() throws IOException {
    String kamelet = Files.readString(Path.of("routes/kamelets/rest-call.kamelet.yaml"));
    JsonNode parameters = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(kamelet)).at("/spec/definition/properties");

    assertThat(parameters.at("/authorization/format").asText()).isEqualTo("password");
  }
}
