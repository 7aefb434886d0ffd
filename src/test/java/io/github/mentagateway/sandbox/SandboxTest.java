package io.github.mentagateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxTest {
  @TempDir
  private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    for (String file : List.of("intake.camel.yaml", "kamelets/database-query.kamelet.yaml", "kamelets/database-update.kamelet.yaml",
        "kamelets/rest-call.kamelet.yaml", "kamelets/send-mail.kamelet.yaml", "mail/owner-changed.txt")) {
      write("routes/" + file, Files.readString(Path.of("routes", file)));
    }
  }

  private void write(String path, String content) throws IOException {
    Files.createDirectories(home.resolve(path).getParent());
    Files.writeString(home.resolve(path), content);
  }

  /** One route that reads {@code notifications} and does these steps. */
  private void steps(String steps) throws IOException {
    write("routes/t.camel.yaml", "- route:\n    id: t\n    from:\n      uri: durable:notifications\n      steps:\n" + steps.indent(8));
  }

  private static Scenario.Notification ticket(String id) {
    return new Scenario.Notification(("{\"family\": \"ticket\", \"action\": \"ticket.updated\", \"data\": {\"id\": \"" + id
        + "\", \"newOwnerEmail\": \"ana@example.com\"}}").getBytes(StandardCharsets.UTF_8), Map.of(), Duration.ZERO);
  }

  private Trace run(Map<String, List<ScriptedAnswer>> answers, Scenario.Notification... notifications) throws Exception {
    Settings settings = Settings.loadWithoutSecrets(home, Map.of());
    try (Sandbox sandbox = Sandbox.start(settings, RouteFiles.read(settings.routes(), home))) {
      return sandbox.run(new Scenario(List.of(notifications), answers, Map.of()));
    }
  }

  private static Map<String, List<ScriptedAnswer>> answers(ScriptedAnswer... answers) {
    return Map.of("notifications", List.of(answers));
  }

  private static ScriptedAnswer always(Answer answer) {
    return new ScriptedAnswer(answer, null, Integer.MAX_VALUE);
  }

  @Test
  void nothing_is_contacted_whatever_the_way_of_the_call() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      calls.incrementAndGet();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    int port = server.getAddress().getPort();
    Path db = home.resolve("real.mv.db");
    write("config/application.properties", "gateway.database.real.url=jdbc:h2:file:" + home.resolve("real")
        + "\ngateway.mail.host=127.0.0.1\ngateway.mail.port=" + port + "\ngateway.stand-ins=false\n");
    steps("""
        - to:
            uri: kamelet:rest-call
            parameters: {url: "http://127.0.0.1:PORT/a"}
        - to:
            uri: kamelet:database-update
            parameters: {database: real, sql: "UPDATE tickets SET owner = :?newOwnerEmail WHERE id = :?data.id"}
        - to:
            uri: kamelet:send-mail
            parameters: {to: "{newOwnerEmail}", template: owner-changed.txt}
        - setVariable: {name: id, expression: {simple: {expression: "${body.data[id]}"}}}
        - marshal: {json: {library: Jackson}}
        - to: {uri: "http://127.0.0.1:PORT/b?bridgeEndpoint=true"}
        - toD: {uri: "http://127.0.0.1:PORT/${variable.id}", cacheSize: -1}
        - setBody: {expression: {constant: {expression: "select 1 from tickets where id = ?"}}}
        - to: {uri: "jdbc:real"}
        - to: {uri: "smtp://127.0.0.1:PORT?to=a@example.com"}
        - to: {uri: "sftp://127.0.0.1:PORT/out?username=u&password=geheim"}
        - to: {uri: "file:OUT"}
        """.replace("PORT", String.valueOf(port)).replace("OUT", home.resolve("out").toString()));

    Trace trace = run(Map.of(), ticket("00001"));
    server.stop(0);

    DeliveryTrace delivery = trace.deliveries().get(0);
    assertThat(delivery.reason()).isNull();
    assertThat(delivery.calls()).extracting(call -> call.fields().keySet().iterator().next())
        .containsExactly("method", "database", "from", "method", "method", "database", "from", "endpoint", "endpoint");
    assertThat(delivery.calls().get(4).fields()).containsEntry("url", "http://127.0.0.1:" + port + "/00001");
    assertThat(delivery.calls().get(7).fields().get("endpoint").toString()).doesNotContain("geheim");
    assertThat(calls).hasValue(0);
    assertThat(db).doesNotExist();
    assertThat(home.resolve("out")).doesNotExist();
    assertThat(home.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "user=u;password=literal password | Authorization | Basic secret:gateway.rest.crm.password | http://crm.example/a",
      "key=literal key;key-header=X-Key | X-Key | secret:gateway.rest.crm.key | http://crm.example/a",
      "key=literal key;key-query=k | X-Key | | http://crm.example/a?k=secret:gateway.rest.crm.key",
      "token-url=http://127.0.0.1:1/;client-id=i;client-secret={{secret:nowhere}};trust=none.pem | Authorization |"
          + " Bearer secret:gateway.rest.crm.token | http://crm.example/a"})
  void the_credentials_of_an_api_are_seen_by_their_settings_names_and_no_token_is_fetched(String settings, String header, String value, String url)
      throws Exception {
    StringBuilder properties = new StringBuilder();
    for (String setting : settings.split(";")) {
      properties.append("gateway.rest.crm.").append(setting).append('\n');
    }
    write("config/application.properties", properties.toString());
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\", api: crm}\n");

    Map<String, Object> call = run(Map.of(), ticket("00001")).deliveries().get(0).calls().get(0).fields();

    assertThat(call).containsEntry("url", url);
    assertThat(((Map<?, ?>) call.get("headers")).get(header)).isEqualTo(value);
  }

  /** As authors bind a second broker: the scheme is then the bean's name. */
  @ParameterizedTest
  @CsvSource({"archive, archive:OUT, endpoint", "http, http:localhost/a, method"})
  void a_component_that_an_author_binds_as_a_bean_is_not_contacted_either(String name, String uri, String told) throws Exception {
    write("routes/t.camel.yaml", """
        - beans:
            - name: NAME
              type: org.apache.camel.component.file.FileComponent
        - route:
            id: t
            from:
              uri: durable:notifications
              steps:
                - setBody: {expression: {constant: {expression: "x"}}}
                - to: {uri: "URI"}
        """.replace("NAME", name).replace("URI", uri.replace("OUT", home.resolve("out").toString())));

    DeliveryTrace delivery = run(Map.of(), ticket("00001")).deliveries().get(0);

    assertThat(home.resolve("out")).doesNotExist();
    assertThat(delivery.calls()).hasSize(1).allMatch(call -> call.fields().containsKey(told));
  }

  @Test
  void no_secret_is_needed_and_its_name_stands_for_it() throws Exception {
    steps("""
        - to:
            uri: kamelet:rest-call
            parameters: {url: "https://crm.example/a", authorization: "Bearer {secret:crm.token}"}
        """);

    Map<?, ?> headers = (Map<?, ?>) run(Map.of(), ticket("1")).deliveries().get(0).calls().get(0).fields().get("headers");

    assertThat(headers.get("Authorization")).isEqualTo("Bearer secret:crm.token");
  }

  @Test
  void a_delivery_is_tried_as_often_and_as_late_as_the_gateway_would() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");

    DeliveryTrace delivery = run(answers(always(Answer.Failure.REFUSED)), ticket("1")).deliveries().get(0);

    assertThat(delivery.end()).isEqualTo(DeliveryTrace.End.DEAD_LETTER);
    assertThat(delivery.attempts()).isEqualTo(50);
    assertThat(delivery.waits()).startsWith(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20)).endsWith(Duration.ofMinutes(8));
  }

  @Test
  void a_destination_that_is_down_for_many_is_probed_until_it_is_back() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");

    Trace trace = run(answers(new ScriptedAnswer(Answer.Failure.REFUSED, null, 20)),
        IntStream.range(0, 5).mapToObj(i -> ticket("T" + i)).toArray(Scenario.Notification[]::new));

    assertThat(trace.deliveries()).hasSize(5).allMatch(delivery -> delivery.end() == DeliveryTrace.End.DELIVERED);
    assertThat(trace.deliveries().stream().mapToInt(DeliveryTrace::attempts).sum()).isEqualTo(25);
  }

  @Test
  void one_that_is_never_back_ends_the_scenario_with_what_waits() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");

    Trace trace = run(answers(always(Answer.Failure.TIMEOUT)),
        IntStream.range(0, 4).mapToObj(i -> ticket("T" + i)).toArray(Scenario.Notification[]::new));

    assertThat(trace.deliveries()).anyMatch(delivery -> delivery.end() == DeliveryTrace.End.WAITING);
  }

  @Test
  void no_step_waits_and_no_route_runs_that_begins_with_a_time_or_a_system() throws Exception {
    steps("""
        - delay: {expression: {constant: {expression: "86400000"}}}
        - throttle: {timePeriodMillis: "86400000", expression: {constant: {expression: "1"}}}
        - to: {uri: "direct:called"}
        """);
    write("routes/others.camel.yaml", """
        - route:
            id: called
            from:
              uri: direct:called
              steps:
                - setBody: {expression: {constant: {expression: "x"}}}
                - to: {uri: "http://called.example/"}
        - route:
            id: timed
            from:
              uri: timer:timed?delay=0
              steps:
                - to: {uri: "durable:notifications"}
        - route:
            id: polling
            from:
              uri: sftp:files.example/in
              steps:
                - to: {uri: "durable:notifications"}
        """);

    Trace trace = run(Map.of(), ticket("1"), ticket("2"), ticket("3"));

    assertThat(trace.deliveries()).hasSize(3).allMatch(delivery -> delivery.calls().size() == 1);
  }

  @Test
  void an_answer_is_for_one_step_when_it_says_so() throws Exception {
    steps("""
        - to:
            id: first
            uri: kamelet:rest-call
            parameters: {url: "http://crm.example/first"}
        - to:
            id: second
            uri: kamelet:rest-call
            parameters: {url: "http://crm.example/second"}
        """);

    Trace trace = run(answers(new ScriptedAnswer(new Answer.Status(404, Map.of(), "no such ticket"), "second", 1)), ticket("1"));

    assertThat(trace.deliveries().get(0).calls()).extracting(Call::step).containsExactly("first", "second", "first", "second");
    assertThat(trace.deliveries().get(0).attempts()).isEqualTo(2);
  }

  @Test
  void a_database_gives_the_rows_and_counts_of_the_script_and_gets_the_values() throws Exception {
    write("config/application.properties", "gateway.database.shop.url=jdbc:vendor-without-driver:x\n");
    steps("""
        - setBody: {expression: {constant: {expression: "SELECT name FROM a WHERE b = ? AND c = '?'"}}}
        - setHeader: {name: CamelJdbcParameters, expression: {simple: {expression: "${body}", resultType: java.util.List}}}
        - removeHeader: {name: CamelJdbcParameters}
        - to:
            uri: kamelet:database-query
            parameters: {database: shop, sql: "SELECT name, seats FROM shows WHERE code = :?entity AND day = :?receivedAt"}
        - to:
            uri: kamelet:rest-call
            parameters: {url: "http://crm.example/rows"}
        """);

    Trace trace = run(answers(always(new Answer.Rows(List.of(Map.of("NAME", "Opera", "SEATS", 3))))), ticket("1"));

    assertThat(trace.deliveries().get(0).reason()).isNull();
    assertThat(trace.deliveries().get(0).calls().get(0).fields()).containsEntry("database", "shop")
        .containsEntry("sql", "SELECT name, seats FROM shows WHERE code = :?entity AND day = :?receivedAt")
        .containsEntry("parameters", Map.of("entity", "ticket:1", "receivedAt", "2026-03-02T12:00Z"));
    assertThat(trace.deliveries().get(0).calls().get(1).fields().get("body")).isEqualTo(List.of(Map.of("name", "Opera", "seats", 3)));
  }

  @Test
  void each_scenario_begins_at_the_same_time_with_an_empty_store() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/{notificationId}/{sequence}/{receivedAt}\"}\n");
    Settings settings = Settings.loadWithoutSecrets(home, Map.of());
    List<Trace> traces = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.start(settings, RouteFiles.read(settings.routes(), home))) {
      traces.add(sandbox.run(new Scenario(List.of(ticket("1"), ticket("2")), Map.of(), Map.of())));
      traces.add(sandbox.run(new Scenario(List.of(ticket("1"), ticket("2")), Map.of(), Map.of())));
    }

    assertThat(traces.get(0)).isEqualTo(traces.get(1));
    assertThat(traces.get(0).deliveries()).hasSize(2);
  }

  @Test
  void nothing_of_it_is_in_the_log() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");
    try (CapturedLog log = CapturedLog.of("io.github.mentagateway")) {
      run(answers(new ScriptedAnswer(Answer.Failure.REFUSED, null, 20)),
          IntStream.range(0, 5).mapToObj(i -> ticket("T" + i)).toArray(Scenario.Notification[]::new));

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void nothing_is_left_in_the_temporary_folder() throws Exception {
    steps("- to: {uri: \"log:x\"}\n");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<String> before = sandboxes(temporary);

    run(Map.of(), ticket("1"));

    assertThat(sandboxes(temporary)).isEqualTo(before);
  }

  @Test
  void what_comes_later_comes_so_long_after_the_one_before_it_and_not_after_its_last_attempt() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/{receivedAt}\"}\n");
    Scenario.Notification first = ticket("1");
    Scenario.Notification later = new Scenario.Notification(ticket("2").body(), Map.of(), Duration.ofMinutes(2));

    Trace trace = run(answers(new ScriptedAnswer(Answer.Failure.REFUSED, null, 4)), first, later);

    assertThat(trace.deliveries().get(1).calls().get(0).fields().get("url").toString()).contains("12%3A02");
  }

  @Test
  @Timeout(30)
  void a_redelivery_of_camels_own_takes_no_time() throws Exception {
    steps("- to:\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");
    write("routes/t.camel.yaml", """
        - onException:
            exception: [java.lang.Exception]
            redeliveryPolicy: {maximumRedeliveries: "2", redeliveryDelay: "600000"}
        """ + Files.readString(home.resolve("routes/t.camel.yaml")));

    Trace trace = run(answers(new ScriptedAnswer(Answer.Failure.REFUSED, null, 2)), ticket("1"));

    assertThat(trace.deliveries().get(0).attempts()).isOne();
    assertThat(trace.deliveries().get(0).calls()).hasSize(3);
  }

  @Test
  void steps_that_camel_would_take_at_once_are_taken_one_after_the_other() throws Exception {
    steps("""
        - setBody: {expression: {constant: {expression: "x"}}}
        - wireTap: {uri: "direct:tapped"}
        - multicast:
            parallelProcessing: true
            steps:
              - to: {id: a, uri: "http://crm.example/a?bridgeEndpoint=true"}
              - to: {id: b, uri: "http://crm.example/b?bridgeEndpoint=true"}
              - to: {id: c, uri: "http://crm.example/c?bridgeEndpoint=true"}
        - threads: {}
        - to: {id: d, uri: "http://crm.example/d?bridgeEndpoint=true"}
        """);
    write("routes/others.camel.yaml", """
        - route:
            id: tapped
            from:
              uri: direct:tapped
              steps:
                - to: {id: tap, uri: "http://tapped.example/?bridgeEndpoint=true"}
        """);

    Trace trace = run(Map.of(), IntStream.range(0, 20).mapToObj(i -> ticket("T" + i)).toArray(Scenario.Notification[]::new));

    assertThat(trace.deliveries()).hasSize(20).allSatisfy(delivery -> assertThat(delivery.calls()).extracting(Call::step)
        .containsExactly("tap", "a", "b", "c", "d"));
  }

  @Test
  void a_data_source_that_the_routes_bring_themselves_is_not_reached() throws Exception {
    steps("""
        - setBody: {expression: {constant: {expression: "create table t (x int)"}}}
        - to: {uri: "jdbc:own"}
        - to: {uri: "jdbc:other"}
        """);
    write("routes/beans.camel.yaml", """
        - beans:
            - name: own
              type: org.h2.jdbcx.JdbcDataSource
              properties: {url: "jdbc:h2:file:OUT"}
        """.replace("OUT", home.resolve("own").toString()));
    write("config/application.properties", "camel.beans.other=#class:org.h2.jdbcx.JdbcDataSource\ncamel.beans.other.url=jdbc:h2:file:"
        + home.resolve("other") + "\n");

    Trace trace = run(Map.of(), ticket("1"));

    assertThat(trace.deliveries().get(0).reason()).isNull();
    assertThat(trace.deliveries().get(0).calls()).extracting(call -> call.fields().get("database")).containsExactly("own", "other");
    assertThat(home.resolve("own.mv.db")).doesNotExist();
    assertThat(home.resolve("other.mv.db")).doesNotExist();
  }

  @Test
  void a_component_that_the_settings_or_the_routes_configure_is_not_reached_either() throws Exception {
    write("config/application.properties", "camel.component.sftp.health-check-consumer-enabled=false\ncamel.component.sftp.lazy-start-producer=true\n");
    steps("- to: {uri: \"sftp:files.example/in\"}\n");

    assertThat(run(Map.of(), ticket("1")).deliveries().get(0).calls()).hasSize(1);
  }

  @Test
  void a_statement_that_changes_rows_and_tells_them_gives_one() throws Exception {
    write("config/application.properties", "gateway.database.shop.url=jdbc:vendor-without-driver:x\n");
    for (String sql : List.of("UPDATE t SET a = 1 WHERE b = :?data.id RETURNING a", "/* why */ UPDATE t SET a = 1 WHERE b = :?data.id",
        "WITH x AS (SELECT 1) UPDATE t SET a = 1 WHERE b = :?data.id")) {
      steps("- to:\n    uri: kamelet:database-update\n    parameters: {database: shop, sql: \"" + sql + "\"}\n");

      assertThat(run(Map.of(), ticket("1")).deliveries().get(0).reason()).as(sql).isNull();
      assertThat(run(answers(always(new Answer.Changed(0))), ticket("1")).deliveries().get(0).reason()).as(sql).contains("no row in shop matched");
    }
    for (String sql : List.of("/* why */ SELECT a FROM t WHERE b = :?data.id", "(SELECT a FROM t WHERE b = :?data.id)")) {
      steps("- to:\n    uri: kamelet:database-query\n    parameters: {database: shop, sql: \"" + sql + "\"}\n");

      assertThat(run(Map.of(), ticket("1")).deliveries().get(0).reason()).as(sql).isNull();
    }
  }

  @Test
  void a_second_route_of_the_server_is_not_the_intake() throws Exception {
    steps("- to: {uri: \"http://crm.example/a?bridgeEndpoint=true\"}\n");
    write("routes/zz.camel.yaml", """
        - route:
            id: zz
            from:
              uri: platform-http:/other
              steps:
                - setBody: {expression: {constant: {expression: "x"}}}
        """);

    Trace trace = run(Map.of(), ticket("1"));

    assertThat(trace.received()).extracting(Received::outcome).containsExactly("accepted");
  }

  @Test
  void a_body_that_the_server_would_refuse_is_refused() throws Exception {
    write("config/application.properties", "gateway.intake.max-body-bytes=2000\n");
    steps("- to: {uri: \"http://crm.example/a?bridgeEndpoint=true\"}\n");

    Trace trace = run(Map.of(), new Scenario.Notification(new byte[3000], Map.of(), Duration.ZERO),
        new Scenario.Notification("x".getBytes(), Map.of("content-encoding", "gzip"), Duration.ZERO));

    assertThat(trace.received().get(0).outcome()).isEqualTo("refused");
  }

  private static List<String> sandboxes(Path folder) {
    return Arrays.stream(folder.toFile().list((parent, name) -> name.startsWith("menta-gateway-sandbox-" + ProcessHandle.current().pid() + "-"))).sorted().toList();
  }

  /** A step's id that is the name of a kamelet's own bean kept Camel from starting the route. */
  @Test
  void a_step_may_be_called_as_an_author_likes() throws Exception {
    for (String id : List.of("call", "client", "query", "update", "mail")) {
      steps("- to:\n    id: " + id + "\n    uri: kamelet:rest-call\n    parameters: {url: \"http://crm.example/a\"}\n");
      assertThat(run(Map.of(), ticket("1")).deliveries().get(0).calls()).extracting(Call::step).containsExactly(id);
    }
  }
}
