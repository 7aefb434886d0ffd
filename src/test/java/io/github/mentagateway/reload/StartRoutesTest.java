package io.github.mentagateway.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start runs when files were edited while nothing ran. */
class StartRoutesTest {
  private static final String A = "routes/destinations/a.camel.yaml";
  private static final Finding FAILED = new Finding(Severity.ERROR, "failed-case", "test-cases/a.case.yaml", 3, 1, "no");

  @TempDir
  private Path home;
  private final List<RouteFiles> tried = new ArrayList<>();
  private List<Finding> found = List.of();

  @BeforeEach
  void folder() throws Exception {
    RunningGateway.shipped(home);
    write(A, route("1"));
  }

  private void write(String path, String content) throws Exception {
    Files.createDirectories(home.resolve(path).getParent());
    Files.writeString(home.resolve(path), content);
  }

  private static String route(String version) {
    return """
        - route:
            id: a
            description: A test
            from:
              uri: durable:a
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

  private RunningGateway start() throws Exception {
    return new RunningGateway(home, files -> {
      tried.add(files);
      return found;
    });
  }

  private void startOnce() throws Exception {
    start().close();
    assertThat(tried).as("nothing was kept").isEmpty();
  }

  private static String seen(RunningGateway gateway) {
    gateway.accept("a", "1");
    gateway.awaitSeen(1);
    return gateway.seen.get(0);
  }

  @Test
  void what_is_as_it_was_is_not_tried() throws Exception {
    startOnce();
    found = List.of(FAILED);
    try (RunningGateway gateway = start()) {
      assertThat(tried).isEmpty();
      assertThat(gateway.refused()).isZero();
    }
  }

  @Test
  void an_edit_whose_cases_pass_runs() throws Exception {
    startOnce();
    write(A, route("2"));
    try (RunningGateway gateway = start()) {
      assertThat(tried).hasSize(1);
      assertThat(gateway.refused()).isZero();
      assertThat(seen(gateway)).isEqualTo("a:2");
    }
  }

  @Test
  void an_edit_that_fails_a_case_does_not_run_until_it_is_mended() throws Exception {
    startOnce();
    write(A, route("2"));
    write("routes/mail/owner-changed.txt", "Subject: x\n\ny\n");
    found = List.of(FAILED);
    try (RunningGateway gateway = start()) {
      Outcome outcome = gateway.reload.last();
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(outcome.errors()).containsExactly(FAILED);
      assertThat(outcome.failure()).startsWith("all routes run in their last good version, of ");
      assertThat(gateway.refused()).isEqualTo(1);
      assertThat(seen(gateway)).isEqualTo("a:1");

      assertThat(gateway.look()).as("nothing was edited since").isSameAs(outcome);

      assertThat(gateway.write(A, route("3")).look().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.reload.last().changed()).containsExactly(A, "routes/mail/owner-changed.txt");
      assertThat(gateway.refused()).isZero();
    }
  }

  @Test
  void an_edit_that_cannot_be_tried_does_not_run() throws Exception {
    startOnce();
    write(A, route("2"));
    try (RunningGateway gateway = new RunningGateway(home, files -> {
      throw new IllegalStateException("Camel", new IllegalArgumentException("the bean could not be made"));
    })) {
      assertThat(gateway.reload.last().errors()).singleElement().asString()
          .isEqualTo("routes:1:1: the edited routes could not be tried: java.lang.IllegalArgumentException: the bean could not be made");
      assertThat(seen(gateway)).isEqualTo("a:1");
    }
  }

  @Test
  void where_the_last_good_version_has_errors_now_what_fails_a_case_runs_and_says_so() throws Exception {
    write("config/application.properties", Files.readString(home.resolve("config/application.properties")) + "crm.version=1\n");
    write(A, route("{{crm.version}}"));
    startOnce();
    Files.copy(Path.of("config/application.properties"), home.resolve("config/application.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    write(A, route("2"));
    found = List.of(FAILED);
    try (RunningGateway gateway = start()) {
      assertThat(gateway.reload.last().kind()).isEqualTo(Outcome.Kind.SWAPPED);
      assertThat(gateway.reload.last().errors()).containsExactly(FAILED);
      assertThat(gateway.refused()).isZero();
      assertThat(seen(gateway)).isEqualTo("a:2");
    }
    try (RunningGateway again = start()) {
      assertThat(again.reload.last().errors()).as("the next start says so too").containsExactly(FAILED);
    }
  }

  @Test
  void a_mix_of_edits_and_last_good_files_is_tried_too() throws Exception {
    startOnce();
    write(A, route("2"));
    write("routes/mail/owner-changed.txt", "no subject\n");
    found = List.of(FAILED);
    try (RunningGateway gateway = start()) {
      assertThat(tried).singleElement().satisfies(files -> assertThat(new String(files.text("mail", "owner-changed.txt").orElseThrow().content()))
          .startsWith("Subject: Ticket"));
      assertThat(gateway.reload.last().errors()).extracting(Finding::rule).containsExactly("bad-template", "failed-case");
      assertThat(seen(gateway)).isEqualTo("a:1");
    }
  }

  @Test
  void a_trial_that_does_not_end_fails() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(() -> RouteTrial.within(Duration.ofMillis(20), files -> {
      never.await();
      return List.of();
    }).of(null)).isInstanceOf(TimeoutException.class).hasMessage("their cases had not ended after 0 s");
    assertThatThrownBy(() -> RouteTrial.within(Duration.ofMinutes(1), files -> {
      throw new IllegalStateException("no");
    }).of(null)).isInstanceOf(IllegalStateException.class).hasMessage("no");
  }
}
