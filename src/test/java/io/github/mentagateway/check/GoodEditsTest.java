package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What works, or cannot be known before the start, is no error. */
class GoodEditsTest {
  @TempDir
  private Path home;

  private static String route(String steps) {
    return """
        - route:
            id: x
            from:
              uri: durable:x
              steps:
        """ + steps.indent(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- to: log:x?showBody=true&level={{log.level:INFO}}",
      "- to: { uri: 'log:x', parameters: { showBody: '{{?log.body}}', level: '{{secret:log.level}}' } }",
      "- to: 'http:api?bridgeEndpoint=true&colour=red&httpClient.responseTimeout=5000'",
      "- to: '{{fulfilment.url}}/x?bridgeEndpoint=true'",
      "- toD: 'durable:${body.action}'",
      "- toD: { uri: 'http:${variable.host}/x' }",
      "- toD: { uri: 'http:${variable.host}/x?bridgeEndpoint=true', parameters: { authPassword: '{{secret:x}}', authMethod: Basic } }",
      "- toD: 'language:constant:log:x'",
      "- toD: '{{fulfilment.url}}/${body.data[id]}'",
      "- to: seda:x",
      "- to: 'jdbc:platform?useHeadersAsParameters=true'",
      "- to: jdbc:dataSource",
      "- to: kamelet:of-a-library",
      "- kamelet: { name: rest-call, parameters: { url: 'http://h/' } }",
      "- to: { uri: 'kamelet:rest-call', parameters: { url: 'http://h/', responseTimeout: 1m30s, method: '{{method:PUT}}' } }",
      "- to: { uri: 'kamelet:database-update', parameters: { database: platform, everyRow: true, sql: 'DELETE FROM a' } }",
      "- to: { uri: 'kamelet:database-update', parameters: { database: platform, sql: \"UPDATE a SET b = '12:30' WHERE c = :?id::text\" } }",
      "- to: { uri: 'kamelet:database-query', parameters: { database: platform, sql: 'SELECT a[1:2] FROM b' } }",
      "- to: { uri: 'kamelet:send-mail', parameters: { to: '${body.data[newOwnerEmail]}', template: owner-changed.txt } }",
      "- setBody: { simple: '${body.data[id]} {{fulfilment.url}}' }",
      "- setBody: { constant: 'Bearer of bad news' }",
      "- filter: { simple: \"${body.data[category]} == 'Basic 2025/2026'\", steps: [ { log: x } ] }",
      "- toD: 'http://127.0.0.1:8080?mail=a@b.example'",
      "- to: { uri: 'kamelet:database-update', parameters: { database: platform, everyRow: TRUE, sql: 'DELETE FROM a' } }",
      "- to: { uri: 'kamelet:database-update', parameters: { database: platform, sql: \"UPDATE a SET b = JSON_OBJECT('id':id) WHERE c = :?id\" } }",
      "- to: { uri: 'direct:nowhere', disabled: true }",
      "- doTry: { steps: [ { to: 'direct:nowhere' } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [ { log: x } ] } ] }",
      "- split: { tokenize: { token: ',' }, steps: [ { log: '${body}' } ] }",
      "- setHeader: { name: Authorization, simple: 'Bearer {{secret:crm.token}}' }",
      "- doTry: { steps: [ { log: x } ], doCatch: [ { exception: [ java.io.IOException ], steps: [ { stop: {} } ] } ] }",
      "- doTry: { steps: [ { log: x } ], doCatch: [ { exception: java.io.IOException, steps: [ { stop: {} } ] } ] }",
      "- to: 'direct:nowhere?failIfNoConsumers=false'",
      "- log: { message: x, note: 'Bearer abcdefgh12345678' }",
      "- to: { uri: 'kamelet:rest-call', parameters: { url: 'http://h/', authorization: 'Bearer {secret:crm.token}' } }",
      "- throttle: { constant: '10', timePeriodMillis: 1000 }",
      "- multicast: { parallelProcessing: 'true', steps: [ { to: 'durable:owner-mail' } ] }",
      "- process: { ref: '#class:io.github.mentagateway.check.GoodEditsTest' }",
      "- bean: { ref: platform, method: getConnection }",
      "- bean: { beanType: java.lang.String }",
      "- log: '${bean:platform?method=getConnection} ${bean:mine}'",
      "- marshal: { json: {} }",
      "- choice: { when: [ { simple: '${body.type} in \"A,B\"', steps: [ { log: x } ] } ], otherwise: { steps: [ { log: y } ] } }",
      "- throwException: { exceptionType: java.lang.IllegalStateException, message: '${body}' }",
      "- loop: { constant: '3', steps: [ { log: x } ] }",
      "- script: { simple: '${setVariable(a, 1)}' }",
      "- circuitBreaker: { steps: [ { log: x } ], onFallback: { steps: [ { log: y } ] } }",
      "- to: 'smtp://h?password={{secret:mail.password}}&to=a@example.com'",
      "- to: 'http:h?apiKey=RAW({{secret:crm.key}})&bridgeEndpoint=true'",
      "- toD: 'http:h?apiKey=${variable.key}'",
      "- setHeaders: { headers: [ { name: Authorization, simple: 'Bearer {{secret:crm.token}}' }, { name: a, constant: b } ] }",
      "- setVariable: { name: password, simple: '${body.data[code]}' }",
      "- log: { message: '${nosuch(1)}', logLanguage: constant }",
      "- filter: { simple: \"${body.action} not contains 'x'\", steps: [ { log: x } ] }",
      "- setVariable: { name: a, expression: { simple: { expression: '${date:now:yyyy}' } } }",
      "- removeHeaders: { pattern: '*' }",
      "- log: { message: '${body}', loggingLevel: WARN }",
      "- aggregate: { correlationExpression: { constant: 'true' }, completionSize: 3, aggregationStrategy: '#class:x', steps: [ { log: x } ] }"})
  void a_step_that_works_or_cannot_be_known_is_no_error(String step) throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route(step));

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  /** The statements of the page that insert or update, for the databases that have them. */
  @ParameterizedTest
  @CsvSource({"postgresql, 0", "mysql, 1", "mariadb, 1", "oracle, 2", "sqlserver, 3"})
  void an_upsert_of_any_database_is_no_finding(String vendor, int place) throws IOException {
    String section = Files.readString(Path.of("docs/building-blocks.md")).split("### Insert or update, and never back\n")[1].split("\n### ")[0];
    String sql = section.split("```sql\n")[place + 1].split("```")[0];
    CheckedFolder folder = CheckedFolder.shipped(home);
    folder.write("config/application.properties", Files.readString(home.resolve("config/application.properties"))
            + "\ngateway.database.shop.url=jdbc:" + vendor + "://h/d\n")
        .write("routes/destinations/x.camel.yaml", route("- to:\n    uri: kamelet:database-update\n    parameters:\n      database: shop\n"
            + "      onNoRow: ignore\n      effectTable: gateway_effects\n      sql: |\n" + sql.indent(8)));

    assertThat(folder.check()).filteredOn(finding -> finding.file().endsWith("x.camel.yaml")).extracting(Finding::rule)
        .doesNotContain("harmful-sql", "wrong-parameter-type", "unknown-field", "unknown-database", "not-checked");
    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void a_long_literal_in_a_statement_is_read_to_its_end() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route("- to: { uri: 'kamelet:database-update',"
        + " parameters: { database: platform, sql: \"UPDATE a SET b = '" + "x".repeat(50_000) + "' WHERE c = :?id\" } }"));

    assertThat(folder.check()).filteredOn(finding -> finding.isError() || finding.rule().equals("not-checked")).isEmpty();
  }

  @Test
  void a_step_that_holds_itself_leaves_the_other_rules_at_work() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home)
        .write("routes/destinations/x.camel.yaml", route("- filter: &a { simple: '${body}', steps: [ { filter: *a } ] }\n"))
        .write("routes/destinations/y.camel.yaml", route("- to: sendmail:x").replace("id: x", "id: y").replace("durable:x", "durable:y"));

    assertThat(folder.check()).extracting(Finding::rule).contains("anchor-in-itself", "unknown-component")
        .doesNotContain("not-checked");
  }

  @Test
  void two_routes_of_which_a_precondition_takes_one_may_read_one_channel() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml",
        "- route: { id: x, precondition: \"'{{mode:a}}' == 'b'\", from: { uri: 'durable:fulfilment', steps: [ { log: x } ] } }\n");

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void two_routes_of_which_a_precondition_takes_one_may_have_one_id() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml",
        "- route: { id: fulfilment, precondition: \"'{{mode:a}}' == 'b'\", from: { uri: 'timer:x', steps: [ { log: { id: call-fulfilment, message: x } } ] } }\n"
            + "- route: { id: owner-mail, precondition: \"'{{secret:mode}}' == 'b'\", from: { uri: 'timer:x', steps: [ { log: x } ] } }\n");

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void two_routes_with_one_id_that_a_precondition_takes_are_told() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml",
        "- route: { id: fulfilment, precondition: \"'{{mode:b}}' == 'b'\", from: { uri: 'timer:x', steps: [ { log: x } ] } }\n");

    assertThat(folder.check()).filteredOn(Finding::isError).extracting(Finding::rule).containsExactly("equal-id");
  }

  @Test
  void a_line_break_that_is_kept_or_that_a_block_of_text_always_has_is_no_warning() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route("""
        - setBody: { expression: { simple: { expression: "${body.action}\\n", trim: "false" } } }
        - setBody:
            expression:
              simple:
                expression: |
                  ${body.action}
        """));

    assertThat(folder.check()).extracting(Finding::rule).doesNotContain("trimmed-text");
  }

  @Test
  void a_send_that_is_intercepted_needs_no_route() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route("- to: direct:gone")
        + "- interceptSendToEndpoint: { uri: 'direct:gone', skipSendToOriginalEndpoint: 'true', steps: [ { log: x } ] }\n");

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void an_expression_that_cannot_be_read_is_not_shown_where_it_may_hold_a_secret() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route("""
        - setHeader: { name: Authorization, simple: "Bearer hunter2abc99 ${nosuch(1)}" }
        - setHeader: { name: X-Api-Key, simple: "hunter2abc99${nosuch(1)}" }
        """));

    assertThat(folder.check()).extracting(Finding::rule).contains("bad-expression");
    assertThat(folder.printed().toString()).doesNotContain("hunter2");
  }

  @Test
  void two_routes_of_which_a_switch_starts_one_may_read_one_channel() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml",
        "- route: { id: x, autoStartup: '{{new.fulfilment:false}}', from: { uri: 'durable:fulfilment', steps: [ { log: x } ] } }\n");

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void a_pipe_may_read_what_no_route_reads() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).write("routes/destinations/x.camel.yaml", route("- to: direct:of-the-pipe"))
        .write("routes/pipe.camel.yaml", """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: { name: pipe }
            spec: { source: { uri: "direct:of-the-pipe" }, sink: { uri: "log:b" } }
            """);

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void a_destination_whose_file_was_moved_away_is_a_warning_because_its_deliveries_wait() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home);
    Files.delete(home.resolve("routes/destinations/owner-mail.camel.yaml"));

    assertThat(folder.printed()).containsExactly("routes/router.camel.yaml:31:28: WARNING: no route reads durable:owner-mail; did you mean"
        + " durable:holder-mail? What is sent there waits until one does: correct the name, or bring the route back");
  }

  @Test
  void a_value_from_the_environment_and_a_property_of_camel_s_are_known() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).with("CRM_URL", "http://h").write("routes/destinations/x.camel.yaml",
        route("- to: { uri: 'kamelet:rest-call', parameters: { url: '{{crm.url}}/x' } }\n- to: kamelet:send-mail\n"))
        .replace("config/application.properties", "gateway.intake.auth=header",
            "gateway.intake.auth=header\ncamel.kamelet.send-mail.to=a@example.com\ncamel.kamelet.send-mail.template=owner-changed.txt");

    assertThat(folder.check()).filteredOn(Finding::isError).isEmpty();
  }

  @Test
  void what_depends_on_a_file_that_cannot_be_read_is_not_guessed() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home)
        .write("routes/destinations/fulfilment.camel.yaml", "- route:\n\tid: x\n")
        .write("routes/kamelets/send-mail.kamelet.yaml", "a: b: c\n");

    assertThat(folder.check()).extracting(Finding::rule).containsExactly("no-yaml", "no-yaml");
  }

  @Test
  void no_secret_is_needed_and_none_is_shown() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home).replace("config/application.properties", "#gateway.intake.auth.header-value=",
        "gateway.tls.certificate=/nowhere/cert.pem\ngateway.tls.private-key=/nowhere/key.pem\n"
            + "gateway.intake.auth.header-value=Bearer {{secret:menta.token}}")
        .write("routes/destinations/x.camel.yaml", route("- to: { uri: 'http:h', parameters: { authPassword: hunter2 } }\n- to: https://a:hunter2@h/"));

    assertThat(folder.check()).filteredOn(Finding::isError).extracting(Finding::rule).containsExactly("secret-in-route", "secret-in-route");
    assertThat(folder.printed().toString()).doesNotContain("hunter2");
  }
}
