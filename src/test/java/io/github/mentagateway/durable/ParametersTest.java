package io.github.mentagateway.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URI's parameters as authors write them: in YAML, under {@code parameters}. */
class ParametersTest {
  @TempDir
  Path folder;
  private RunningRoutes running;

  @BeforeEach
  void open() {
    running = new RunningRoutes(folder);
  }

  @AfterEach
  void close() {
    running.close();
  }

  private static String reading(String id, String parameters, String steps) {
    return "- route:\n    id: " + id + "\n    from:\n      uri: durable:notifications\n      parameters: {" + parameters + "}\n      steps:\n"
        + steps.indent(8);
  }

  private static final String FAILING = "- throwException: {exceptionType: java.lang.IllegalArgumentException, message: no}";

  @Test
  void times_are_written_with_their_unit() throws Exception {
    running.yaml(reading("r", "concurrency: 1, maxAttempts: 3, initialDelay: 7s, maxDelay: 8m, multiplier: 3, jitter: 0, timeout: 2m,"
        + " ordered: true, onDeadLetter: hold, probeInterval: 30s", FAILING));

    String id = running.accept("1");
    running.ended(id, 1);
    assertThat(running.inbox.work().nextDue("notifications")).contains(running.clock.instant().plus(Duration.ofSeconds(7)));
    running.timer.move(Duration.ofSeconds(8));
    running.ended(id, 2);
    assertThat(running.inbox.work().nextDue("notifications")).contains(running.clock.instant().plus(Duration.ofSeconds(21)));
    running.timer.move(Duration.ofSeconds(22));

    assertThat(running.ended(id, 3).letter().state()).isEqualTo("dead");
  }

  @Test
  void a_window_is_written_with_its_days_and_its_zone_and_what_comes_before_it_opens_waits() throws Exception {
    running.yaml(reading("r", "window: 'MON-FRI 08:00-20:00, SAT, SUN 12:30-14:00 Etc/GMT'", "- to: durable:rest"));
    String id = running.accept("1");

    running.timer.move(Duration.ofMinutes(29));
    assertThat(running.find(id).attempts()).isEmpty();
    running.timer.move(Duration.ofMinutes(2));

    assertThat(running.ended(id, 1).attempts().get(0).startedAt()).isEqualTo(Instant.parse("2026-03-01T12:31:00Z"));
  }

  /** Camel takes the text for a part of a URI: what has {@code &}, {@code +} or {@code %} in it stands in {@code RAW(…)}. */
  @Test
  void a_reason_and_an_entity_are_expressions_whatever_characters_they_hold() throws Exception {
    running.yaml(reading("r", "", """
        - choice:
            when:
              - simple: "${body.data[id]} == '1'"
                steps:
                  - to:
                      uri: durable:quarantine
                      parameters:
                        reason: "no route takes '${body.action}': sure? b=c #1 ñ/ä {x} <y> [z]"
            otherwise:
              steps:
                - to:
                    uri: durable:rest
                    parameters:
                      entity: "RAW(mail+${body.data[id]}&x=%20?y#z)"
        """));

    assertThat(running.ended(running.accept("1"), 1).letter().reason())
        .isEqualTo("no route takes 'ticket.updated': sure? b=c #1 ñ/ä {x} <y> [z]");
    running.ended(running.accept("2"), 1);
    assertThat(running.waitingIn("rest")).extracting(Work::entity).containsExactly("mail+2&x=%20?y#z");
  }

  @Test
  void a_key_is_each_send_s_own_and_may_be_missing() throws Exception {
    running.yaml(reading("r", "", """
        - setBody: {constant: "ana@example.com, ,bo"}
        - split:
            tokenize: ","
            steps:
              - to: {uri: "durable:rest", parameters: {key: "${body}"}}
        - to: durable:rest
        """));

    running.ended(running.accept("1"), 1);
    assertThat(running.sent).extracting(Send::key).containsExactly("ana@example.com", null, "bo", null);
    assertThat(running.sent).extracting(Send::entity).containsOnly("ticket:1");
  }

