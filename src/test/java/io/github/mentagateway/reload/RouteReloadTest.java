package io.github.mentagateway.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.Severity;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit of a route file does to a gateway that runs. */
class RouteReloadTest {
  private static final String A = "routes/destinations/a.camel.yaml";
  private static final String B = "routes/destinations/b.camel.yaml";
  private static final String TEXT = "routes/mail/owner-changed.txt";

  @TempDir
  private Path home;

  @BeforeEach
  void folder() throws Exception {
    RunningGateway.shipped(home);
    write(A, route("a", "durable:a", "1"));
    write(B, route("b", "durable:b", "1"));
  }

  private void write(String path, String content) throws Exception {
    Files.createDirectories(home.resolve(path).getParent());
    Files.writeString(home.resolve(path), content);
  }

  private static String route(String id, String from, String version) {
    return """
        - route:
            id: %s
            description: A test
            from:
              uri: %s
              steps:
                - setHeader:
                    name: version
                    expression:
                      constant:
                        expression: "%s"
                - process:
                    ref: authenticator
        """.formatted(id, from, version);
  }

  @Test
  void a_changed_file_is_swapped_alone_and_what_comes_then_runs_through_the_new_route() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Object untouched = gateway.camel.getRoute("b");
      gateway.accept("a", "1");
      gateway.awaitSeen(1);

