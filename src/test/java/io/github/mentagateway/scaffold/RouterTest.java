package io.github.mentagateway.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step is put into the router as text. */
class RouterTest {
  @TempDir
  private Path home;

  private Optional<Router.Edit> add(String router) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/r.camel.yaml"), router);
    Settings settings = Settings.loadWithoutSecrets(home, Map.of());
    RouteSet routes = new RouteSet(RouteFiles.read(home.resolve("routes"), home), settings, Map.of());
    return new Router(routes).add(home, "a.b", DestinationText.step("new", "to-new"), "to-new");
  }

  private String edited() throws Exception {
    return Files.readString(home.resolve("routes/r.camel.yaml"));
  }

  private static String router(String steps) {
    return """
        # the router
        - route:
            from:
              uri: durable:notifications
              steps:
                - choice:
                    when:
                      - expression: { simple: { expression: "${body.action} == 'a.c'" } }
                        steps: [ { to: { uri: durable:c } } ]
                      - expression:
                          simple:
                            expression: "${body.action} == 'a.b'"
                        steps:
        """ + steps + """
                      # the last one
                      - expression: { simple: { expression: "true" } }
                        steps: []
        """;
  }

  @Test
  void comments_layout_and_a_text_with_blank_lines_stay() throws Exception {
    String steps = """
                    - to:
                        uri: durable:x   # the first
                    - setBody:
                        expression:
                          constant:
                            expression: |
                              - to: nothing

                              text
                        # of this step

        """.indent(4);
    assertThat(add(router(steps))).contains(new Router.Edit("routes/r.camel.yaml", 24));

    String step = DestinationText.step("new", "to-new").indent(16);
    assertThat(edited()).contains(step);
    assertThat(edited().replace(step, "")).isEqualTo(router(steps));
    assertThat(edited().indexOf(step)).isGreaterThan(edited().indexOf("# of this step")).isLessThan(edited().indexOf("# the last one"));
  }

  @Test
  void line_ends_stay_as_they_are() throws Exception {
    String steps = "                    - to: { uri: durable:x }";
    String dos = router(steps + "\n").replace("\n", "\r\n");
    assertThat(add(dos)).isPresent();
    assertThat(edited().replace("\r\n", "")).doesNotContain("\n");
    assertThat(edited().lines().toList()).hasSize((int) dos.lines().count() + 4);
  }

  @Test
  void a_file_that_ends_without_a_line_end_is_fine() throws Exception {
    String router = router("").replaceFirst("(?s) +# the last one.*", "") + "                - to: { uri: durable:x }";
    assertThat(add(router)).isPresent();
    assertThat(edited()).isEqualTo(router + "\n" + DestinationText.step("new", "to-new").indent(16));
  }

  @Test
  void another_layout_is_left_alone() throws Exception {
    String flow = router("").replace("                steps:\n              # the last",
        "                steps: [ { to: { uri: durable:x } } ]\n              # the last");
    assertThat(add(flow)).isEmpty();
    assertThat(edited()).isEqualTo(flow);
    assertThat(add(flow.replace("a.b'", "a.b' || true"))).isEmpty();
    assertThat(add(flow.replace("[ { to: { uri: durable:x } } ]\n              # the last", "[]\n              # the last"))).isEmpty();
  }
}
