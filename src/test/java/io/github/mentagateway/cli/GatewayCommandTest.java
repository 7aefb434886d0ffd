package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.settings.Settings;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayCommandTest {
  @TempDir Path home;
  private final List<Settings> ran = new ArrayList<>();

  @BeforeEach
  void routes() throws Exception {
    Files.createDirectory(home.resolve("routes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "--verbose", "run --verbose"})
  void run_is_the_default_and_gives_back_the_runner_s_exit_code(String line) {
    CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MAIL_FROM", "x@example.com"), settings -> {
      ran.add(settings);
      return 143;
    }, "", line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run).isEqualTo(new CommandRun(143, "", ""));
    assertThat(ran).singleElement().satisfies(settings -> assertThat(settings.mail().from()).isEqualTo("x@example.com"));
  }

  @Test
  void a_start_that_fails_says_why_in_one_sentence() {
    CommandRun run = failing(new RuntimeCamelException("Failed to start route intake",
        new IllegalStateException("gateway.intake.listen is 0.0.0.0:8443, which cannot be had", new BindException("in use"))));
    assertThat(run).isEqualTo(new CommandRun(1, "", "menta-gateway: gateway.intake.listen is 0.0.0.0:8443, which cannot be had\n"));
  }

  @Test
  void a_failure_without_a_message_still_says_something() {
    assertThat(failing(new NullPointerException()).err())
        .isEqualTo("menta-gateway: failed with a NullPointerException that has no message: --verbose shows where\n");
    assertThat(failing(new RuntimeCamelException("only Camel knows")).err()).isEqualTo("menta-gateway: only Camel knows\n");
  }

  @Test
  void verbose_shows_the_stack_trace_wherever_it_stands() {
    for (String[] line : new String[][] {{"--verbose"}, {"run", "--verbose"}, {"--verbose", "run"}}) {
      assertThat(failing(new IllegalStateException("no"), line).err()).startsWith("menta-gateway: no\n").contains("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource({"run, 2", "--verbose, 2", "run --verbose, 2", "status, 1", "check, 1"})
  void a_wrong_setting_ends_a_run_with_what_the_supervisor_does_not_start_again(String line, int code) {
    assertThat(CommandRun.in(home, Map.of("GATEWAY_MAIL_PORT", "many"), settings -> 0, "", line.split(" ")).code()).isEqualTo(code);
  }

  @Test
  void a_file_or_a_secret_that_may_still_be_mounted_does_not_end_the_supervisors_tries() {
    Map<String, String> late = Map.of("GATEWAY_MANAGEMENT_TOKEN", "{{secret:late}}", "GATEWAY_MAIL_TRUST", "late.pem");
    CommandRun run = CommandRun.in(home, late, settings -> 0, "", "run");
    assertThat(run.err()).contains("secret 'late' is not there", "late.pem is not there or cannot be read");
    assertThat(run.code()).isEqualTo(1);

    Map<String, String> both = new HashMap<>(late);
    both.put("GATEWAY_MAIL_PORT", "many");
    assertThat(CommandRun.in(home, both, settings -> 0, "", "run").code()).isEqualTo(2);
  }

  @Test
  void settings_that_cannot_be_used_are_told_all_at_once() {
    CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MAIL_PORT", "many", "GATEWAY_STAND_INS", "perhaps"), settings -> {
      ran.add(settings);
      return 0;
    }, "", "run");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).containsExactlyInAnyOrder(
        "menta-gateway: gateway.mail.port is 'many': it must be a whole number",
        "menta-gateway: gateway.stand-ins is 'perhaps': it must be one of: true, false");
    assertThat(ran).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "deadleters list", "send", "deadletters show", "deadletters retry",
      "deadletters discard d1", "run extra", "deadletters list --limit x", "deadletters list --limit 501", "quarantine list --before soon",
      "send a --url http://localhost/x", "send a --url nowhere", "send a b", "destinations pause", "destinations pause mail",
      "destinations resume", "destinations list extra", "simulate extra", "duplicates list --limit 0", "duplicates deliver"})
  void wrong_usage_ends_with_2_and_says_where_help_is(String line) {
    CommandRun run = CommandRun.in(home, Map.of(), line.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("menta-gateway: ").contains("--help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_mistyped_command_is_told_the_nearest_one() {
    assertThat(CommandRun.in(home, Map.of(), "deadleters").err()).contains("deadletters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "run --help", "send --help", "deadletters --help", "quarantine retry --help",
      "destinations --help", "destinations pause --help", "duplicates list --help", "simulate --help", "check --help"})
  void help_is_printed_and_ends_with_0(String line) {
    CommandRun run = CommandRun.in(home, Map.of(), line.split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: menta-gateway");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void the_help_lists_every_command() {
    assertThat(CommandRun.in(home, Map.of(), "--help").out()).contains("run", "send", "deadletters", "destinations", "duplicates",
        "quarantine", "simulate", "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "send", "deadletters", "destinations", "duplicates", "quarantine", "simulate", "archive"})
  void the_help_of_a_command_is_the_same_however_it_is_asked_for(String name) {
    assertThat(CommandRun.in(home, Map.of(), name, "--help").out()).isEqualTo(CommandRun.in(home, Map.of(), "help", name).out())
        .startsWith("Usage: menta-gateway " + name);
  }

  @Test
  void the_version_is_printed() {
    assertThat(CommandRun.in(home, Map.of(), "--version").out()).startsWith("menta-gateway ");
  }

  private CommandRun failing(Exception failure, String... line) {
    return CommandRun.in(home, Map.of(), settings -> {
      throw failure;
    }, "", line);
  }
}
