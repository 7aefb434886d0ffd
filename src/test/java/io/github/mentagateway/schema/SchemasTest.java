package io.github.mentagateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** What the gateway itself can hold cases against. */
  private static final Set<String> KEYWORDS = Set.of("$schema", "title", "description", "type", "properties", "required",
      "additionalProperties", "items", "enum", "oneOf", "patternProperties", "pattern", "minimum", "$ref", "$defs", "examples");

  private static Schema routes;
  private static Schema kamelets;
  private static Schema cases;
  private static Schema destinations;
  private static Schema properties;

  @BeforeAll
  static void make() throws Exception {
    Settings settings = Settings.loadWithoutSecrets(Path.of("").toAbsolutePath(), Map.of());
    routes = schema(new Schemas(settings, Map.of()).routes());
    kamelets = schema(new Schemas(settings, Map.of()).kamelets());
    cases = schema(Schemas.cases());
    destinations = schema(Schemas.destinations());
    properties = schema(Schemas.properties());
  }

  private static Schema schema(JsonNode json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(json);
  }

  private static List<Error> errors(Schema schema, String yaml) {
    return schema.validate(JSON.<JsonNode>valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
  }

  static List<Path> shipped() throws IOException {
    List<Path> shipped = new ArrayList<>();
    for (String folder : List.of("routes", "docs/examples", "test-cases")) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
          files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(shipped::add);
        }
      }
    }
    return shipped;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void what_is_shipped_is_as_its_schema_says(Path file) throws IOException {
    String name = file.toString();
    Schema schema = name.endsWith(".kamelet.yaml") ? kamelets : name.endsWith(".case.yaml") ? cases : routes;

    assertThat(errors(schema, Files.readString(file))).isEmpty();
  }

  @Test
  void how_destinations_behave_in_all_cases_is_held_against_the_answers_of_a_case() {
    assertThat(errors(destinations, "crm:\n  - status: 503\n    times: 2\n  - rows: [{name: x}]\n")).isEmpty();
    assertThat(errors(destinations, "crm:\n  - staus: 503\n")).isNotEmpty();
    assertThat(errors(destinations, "crm: {status: 503}\n")).isNotEmpty();
  }

  private static String to(String step) {
    return "- route: { id: x, from: { uri: 'direct:x', steps: [ { to: " + step + " } ] } }";
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{ uri: 'kamelet:rest-call', parameters: { url: 'http://h', methd: PUT } }",
      "{ uri: 'kamelet:rest-call', parameters: { method: PUT } }",
      "{ uri: 'kamelet:rest-call' }",
      "{ uri: 'kamelet:rest-call', parameters: { url: 'http://h', method: PSOT } }",
      "{ uri: 'kamelet:database-update', parameters: { database: d, sql: s, everyRow: perhaps } }",
      "{ uri: 'durable:x', parameters: { concurrency: 3 } }",
      "{ uri: 'durable:x', parametrs: {} }"})
  void a_slip_in_a_step_is_seen(String step) {
    assertThat(errors(routes, to(step))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{ uri: 'kamelet:rest-call', parameters: { url: 'http://h', method: '{{m}}' } }",
      "{ uri: 'kamelet:rest-call?url=http://h' }",
      "{ uri: 'kamelet:database-update', parameters: { database: d, sql: s, everyRow: '{{e}}', sequenceColumn: 5 } }",
      "{ uri: 'kamelet:of-another-jar', parameters: { a: 1 } }",
      "{ uri: 'durable:x', parameters: { entity: e, key: k } }",
      "{ uri: 'durable:x' }",
      "{ uri: 'http:h', parameters: { any: thing } }"})
  void what_is_right_is_not_disturbed(String step) {
    assertThat(errors(routes, to(step))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"concurrency: 3, true", "concurrency: {{c}}, true", "concurency: 3, false", "onDeadLetter: hold, true",
      "onDeadLetter: stop, false",
      "entity: x, false"})
  void a_reader_of_a_channel_has_its_options(String parameter, boolean right) {
    assertThat(errors(routes, "- route: { from: { uri: 'durable:x', parameters: { " + parameter.replace("{{c}}", "'{{c}}'")
        + " }, steps: [] } }")
        .isEmpty()).isEqualTo(right);
  }

  @Test
  void a_kamelet_of_another_shape_is_seen() throws IOException {
    String kamelet = Files.readString(Path.of("routes/kamelets/rest-call.kamelet.yaml"));

    assertThat(errors(kamelets, kamelet.replace("doTry:", "doTri:"))).isNotEmpty();
    assertThat(errors(kamelets, kamelet.replace("  template:", "  templat:"))).isNotEmpty();
  }

  private static final String EVERYTHING = """
      - case: The API is down twice
        description: Why
        given:
          - sample: ticket.updated.flat.json
            at: 2026-03-02T23:30:00+01:00
          - notification: {family: ticket, action: ticket.updated, data: {id: "00001"}}
            after: 2h
          - text: '{"broken'
        destinations:
          fulfilment:
            - status: 503
              times: 2
            - status: 200
              body: {ok: true}
              headers: {Retry-After: 60}
            - failure: refused
          unlocked-show:
            - rows: [{email: a@b.example, show_name: X, ticket: "1"}]
            - changed: 0
            - sqlState: "23505"
          owner-mail:
            - smtp: 550
        expect:
          answers: [accepted, duplicate, quarantined]
          quarantine:
            - reason: it is broken
          deliveries:
            fulfilment:
              - ends: delivered
                attempts: 3
                reason: none
                at: 2026-03-03T08:00:00+01:00
                calls:
                  - method: PUT
                    url: http://h/tickets/00001/owner
                    headers: {Idempotency-Key: k}
                    body: {owner: new@example.com}
                    times: 3
      """;

  @Test
  void a_case_may_say_everything_of_the_format() {
    assertThat(errors(cases, EVERYTHING)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "case: The API | cas: The API", "after: 2h | after: soon", "after: 2h | after: 2", "- text: | - txt:", "status: 503 | status: '503'",
      "times: 2 | times: 0", "failure: refused | failure: slow", "failure: refused | {failure: refused, status: 200}",
      "sqlState: \"23505\" | sqlState: 23505",
      "- smtp: 550 | - smpt: 550", "ends: delivered | ends: done", "method: PUT | metod: PUT", "owner-mail: | Owner:",
      "attempts: 3 | attempts: three",
      "answers: [accepted, | answers: [ok,", "answers: | answer:", "reason: it is | because: it is", "given: | gives:"})
  void a_slip_in_a_case_is_seen(String right, String wrong) {
    assertThat(EVERYTHING).contains(right);
    assertThat(errors(cases, EVERYTHING.replace(right, wrong))).isNotEmpty();
  }

  @Test
  void the_schema_of_cases_is_plain_and_each_property_is_described() {
    List<String> found = new ArrayList<>();
    visit(Schemas.cases(), found);

    assertThat(found).isEmpty();
  }

  private static void visit(JsonNode schema, List<String> wrong) {
    schema.fieldNames().forEachRemaining(keyword -> {
      if (!KEYWORDS.contains(keyword)) {
        wrong.add("keyword " + keyword);
      }
    });
    for (String group : List.of("properties", "$defs", "patternProperties")) {
      schema.path(group).fields().forEachRemaining(entry -> {
        JsonNode rules = entry.getValue();
        if (!rules.has("$ref") && (!rules.has("description") || group.equals("properties") && !rules.has("examples"))) {
          wrong.add(entry.getKey() + " is not described");
        }
        visit(rules, wrong);
      });
    }
    for (String nested : List.of("items", "additionalProperties")) {
      if (schema.path(nested).isObject()) {
        visit(schema.path(nested), wrong);
      }
    }
    schema.path("oneOf").forEach(one -> visit(one, wrong));
  }

  @Test
  void every_setting_is_there_with_its_default_and_its_meaning() throws IOException {
    Properties defaults = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      defaults.load(in);
    }
    JsonNode described = Schemas.properties().path("properties");

    assertThat(described).hasSizeGreaterThan(60);
    defaults.stringPropertyNames().stream().filter(name -> name.startsWith("gateway.")).forEach(name -> {
      assertThat(described.path(name).path("default").asText("missing")).as(name).isEqualTo(defaults.getProperty(name));
      assertThat(described.path(name).path("description").asText()).as(name).matches(".{10,} \\(GATEWAY_[A-Z0-9_]+\\)");
    });
  }

  @Test
  void the_shipped_settings_are_as_their_schema_says_and_a_slip_is_seen() throws IOException {
    Properties shipped = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("config/application.properties"))) {
      shipped.load(in);
    }
    assertThat(properties.validate(JSON.<JsonNode>valueToTree(shipped))).isEmpty();
    for (String name : List.of("gateway.database.crm-2.url", "gateway.database.crm.timeout", "gateway.entity.order",
        "gateway.duplicates.order.paid", "gateway.management.tokens.omar.role", "crm.url", "camel.main.name")) {
      assertThat(properties.validate(JSON.<JsonNode>valueToTree(Map.of(name, "x")))).as(name).isEmpty();
    }
    for (String name : List.of("gateway.intake.lissten", "gateway.database.crm.ulr", "gateway.entity.")) {
      assertThat(properties.validate(JSON.<JsonNode>valueToTree(Map.of(name, "x")))).as(name).isNotEmpty();
    }
  }
}
