package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesCommandTest {
  @TempDir
  private Path home;

  @BeforeEach
  void aRoute() throws IOException {
    Files.createDirectory(home.resolve("routes"));
    Files.writeString(home.resolve("routes/r.camel.yaml"),
        "- route: { id: r, from: { uri: 'timer:t', steps: [ { to: 'durable:x' } ] } }\n");
  }

  private CommandRun routes(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "routes";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.in(home, Map.of(), all);
  }

  @Test
  void it_draws_for_a_terminal_for_a_wiki_and_for_a_browser() throws IOException {
    assertThat(routes().out().lines()).containsExactly(
        "WHEN       GOES TO       WHICH REACHES",
        "timer:t    x             no route reads it: what is sent there waits");
    assertThat(routes("--mermaid").out()).startsWith("flowchart LR\n").endsWith("n0 --> n1\n");
    assertThat(routes("--svg").out()).startsWith("<svg ").endsWith("</svg>\n");
    assertThat(routes("--svg", "map.svg").out()).isEmpty();
    assertThat(home.resolve("map.svg")).hasContent(routes("--svg").out());
  }

  @Test
  void what_is_wrong_is_said() throws IOException {
    assertThat(routes("--mermaid", "--svg").code()).isEqualTo(2);
    assertThat(routes("--svg", "nowhere/map.svg").err()).isEqualTo("menta-gateway: " + home.resolve("nowhere/map.svg")
        + " cannot be written: name a file in a folder that is there and that this user may write to\n");
    Files.writeString(home.resolve("routes/s.camel.yaml"), "");
    assertThat(routes().code()).isEqualTo(1);
    assertThat(routes().out()).contains("not drawn: routes/s.camel.yaml:1:1: the file is empty");
  }
}