  @Test
  void a_reason_that_cannot_be_evaluated_hides_nothing() throws Exception {
    running.yaml(reading("r", "", "- to: {uri: 'durable:dead-letters', parameters: {reason: '${body.nothing.there}'}}"));

    assertThat(running.ended(running.accept("1"), 1).letter()).satisfies(letter -> {
      assertThat(letter.state()).isEqualTo("dead");
      assertThat(letter.reason()).startsWith("the route gave it up (its reason could not be evaluated: ");
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "concurency: 2 | concurency",
      "concurrency: 0 | durable:notifications: concurrency and maxAttempts must be above 0",
      "maxAttempts: 0 | durable:notifications: concurrency and maxAttempts must be above 0",
      "multiplier: 0.5 | durable:notifications: multiplier must be at least 1",
      "jitter: 2 | durable:notifications: jitter must be between 0 and 1",
      "timeout: 0 | durable:notifications: timeout must be above 0",
      "probeInterval: 0s | durable:notifications: probeInterval must be above 0",
      "onDeadLetter: wait | durable:notifications: onDeadLetter is 'wait': it must be continue or hold",
      "reason: x | durable:notifications: 'entity', 'key' and 'reason' are parameters of a send, not of a route that reads",
      "key: x | durable:notifications: 'entity', 'key' and 'reason' are parameters of a send, not of a route that reads",
      "window: 08:00-20:00 | durable:notifications: window is '08:00-20:00': it must end with a time zone",
      "initialDelay: soon | soon"})
  void a_wrong_parameter_is_refused_at_the_start(String parameter, String told) {
    assertThatThrownBy(() -> running.yaml(reading("r", parameter, "- log: x")))
        .satisfies(failure -> assertThat(causes(failure)).contains(told));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "durable:rest?reason=x | durable:rest: 'reason' belongs to durable:dead-letters and durable:quarantine only",
      "durable:quarantine?entity=x | durable:quarantine: 'entity' and 'key' have no meaning there",
      "durable:dead-letters?key=x | durable:dead-letters: 'entity' and 'key' have no meaning there",
      "durable:Rest | durable:Rest: a channel's name must begin with a small letter and hold only small letters, digits and '-'"})
  void a_wrong_send_is_refused_at_the_start(String uri, String told) {
    assertThatThrownBy(() -> running.yaml(reading("r", "", "- to: {uri: '" + uri + "'}")))
        .satisfies(failure -> assertThat(causes(failure)).contains(told));
  }

  @ParameterizedTest
  @CsvSource({"dead-letters", "quarantine"})
  void nobody_reads_a_reserved_name(String name) {
    assertThatThrownBy(() -> running.yaml("- route: {id: r, from: {uri: 'durable:" + name + "', steps: [{log: x}]}}"))
        .satisfies(failure -> assertThat(causes(failure))
            .contains("durable:" + name + ": the name is reserved: what is there waits for a person, not for a route"));
  }

  @Test
  void two_routes_cannot_read_one_channel_and_the_first_goes_on() throws Exception {
    running.yaml(reading("first", "", "- to: durable:rest"));

    assertThatThrownBy(() -> running.yaml(reading("second", "concurrency: 3", "- to: durable:mail")))
        .satisfies(failure -> assertThat(causes(failure))
            .contains("channel 'notifications' is read by a route already: one route reads a durable channel"));

    running.ended(running.accept("1"), 1);
    assertThat(running.waitingIn("rest")).hasSize(1);
    assertThat(running.waitingIn("mail")).isEmpty();
  }

  @Test
  void a_route_that_is_stopped_and_started_goes_on_where_it_was() throws Exception {
    running.yaml(reading("r", "onDeadLetter: hold", "- to: durable:rest"));
    running.ended(running.accept("1"), 1);
    for (int i = 2; i < 5; i++) {
      running.camel.getRouteController().stopRoute("r");
      assertThat(running.inbox.channels().backlog()).noneMatch(backlog -> backlog.channel().equals("notifications") && backlog.read());
      String id = running.accept(String.valueOf(i));
      running.camel.getRouteController().startRoute("r");

      running.ended(id, 1);
    }
    await().untilAsserted(() ->
        assertThat(running.inbox.channels().backlog()).contains(new Channels.Backlog("notifications", true, 0, null)));
    assertThat(running.waitingIn("rest")).hasSize(4);
  }

  private static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }
}
