package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Compared with a validator of JSON schemas: what that takes has no finding, and what it refuses has one. */
class SchemaRuleTest {
  private static final Set<String> OF_SCHEMA =
      Set.of("unknown-step", "unknown-key", "missing-key", "wrong-type", "wrong-value", "step-outside-steps", "two-in-one");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema VALIDATOR = validator();

  @TempDir
  private Path home;

  private static Schema validator() {
    try (InputStream schema = SchemaRuleTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(JSON.readTree(schema));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isValid(String yaml) {
    JsonNode content = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    return VALIDATOR.validate(content).isEmpty();
  }

  private List<String> findings(String yaml) throws IOException {
    return new CheckedFolder(home).write("routes/x.camel.yaml", yaml).findings(OF_SCHEMA.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes/intake.camel.yaml", "routes/router.camel.yaml", "routes/errors.camel.yaml",
      "routes/destinations/unlocked-show.camel.yaml", "docs/examples/kafka-channel.camel.yaml"})
  void a_file_that_the_validator_takes_has_no_finding(String file) throws IOException {
    assertThat(isValid(Files.readString(Path.of(file)))).isTrue();
    assertThat(findings(Files.readString(Path.of(file)))).isEmpty();
  }

  private static String route(String step) {
    return "- route: { from: { uri: 'direct:x', steps: [ " + step + " ] } }\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{ to: 'log:x' }",
      "{ setBody: { simple: x } }",
      "{ setBody: { expression: { simple: x } } }",
      "{ setHeader: { name: x, expression: { constant: { expression: x } } } }",
      "{ choice: { when: [ { simple: x, steps: [] } ], otherwise: { steps: [] } } }",
      "{ split: { tokenize: ',', steps: [ { log: x } ] } }",
      "{ doTry: { steps: [], doCatch: [ { exception: [ x ], steps: [], onWhen: { simple: x } } ], doFinally: { steps: [] } } }",
      "{ marshal: { json: { library: Gson } } }",
      "{ loadBalance: { roundRobinLoadBalancer: {}, steps: [] } }",
      "{ throttle: { constant: '3', timePeriodMillis: '1000' } }",
      "{ idempotentConsumer: { simple: x, idempotentRepository: y, steps: [] } }",
      "{ stop: {} }"})
  void a_step_that_the_validator_takes_has_no_finding(String step) throws IOException {
    assertThat(isValid(route(step))).isTrue();
    assertThat(findings(route(step))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{ tu: 'log:x' }",
      "{ to: [ x ] }",
      "{ to: { url: x } }",
      "{ setBody: { simpel: x } }",
      "{ setBody: { expression: { simpel: x } } }",
      "{ setHeader: { expression: { constant: x } } }",
      "{ choice: { when: { simple: x, steps: [] } } }",
      "{ choice: { whn: [] } }",
      "{ split: { tokenize: { toke: ',' }, steps: [] } }",
      "{ marshal: { json: { library: Gsonn } } }",
      "{ log: { message: x, loggingLevel: LOUD } }",
      "{ doTry: { steps: [], doCatch: [ { exeption: [ x ] } ] } }",
      "{ idempotentConsumer: { simple: x } }",
      "{ log: x, to: y }",
      "{ multicast: { parallelProcessing: perhaps } }"})
  void a_step_that_the_validator_refuses_has_one_finding(String step) throws IOException {
    assertThat(isValid(route(step))).isFalse();
    assertThat(findings(route(step))).hasSize(1);
  }
}
