package io.github.mentagateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.github.mentagateway.context.ContextConfiguration;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailedExceptionTest {
  @TempDir
  Path home;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "send-mail | to: x, template: nix.txt | template 'nix.txt' is not in routes/mail",
      "rest-call | url: 'http://x/a b' | url is 'http://x/a b': it must be",
      "rest-call | url: 'http://x/a', method: HEAD | method is 'HEAD': it must be",
      "rest-call | url: 'http://x/a', json: '{' | json is no JSON: ",
      "rest-call | url: 'http://x/a', responseTimeout: 0s | responseTimeout is 'PT0S': it must be",
      "rest-call | url: 'http://x/a', authorization: '{secret:nix}' | secret 'nix' is not there: ",
      "rest-call | url: 'http://x/a', authorization: '{{secret:nix}}' | secret 'nix' is not there: ",
      "database-update | database: none, sql: 'DELETE FROM a WHERE b = 1' | database 'none' is not configured; ",
      "database-update | database: none, sql: x, onNoRow: nix | onNoRow is 'nix': it must be",
      "own | how: 'http://x/a b' | url is 'http://x/a b': it must be"})
  void what_a_kamelet_refuses_is_told_with_the_route_and_the_file_of_its_author(String kamelet, String parameters, String why)
      throws Exception {
    assertThat(failure("- to: { uri: 'kamelet:%s', parameters: { %s } }".formatted(kamelet, parameters)))
        .startsWith("route 'welcome' in welcome.camel.yaml cannot be started: " + why);
  }

  @Test
  void what_a_step_refuses_is_told_with_its_route_and_file_too() throws Exception {
    assertThat(failure("- to: { uri: 'log:x', parameters: { colour: red } }"))
        .startsWith("route 'welcome' in welcome.camel.yaml cannot be started: ").contains("colour=red");
  }

  @Test
  void secrets_are_not_shown() {
    StartFailedException failure = new StartFailedException(new IllegalArgumentException("No bean for s3cr3t-value"), null,
        text -> text.replace("s3cr3t-value", "***"));

    assertThat(failure).hasMessage("No bean for ***");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("Caused by: java.lang.IllegalArgumentException: No bean for ***").doesNotContain("s3cr3t-value");
  }

  private String failure(String step) throws Exception {
    write("welcome.camel.yaml", "- route:\n    id: welcome\n    from:\n      uri: direct:welcome\n      steps:\n" + step.indent(8));
    write("own.kamelet.yaml", """
        kind: Kamelet
        metadata: { name: own }
        spec:
          definition: { properties: { how: { type: string } } }
          template: { from: { uri: "kamelet:source", steps: [ { to: { uri: "kamelet:rest-call", parameters: { url: "{{how}}" } } } ] } }
        """);
    for (String name : List.of("send-mail", "rest-call", "database-update")) {
      write(name + ".kamelet.yaml", Files.readString(Path.of("routes/kamelets/" + name + ".kamelet.yaml")));
    }
    Settings settings = Settings.load(home, Map.of());
    Main main = new Main();
    try (Destinations destinations = Destinations.open(settings)) {
      destinations.bindTo(main::bind);
      new ContextConfiguration(settings, destinations, RouteFiles.read(settings.routes(), home)).configure(main);
      Exception failure = catchException(main::start);
      return new StartFailedException(failure, main.getCamelContext(), text -> text).getMessage();
    } finally {
      main.stop();
    }
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes").resolve(file), content);
  }
}
