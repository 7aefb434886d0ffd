package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String ERROR = "routes/a.camel.yaml:7:11: error: there is no step 'lgo'; did you mean 'log'? [unknown-step]";
  private static final String WARNING = "routes/b.camel.yaml:5:12: warning: no route sends to direct:b. This route never runs: send to it, in"
      + " the router for example, or remove it [unreached-route]";

  @TempDir
  private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(home.resolve("routes"));
    write("a.camel.yaml", "a", "lgo");
    write("b.camel.yaml", "b", "log");
    write("c.camel.yaml", "c", "log");
    Files.writeString(home.resolve("routes/d.camel.yaml"), """
        - route:
            id: d
            description: sends to a and c
            from:
              uri: timer:d
              steps:
                - to: { id: to-a, description: a, uri: direct:a }
                - to: { id: to-c, description: c, uri: direct:c }
        """);
  }

  private void write(String file, String name, String step) throws IOException {
    Files.writeString(home.resolve("routes").resolve(file), """
        - route:
            id: %1$s
            description: %1$s
            from:
              uri: direct:%1$s
              steps:
                - %2$s: hello
        """.formatted(name, step));
  }

  private CommandRun check(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.in(home, Map.of(), all);
  }

  @Test
  void each_finding_is_a_line_and_an_error_makes_the_exit_code_1() {
    CommandRun run = check();

    assertThat(run.out().lines()).containsExactly(ERROR, WARNING, "4 files: 1 error, 1 warning");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void files_are_told_of_alone_and_the_others_are_still_what_they_lead_to() {
    CommandRun run = check("routes/b.camel.yaml", "routes/c.camel.yaml");

    assertThat(run.out().lines()).containsExactly(WARNING, "no errors, 1 warning");
    assertThat(run.code()).isZero();
    assertThat(check("--strict", "routes/b.camel.yaml").code()).isEqualTo(1);
    assertThat(check("routes").out()).contains("1 error, 1 warning");
    assertThat(check("routes/d.camel.yaml").out()).isEqualToIgnoringNewLines("no errors, no warnings");
  }

  @Test
  void a_file_that_is_not_there_and_two_formats_are_wrong_usage() {
    assertThat(check("routes/e.camel.yaml").err()).contains("routes/e.camel.yaml is not there: name a file or a folder of routes");
    assertThat(check("routes/e.camel.yaml").code()).isEqualTo(2);
    assertThat(check("--json", "--sarif").code()).isEqualTo(2);
  }

  @Test
  void json_has_the_parts_of_each_finding() throws IOException {
    JsonNode findings = new ObjectMapper().readTree(check("--json").out());

    assertThat(findings).hasSize(2);
    assertThat(findings.get(0)).isEqualTo(new ObjectMapper().valueToTree(Map.of("severity", "error", "rule", "unknown-step",
        "file", "routes/a.camel.yaml", "line", 7, "column", 11, "message", "there is no step 'lgo'; did you mean 'log'?")));
    assertThat(findings.get(1).at("/severity").asText()).isEqualTo("warning");
  }

  @Test
  void sarif_has_what_a_code_review_tool_reads() throws IOException {
    CommandRun run = check("--sarif");
    JsonNode sarif = new ObjectMapper().readTree(run.out());

    assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
    assertThat(sarif.at("/runs/0/tool/driver/name").asText()).isEqualTo("menta-gateway");
    assertThat(sarif.at("/runs/0/tool/driver/rules").findValuesAsText("id")).containsExactly("unknown-step", "unreached-route");
    JsonNode first = sarif.at("/runs/0/results/0");
    assertThat(first.at("/ruleId").asText()).isEqualTo("unknown-step");
    assertThat(first.at("/level").asText()).isEqualTo("error");
    assertThat(first.at("/message/text").asText()).startsWith("there is no step 'lgo'");
    assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri").asText()).isEqualTo("routes/a.camel.yaml");
    assertThat(first.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(7);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void settings_that_cannot_be_used_are_findings_with_their_lines_beside_those_of_the_routes() throws IOException {
    Files.createDirectory(home.resolve("config"));
    Files.writeString(home.resolve("config/application.properties"), """
        # a comment
        gateway.intake.lissten=x

        gateway.delivery.max-attempts \\
            = many
        gateway.database.crm.user: me
        gateway.store.lease=10s
        gateway.intake.auth.header-value={{secret:menta.token}}
        camel.beans.broker=#class:org.example.Broker('tcp')
        camel.beans.broker.brokerURL=#class:of.no.meaning
        camel.beans.part=#class:org.{{example}}.Part
        camel.beans.source=#class:org.h2.jdbcx.JdbcDataSource
        """);
    String unknown = "config/application.properties:2:1: error: gateway.intake.lissten is no setting of the gateway: did you mean"
        + " gateway.intake.listen? [bad-setting]";

    assertThat(check().out().lines()).containsExactly(unknown,
        "config/application.properties:4:1: error: gateway.delivery.max-attempts is 'many': it must be a whole number [bad-setting]",
        "config/application.properties:6:1: error: gateway.database.crm.url is missing: a database needs it, such as"
            + " jdbc:postgresql://host/name [bad-setting]",
        "config/application.properties:9:1: error: camel.beans.broker is of the class org.example.Broker, which neither the gateway nor"
            + " lib/ has: correct its name, or bring its jar: ./menta-gateway lib add GROUP:ARTIFACT:VERSION [bad-setting]",
        ERROR, WARNING, "4 files: 5 errors, 1 warning");
    assertThat(check().code()).isEqualTo(1);
    assertThat(check("routes/d.camel.yaml").out()).startsWith(unknown);
    assertThat(new ObjectMapper().readTree(check("--json").out()).get(0).at("/line").asInt()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(check("--sarif").out()).findValuesAsText("uri")).contains("config/application.properties");
  }

  @Test
  void a_setting_of_the_environment_is_told_with_its_variable() {
    assertThat(CommandRun.in(home, Map.of("GATEWAY_DELIVERY_JITTER", "9"), "check").out()).startsWith("config/application.properties:1:1: error:"
        + " gateway.delivery.jitter is '9': it must be a number between 0.0 and 1.0 (the variable GATEWAY_DELIVERY_JITTER sets it) [bad-setting]\n");
  }

  @Test
  void a_file_of_settings_that_cannot_be_read_and_a_folder_that_is_not_there_are_told() throws IOException {
    assertThat(CommandRun.in(home, Map.of("GATEWAY_ROUTES", "nowhere"), "check").out()).contains("gateway.routes: the folder ", "1 error");
    Files.createDirectory(home.resolve("config"));
    Files.write(home.resolve("config/application.properties"), new byte[] {'a', '=', (byte) 0xe9, '\n'});

    assertThat(check().err()).contains("application.properties cannot be read: ");
    assertThat(check().code()).isEqualTo(1);
  }
}