      Outcome outcome = gateway.write(A, route("a", "durable:a", "2")).look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.changed()).containsExactly(A);
      assertThat(outcome.swapped()).containsExactly(A);
      assertThat(gateway.camel.getRoute("b")).isSameAs(untouched);
      gateway.accept("a", "2");
      gateway.awaitSeen(2);
      assertThat(gateway.seen).containsExactly("a:1", "a:2");
      assertThat(gateway.reloads("swapped")).isEqualTo(1);
      assertThat(gateway.holds).isZero();
    }
  }

  @Test
  void a_change_counts_when_two_looks_see_the_same_files() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome atStart = gateway.look();
      gateway.write(A, route("a", "durable:a", "2"));
      gateway.reload.look();
      gateway.write(A, route("a", "durable:a", "22") + "\n");
      gateway.reload.look();
      assertThat(gateway.reload.last()).isSameAs(atStart);
      gateway.reload.look();
      assertThat(gateway.reload.last().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.reload.look();
      gateway.write("routes/destinations/.a.camel.yaml.swp", "x").write("routes/destinations/a.camel.yaml~", "x")
          .write("routes/destinations/#a.camel.yaml#", "x").look();
      assertThat(gateway.reloads("swapped")).isEqualTo(1);
      assertThat(gateway.reloads("unchanged")).isZero();
    }
  }

  @Test
  void what_an_outcome_quotes_is_masked_for_whatever_shows_it() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.trialFindings = List.of(new Finding(Severity.WARNING, "w", "test-cases/a.case.yaml", 3, 1, "it was for ana@example.com"),
          new Finding(Severity.ERROR, "failed-case", "test-cases/a.case.yaml", 4, 1, "no ticket of ana@example.com"));

      Outcome refused = gateway.write(A, route("a", "durable:a", "2")).look();

      assertThat(refused.findings()).extracting(Finding::message).contains("it was for a***@example.com", "no ticket of a***@example.com");
      assertThat(gateway.reload.status().last().toString()).doesNotContain("ana@");
    }
  }

  @Test
  void a_file_with_an_error_changes_nothing_until_it_is_mended() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome refused = gateway.write(A, "- route:\n    id: a\n    form: x\n").write(B, route("b", "durable:b", "2")).look();

      assertThat(refused.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(refused.errors()).isNotEmpty().allSatisfy(error -> assertThat(error.file()).isEqualTo(A));
      assertThat(gateway.refused()).isEqualTo(1);
      gateway.accept("a", "1");
      gateway.accept("b", "1");
      gateway.awaitSeen(2);
      assertThat(gateway.seen).containsExactlyInAnyOrder("a:1", "b:1");

      assertThat(gateway.write(A, route("a", "durable:a", "2")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.refused()).isZero();
      gateway.accept("a", "2");
      gateway.accept("b", "2");
      gateway.awaitSeen(4);
      assertThat(gateway.seen).containsExactlyInAnyOrder("a:1", "b:1", "a:2", "b:2");
    }
  }

  @Test
  void what_fails_in_its_trial_is_refused() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.trialFindings = List.of(new Finding(Severity.ERROR, "failed-case", "test-cases/a.case.yaml", 3, 1, "no"));
      assertThat(gateway.write(A, route("a", "durable:a", "2")).look().kind()).isEqualTo(Outcome.Kind.REFUSED);
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:1");
    }
  }

  @Test
  void what_camel_cannot_start_is_put_back() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome outcome = gateway.write(A, route("a", "durable:a?timeout=PT0S", "2")).write(B, route("b", "durable:b", "2")).look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(outcome.failure()).contains("timeout must be above 0");
      gateway.accept("a", "1");
      gateway.accept("b", "1");
      gateway.awaitSeen(2);
      assertThat(gateway.seen).containsExactlyInAnyOrder("a:1", "b:1");
      assertThat(gateway.write(A, route("a", "durable:a", "3")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "2");
      gateway.awaitSeen(3);
      assertThat(gateway.seen).endsWith("a:3");
    }
  }

  @Test
  void files_that_are_added_removed_and_renamed_are_one_change() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Files.move(home.resolve(A), home.resolve("routes/destinations/renamed.camel.yaml"));
      Files.delete(home.resolve(B));
      Outcome outcome = gateway.write("routes/destinations/c.camel.yaml", route("c", "durable:c", "1")).look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.changed()).containsExactly(A, B, "routes/destinations/c.camel.yaml", "routes/destinations/renamed.camel.yaml");
      assertThat(gateway.routes()).contains("a", "c").doesNotContain("b");
      gateway.accept("a", "1");
      gateway.accept("c", "1");
      gateway.awaitSeen(2);
      gateway.accept("b", "1");
      assertThat(gateway.inbox.channels().backlog()).filteredOn(one -> one.channel().equals("b")).singleElement()
          .satisfies(one -> assertThat(one.read()).isFalse()).satisfies(one -> assertThat(one.waiting()).isEqualTo(1));
    }
  }

  @Test
  void a_route_that_moves_to_another_file_goes_on_there() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.write(A, route("c", "durable:c", "1")).write(B, route("a", "durable:a", "2") + route("b", "durable:b", "2"));
      assertThat(gateway.look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.routes()).contains("a", "b", "c");
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:2");
    }
  }

  @Test
  void an_attempt_under_way_ends_before_its_route_goes() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      gateway.step = exchange -> {
        begun.countDown();
        goOn.await();
      };
      gateway.accept("a", "1");
      begun.await();
      gateway.accept("a", "2");
      gateway.write(A, route("a", "durable:a", "2"));
      CompletableFuture<Outcome> swap = CompletableFuture.supplyAsync(gateway.reload::reload);
      await().until(() -> gateway.inbox.channels().backlog().stream().anyMatch(one -> one.channel().equals("a") && !one.read()));
      assertThat(swap).isNotDone();
      goOn.countDown();

      assertThat(swap.join().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.awaitSeen(2);
      assertThat(gateway.seen).hasSize(2).startsWith("a:1");
    }
  }

  /** Some hours of the day in UTC, such that it is closed now and for hours. */
  private static String closedNow() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    return "%02d:00-%02d:00 UTC".formatted(now.plusHours(8).getHour(), now.plusHours(12).getHour());
  }

  @Test
  void a_window_that_is_changed_counts_at_once() throws Exception {
    String closed = route("a", "durable:a", "2").replace("uri: durable:a\n", "uri: durable:a\n      parameters:\n        window: \"" + closedNow() + "\"\n");
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(gateway.write(A, closed).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "1");
      gateway.accept("b", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("b:1");

      assertThat(gateway.write(A, closed.replace(closedNow(), "8-20")).look().kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(gateway.write(A, closed.replace(closedNow(), "always")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.awaitSeen(2);

      assertThat(gateway.seen).containsExactly("b:1", "a:2");
    }
  }

  @Test
  void a_changed_kamelet_is_swapped_with_the_routes_that_use_it_and_those_only() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Object untouched = gateway.camel.getRoute("a");
      int routes = gateway.routes().size();
      Outcome outcome = gateway.replace("routes/kamelets/rest-call.kamelet.yaml", "Call an internal REST API", "Call a REST API").look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.swapped()).containsExactly("routes/destinations/fulfilment.camel.yaml",
          "routes/destinations/platform-events.camel.yaml", "routes/kamelets/rest-call.kamelet.yaml");
      assertThat(gateway.camel.getRoute("a")).isSameAs(untouched);
      assertThat(gateway.routes()).hasSize(routes);
    }
  }

  @Test
  void routes_that_share_the_route_of_a_kamelet_are_swapped_together() throws Exception {
    String call = """
                - to:
                    id: call-%s
                    description: x
                    uri: kamelet:marked
                    parameters:
                      mark: same
        """;
    write("routes/kamelets/marked.kamelet.yaml", """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: marked
        spec:
          definition:
            title: Mark
            type: object
            properties:
              mark:
                title: Mark
                type: string
          template:
            from:
              uri: kamelet:source
              steps:
                - log: "{{mark}}"
        """);
    write(A, route("a", "durable:a", "1") + call.formatted("a").indent(0));
    write(B, route("b", "durable:b", "1") + call.formatted("b").indent(0));
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome outcome = gateway.write(A, route("a", "durable:a", "2") + call.formatted("a")).look();
      assertThat(outcome.swapped()).containsExactly(A, B);
      gateway.accept("a", "1");
      gateway.accept("b", "1");
      await().until(() -> gateway.inbox.channels().backlog().stream().noneMatch(one -> one.waiting() > 0));
      assertThat(gateway.seen).containsExactlyInAnyOrder("a:2", "b:1");
    }
  }

  @Test
  void where_neither_the_new_nor_the_old_routes_can_be_started_it_is_told_and_the_next_good_edit_puts_all_right() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Object bean = gateway.camel.getRegistry().lookupByName("authenticator");
      gateway.camel.getRegistry().unbind("authenticator");

      Outcome broken = gateway.write(A, route("a", "durable:a", "2")).look();

      assertThat(broken.kind()).isEqualTo(Outcome.Kind.BROKEN);
      assertThat(broken.failure()).startsWith("Camel could not start them, and what ran before could not be put back: ")
          .endsWith(". Mend the files, or start the gateway again");
      assertThat(gateway.refused()).isEqualTo(1);
      assertThat(gateway.reloads("broken")).isEqualTo(1);

      gateway.camel.getRegistry().bind("authenticator", bean);
      // as it was before: nothing has changed, and something must be done all the same
      assertThat(gateway.write(A, route("a", "durable:a", "1")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:1");
      assertThat(gateway.refused()).isZero();
    }
  }

  @Test
  void an_intake_that_does_not_answer_in_time_keeps_its_route_and_the_others_theirs() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.holdsNothing = true;

      Outcome refused = gateway.write(A, route("a", "durable:a", "2"))
          .replace("routes/intake.camel.yaml", "description: Whatever it is", "description: Whatever it may be").look();

      assertThat(refused.kind()).as(refused.toString()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(refused.failure()).contains("the intake had not answered the requests that it had within 10 s");
      assertThat(gateway.holding).isFalse();
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:1");
      assertThat(gateway.routes()).contains("intake");
    }
  }

  @Test
  void a_route_that_is_called_by_direct_is_exchanged_with_the_route_of_another_file_that_calls_it() throws Exception {
    write("routes/callees.camel.yaml", route("callees", "direct:callees", "1"));
    write(A, calling("a", "- to: { uri: direct:callees }"));
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome outcome = gateway.write("routes/callees.camel.yaml", route("callees", "direct:callees", "2")).look();

      assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.swapped()).containsExactly("routes/callees.camel.yaml", A);
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:2");

      assertThat(gateway.delete("routes/callees.camel.yaml").errors()).singleElement().asString().contains("no route reads direct:callees");
      gateway.accept("a", "2");
      gateway.awaitSeen(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- to: { uri: 'kamelet:marked' }",
      "- toD: { uri: 'kamelet:marked' }",
      "- toD: { uri: 'kamelet:${header.none}marked' }",
      "- wireTap: { uri: 'kamelet:marked' }",
      "- enrich: { expression: { constant: { expression: 'kamelet:marked' } } }",
      "- enrich: { expression: { simple: { expression: 'kamelet:${header.none}marked' } } }",
      "- recipientList: { expression: { constant: { expression: 'kamelet:marked' } } }",
      "- routingSlip: { expression: { constant: { expression: 'kamelet:marked' } } }"})
  void a_changed_kamelet_counts_however_a_route_calls_it(String step) throws Exception {
    write("routes/kamelets/marked.kamelet.yaml", marked("1"));
    write(A, calling("a", step));
    write(B, calling("b", step));
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.accept("a", "1");
      gateway.accept("b", "1");
      gateway.awaitSeen(2);

      assertThat(gateway.write("routes/kamelets/marked.kamelet.yaml", marked("2")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "2");
      gateway.accept("b", "2");
      gateway.awaitSeen(4);
      assertThat(gateway.seen.subList(2, 4)).allMatch(one -> one.endsWith(":2"));

      // one of its users alone
      assertThat(gateway.write(A, calling("a", step) + "# 2\n").look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "3");
      gateway.accept("b", "3");
      gateway.awaitSeen(6);
      assertThat(gateway.awaitEnd(gateway.accept("b", "4") + ".b")).startsWith("delivered");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- toD: { uri: 'kamelet:marked' }",
      "- wireTap: { uri: 'kamelet:marked' }",
      "- enrich: { expression: { constant: { expression: 'kamelet:marked' } } }",
      "- recipientList: { expression: { constant: { expression: 'kamelet:marked' } } }"})
  void a_route_that_calls_a_kamelet_with_another_one_that_is_exchanged_alone_goes_on(String step) throws Exception {
    write("routes/kamelets/marked.kamelet.yaml", marked("1"));
    write(A, calling("a", "- to: { uri: 'kamelet:marked' }"));
    write(B, calling("b", step));
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.accept("b", "1");
      gateway.awaitSeen(1);

      assertThat(gateway.write(A, calling("a", "- log: x\n        - to: { uri: 'kamelet:marked' }")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "2");
      gateway.accept("b", "2");
      gateway.awaitSeen(3);

      assertThat(gateway.write(B, calling("b", "- log: x\n        " + step)).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "3");
      gateway.accept("b", "3");
      gateway.awaitSeen(5);
    }
  }

  private static String marked(String version) {
    return """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: marked
        spec:
          definition:
            title: Mark
            type: object
          template:
            from:
              uri: kamelet:source
              steps:
                - setHeader:
                    name: version
                    expression:
                      constant:
                        expression: "%s"
                - process:
                    ref: authenticator
        """.formatted(version);
  }

  private static String counter(String value) {
    return """
        - beans:
            - name: counter
              type: java.util.concurrent.atomic.AtomicInteger
              constructors: {0: "%s"}
        """.formatted(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- setHeader: { name: version, simple: '${bean:counter?method=get}' }",
      "- setHeader: { name: version, simple: 'no. ${bean:counter?method=get}' }",
      "- setHeader: { name: version, simple: '${bean:counter?method=get} == 1 ? 1 : ${bean:counter?method=get}' }",
      "- choice: { when: [ { simple: '${bean:counter?method=get} > 1', steps: [ { setHeader: { name: version, simple: '${bean:counter?method=get}' } } ] } ] }",
      "- toD: { uri: 'direct:version-${bean:counter.get}' }",
      "- setHeader: { name: version, method: { ref: counter, method: get } }",
      "- bean: { ref: counter, method: get }\n        - setHeader: { name: version, simple: '${body}' }"})
  void a_bean_that_was_edited_counts_in_routes_that_were_not(String step) throws Exception {
    StringBuilder called = new StringBuilder();
    for (String version : List.of("1", "2", "3")) {
      called.append(calling("version-" + version, "- setHeader: { name: version, constant: '" + version + "' }")
          .replace("durable:", "direct:"));
    }
    write("routes/versions.camel.yaml", called.toString());
    write("routes/beans.camel.yaml", counter("1"));
    write(A, calling("a", step + "\n        - process: { ref: authenticator }"));
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.accept("a", "1");
      gateway.awaitSeen(1);

      for (int version = 2; version <= 3; version++) {
        assertThat(gateway.write("routes/beans.camel.yaml", counter(String.valueOf(version))).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
        gateway.accept("a", String.valueOf(version));
        gateway.awaitSeen(version);
        assertThat(gateway.seen.get(version - 1)).startsWith("a:").endsWith(String.valueOf(version));
      }
    }
  }

  @Test
  void a_bean_that_was_edited_counts_in_the_file_that_it_stands_in() throws Exception {
    String step = "- setHeader: { name: version, simple: '${bean:counter?method=get}' }\n        - process: { ref: authenticator }";
    write(A, counter("1") + calling("a", step));
    try (RunningGateway gateway = new RunningGateway(home)) {
      for (int version = 2; version <= 3; version++) {
        assertThat(gateway.write(A, counter(String.valueOf(version)) + calling("a", step)).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
        gateway.accept("a", String.valueOf(version));
        gateway.awaitSeen(version - 1);
        assertThat(gateway.seen).last().isEqualTo("a:" + version);
      }
    }
  }

  private static String calling(String name, String step) {
    return "- route:\n    id: " + name + "\n    description: x\n    from:\n      uri: durable:" + name + "\n      steps:\n        " + step + "\n";
  }

  @Test
  void a_new_rule_about_failures_counts_for_every_route_and_the_intake_is_held_once() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome outcome = gateway.replace("routes/errors.camel.yaml", "- routeConfiguration:\n", """
          - routeConfiguration:
              onException:
                - onException:
                    exception:
                      - java.lang.UnsupportedOperationException
                    steps:
                      - to:
                          id: not-here
                          description: x
                          uri: durable:dead-letters
                          parameters:
                            reason: not here
          - routeConfiguration:
          """).look();
      assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.swapped()).contains(A, B, "routes/intake.camel.yaml", "routes/router.camel.yaml");
      assertThat(gateway.holds).isEqualTo(1);
      assertThat(gateway.holding).isFalse();
      gateway.step = exchange -> {
        throw new UnsupportedOperationException("no");
      };
      gateway.accept("a", "1");
      await().until(() -> gateway.inbox.letters().count(io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER).getOrDefault("a", 0L) == 1);
    }
  }

  @Test
  void the_intake_is_held_while_it_is_swapped_and_cannot_be_removed() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(gateway.replace("routes/intake.camel.yaml", "description: Whatever it is", "description: Whatever it may be").look().kind())
          .isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.holds).isEqualTo(1);
      Outcome refused = gateway.delete("routes/intake.camel.yaml");
      assertThat(refused.errors()).extracting(Finding::rule).containsExactly("no-intake");
      assertThat(gateway.delete("routes/router.camel.yaml").errors()).extracting(Finding::rule).containsExactly("no-intake", "no-router");
      assertThat(gateway.routes()).contains("intake", "router");
    }
  }

  @Test
  void two_hundred_swaps_leave_nothing_behind() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      swapAll(gateway, 0);
      int routes = gateway.camel.getRoutesSize();
      int endpoints = gateway.camel.getEndpoints().size();
      int services = gateway.camel.getCamelContextExtension().getServices().size();
      System.gc();
      long before = used();
      long began = System.nanoTime();
      int swaps = Integer.getInteger("reload.swaps", 20);
      for (int swap = 1; swap <= swaps; swap++) {
        swapAll(gateway, swap);
      }
      long took = (System.nanoTime() - began) / 1_000_000 / swaps;
      System.gc();
      System.out.printf("reload: %d swaps of all files, %d ms each, endpoints %d -> %d, heap %d KB -> %d KB%n", swaps, took, endpoints,
          gateway.camel.getEndpoints().size(), before >> 10, used() >> 10);
      assertThat(gateway.camel.getRoutesSize()).isEqualTo(routes);
      assertThat(gateway.camel.getEndpoints()).hasSizeLessThanOrEqualTo(endpoints);
      // each that is left is looked through at every later swap
      assertThat(gateway.camel.getCamelContextExtension().getServices()).hasSizeLessThanOrEqualTo(services);
    }
  }

  private static void swapAll(RunningGateway gateway, int number) throws Exception {
    String errors = Files.readString(gateway.home.resolve("routes/errors.camel.yaml")).replaceFirst("(?s)\n# [0-9]+\n$", "\n");
    gateway.write("routes/errors.camel.yaml", errors + "# " + number + "\n");
    assertThat(gateway.reload.reload().kind()).isEqualTo(Outcome.Kind.SWAPPED);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The shipped settings, and these behind them. */
  private void settings(String more) throws Exception {
    write("config/application.properties", Files.readString(Path.of("config/application.properties")) + "\n" + more);
  }

  private RunningGateway settings(RunningGateway gateway, String more) throws Exception {
    settings(more);
    return gateway;
  }

  @Test
  void a_value_of_the_authors_own_counts_with_the_routes_that_name_it_and_no_other_is_exchanged() throws Exception {
    settings("crm.version=1\ncrm.name=crm-{{crm.version}}\n");
    write(A, route("a", "durable:a", "{{crm.name}}"));
    try (RunningGateway gateway = new RunningGateway(home)) {
      Object untouched = gateway.camel.getRoute("b");
      gateway.accept("a", "1");
      gateway.awaitSeen(1);

      assertThat(gateway.reload.settings().values()).containsEntry("crm.version", "1");

      Outcome outcome = settings(gateway, "crm.version=2\ncrm.name=crm-{{crm.version}}\n").look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.swapped()).containsExactly(A);
      assertThat(gateway.camel.getRoute("b")).isSameAs(untouched);
      gateway.accept("a", "2");
      gateway.awaitSeen(2);
      assertThat(gateway.seen).containsExactly("a:crm-1", "a:crm-2");
      assertThat(gateway.reload.settings().values()).containsEntry("crm.version", "2");
    }
  }

  @Test
  void a_new_value_and_the_route_that_names_it_are_one_edit_and_one_that_is_gone_is_an_error() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(settings(gateway, "crm.version=3\n").write(A, route("a", "durable:a", "{{crm.version}}")).look()
          .kind()).isEqualTo(Outcome.Kind.SWAPPED);
      gateway.accept("a", "1");
      gateway.awaitSeen(1);

      Outcome gone = settings(gateway, "crm.versoin=4\n").look();

      assertThat(gone.errors()).singleElement().satisfies(error -> assertThat(error.toString()).startsWith(A + ":11:")
          .contains("{{crm.version}} stands for nothing"));
      gateway.accept("a", "2");
      gateway.awaitSeen(2);
      assertThat(gateway.seen).containsExactly("a:3", "a:3");
    }
  }

  @Test
  void values_go_back_with_the_routes_when_a_swap_fails() throws Exception {
    settings("crm.version=1\nb.timeout=5s\n");
    write(A, route("a", "durable:a", "{{crm.version}}"));
    write(B, route("b", "durable:b?timeout={{b.timeout}}", "1"));
    try (RunningGateway gateway = new RunningGateway(home)) {
      // the check takes PT0S for a duration, and the channel refuses it
      Outcome failed = settings(gateway, "crm.version=2\nb.timeout=PT0S\n").look();

      assertThat(failed.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(failed.failure()).contains("timeout must be above 0");
      assertThat(gateway.reload.settings().values()).containsEntry("crm.version", "1");
      gateway.accept("a", "1");
      gateway.awaitSeen(1);
      assertThat(gateway.seen).containsExactly("a:1");
    }
  }

  @Test
  void a_setting_of_the_gateway_that_was_changed_is_told_and_waits_for_the_next_start() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      Outcome outcome = settings(gateway, "gateway.delivery.concurrency=3\n").look();

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNCHANGED);
      assertThat(outcome.findings()).extracting(Object::toString).contains("config/application.properties:1:1: gateway.delivery.concurrency was"
          + " changed: it counts from the next start on, as all settings of the gateway do");
      assertThat(settings(gateway, "gateway.delivery.concurrency=many\n").look().failure())
          .contains("config/application.properties: gateway.delivery.concurrency");
    }
  }

  @Test
  void a_case_that_was_mended_lets_the_edit_that_waits_for_it_through() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.trialFindings = List.of(new Finding(Severity.ERROR, "failed-case", "test-cases/a.case.yaml", 3, 1, "no"));
      assertThat(gateway.write(A, route("a", "durable:a", "2")).look().kind()).isEqualTo(Outcome.Kind.REFUSED);

      gateway.trialFindings = List.of();
      assertThat(gateway.write("test-cases/a.case.yaml", "- case: mended\n").look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
    }
  }

  @Test
  void a_changed_rule_of_the_errors_takes_the_place_of_the_one_before_it_and_a_removed_one_is_gone() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      gateway.step = exchange -> {
        throw new IllegalStateException("down");
      };
      gateway.write("routes/odd.camel.yaml", rule("first")).look();
      assertThat(gateway.awaitEnd(gateway.accept("a", "1") + ".a")).isEqualTo("dead first");

      gateway.write("routes/odd.camel.yaml", rule("second")).look();
      assertThat(gateway.awaitEnd(gateway.accept("a", "2") + ".a")).isEqualTo("dead second");

      assertThat(gateway.delete("routes/odd.camel.yaml").kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.awaitEnd(gateway.accept("a", "3") + ".a")).startsWith("waiting IllegalStateException");
    }
  }

  /** A file with a rule and a route, which is exchanged with the kamelet that it uses, and whose rule is there once all the same. */
  @Test
  void a_file_with_a_rule_that_is_exchanged_for_a_kamelet_has_its_rule_once() throws Exception {
    write("routes/odd.camel.yaml", rule("first") + route("odd", "direct:odd", "1").indent(0) + "        - to: {uri: \"kamelet:database-query?database=platform"
        + "&sql=SELECT 1\"}\n");
    try (RunningGateway gateway = new RunningGateway(home)) {
      int rules = gateway.rules();

      assertThat(gateway.replace("routes/kamelets/database-query.kamelet.yaml", "title: Ask a database", "title: Ask any database").look().kind())
          .isEqualTo(Outcome.Kind.SWAPPED);

      assertThat(gateway.rules()).isEqualTo(rules);
    }
  }

  @Test
  void a_changed_text_of_a_mail_is_taken_into_use_and_no_route_is_exchanged_for_it() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      GreenMail mails = mails(gateway);
      List<Object> before = List.copyOf(gateway.camel.getRoutes());

      Outcome outcome = gateway.write(TEXT, "Subject: New words\n\nfor ${body.data[id]}\n").look();

      assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(outcome.changed()).containsExactly(TEXT);
      assertThat(outcome.swapped()).containsExactly(TEXT);
      assertThat(gateway.camel.getRoutes()).isEqualTo(before);
      assertThat(gateway.holds).isZero();
      assertThat(mail(gateway, mails)).startsWith("New words: for 1");
      mails.stop();
    }
  }

  @Test
  void a_text_with_an_error_and_one_that_fails_a_case_are_refused_and_the_mails_go_on_as_before() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      GreenMail mails = mails(gateway);

      Outcome bad = gateway.write(TEXT, "Subject: x\n\nfor ${bdy.data[id]}\n").look();
      assertThat(bad.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(bad.errors()).singleElement().asString().isEqualTo(TEXT + ":3:5: there is no function 'bdy.data[id]'; did you mean 'body'?");
      assertThat(gateway.refused()).isEqualTo(1);
      assertThat(mail(gateway, mails)).startsWith("Ticket 1 is yours: Hello,");

      gateway.trialFindings = List.of(new Finding(Severity.ERROR, "failed-case", "test-cases/a.case.yaml", 3, 1, "no"));
      Outcome failing = gateway.write(TEXT, "Subject: x\n\nfor ${body.data[id]}\n").look();
      assertThat(failing.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(mail(gateway, mails)).startsWith("Ticket 1 is yours: Hello,");

      gateway.trialFindings = List.of();
      assertThat(gateway.write(TEXT, "Subject: Mended\n\nfor ${body.data[id]}\n").look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(mail(gateway, mails)).startsWith("Mended: for 1");
      mails.stop();
    }
  }

  @Test
  void a_text_that_a_route_names_cannot_be_removed_and_goes_with_the_route() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(gateway.delete(TEXT).errors()).singleElement().asString().startsWith("routes/destinations/owner-mail.camel.yaml:14:25: the template"
          + " 'owner-changed.txt' is not in routes/mail");

      Outcome renamed = gateway.write("routes/mail/new-name.txt", "Subject: Renamed\n\nfor ${body.data[id]}\n")
          .replace("routes/destinations/owner-mail.camel.yaml", "owner-changed.txt", "new-name.txt").look();

      assertThat(renamed.kind()).as(renamed.toString()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(renamed.changed()).containsExactly("routes/destinations/owner-mail.camel.yaml", "routes/mail/new-name.txt", TEXT);
      GreenMail mails = mails(gateway);
      assertThat(mail(gateway, mails)).startsWith("Renamed: for 1");
      mails.stop();
    }
  }

  @Test
  void a_text_goes_back_with_the_routes_when_a_swap_fails() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      GreenMail mails = mails(gateway);

      Outcome failed = gateway.write(TEXT, "Subject: x\n\ny\n").write(A, route("a", "durable:a?timeout=0s", "2")).look();

      assertThat(failed.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(mail(gateway, mails)).startsWith("Ticket 1 is yours: Hello,");
      mails.stop();
    }
  }

  @Test
  void a_start_after_a_bad_edit_of_a_text_has_the_last_good_one() throws Exception {
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(gateway.refused()).isZero();
    }
    write(TEXT, "no subject\n");
    try (RunningGateway gateway = new RunningGateway(home)) {
      assertThat(gateway.reload.last().failure()).isEqualTo(TEXT + " runs in its last good version");
      assertThat(gateway.refused()).isEqualTo(1);
      GreenMail mails = mails(gateway);
      assertThat(mail(gateway, mails)).startsWith("Ticket 1 is yours: Hello,");
      mails.stop();
    }
  }

  private static GreenMail mails(RunningGateway gateway) {
    GreenMail mails = new GreenMail(new ServerSetup(gateway.smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    return mails;
  }

  /** The subject and the text of the mail about a ticket that comes now. */
  private static String mail(RunningGateway gateway, GreenMail mails) throws Exception {
    int before = mails.getReceivedMessages().length;
    gateway.accept("owner-mail", "1");
    await().until(() -> mails.getReceivedMessages().length > before);
    MimeMessage mail = mails.getReceivedMessages()[before];
    return mail.getSubject() + ": " + mail.getContent();
  }

  private static String rule(String reason) {
    return """
        - routeConfiguration:
            onException:
              - onException:
                  exception: [java.lang.IllegalStateException]
                  steps:
                    - to: {uri: durable:dead-letters, parameters: {reason: "%s"}}
        """.formatted(reason);
  }
}
