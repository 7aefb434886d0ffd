package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script, in bash. */
class CompletionCommandTest {
  @TempDir
  private Path home;
  private Path script;

  @BeforeEach
  void print() throws IOException {
    CommandRun run = CommandRun.in(home, Map.of(), "completion");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    script = Files.writeString(home.resolve("completion.bash"), run.out());
  }

  private String bash(String commands) throws IOException, InterruptedException {
    // bash has no compopt outside of a completion
    Process bash = new ProcessBuilder("bash", "--norc", "-c", "compopt() { :; }; source " + script + "; " + commands)
        .redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(bash.waitFor()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "menta-gateway ch              | check",
      "./menta-gateway ch            | check",
      "menta-gateway destinations p  | pause",
      "menta-gateway check --s       | --strict --sarif",
      "menta-gateway new d           | destination",
      "menta-gateway new destination crm --kind ''  | database rest batch soap mail log file sftp kafka queue",
      "menta-gateway new destination crm --kind re  | rest",
      "menta-gateway schema pr       | properties",
      "menta-gateway comp            | completion",
      "menta-gateway act             | acts",
      "menta-gateway acts s          | show",
      "menta-gateway quarantine e    | edit",
      "menta-gateway xyz             | ''"})
  void what_a_tab_offers(String typed, String offered) throws Exception {
    assertThat(bash("COMP_WORDS=(" + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_menta-gateway; echo \"${COMPREPLY[*]}\""))
        .isEqualTo(offered);
  }

  @Test
  void every_command_is_offered_and_bash_knows_whom_to_ask() throws Exception {
    assertThat(bash("complete -p menta-gateway")).contains("-F _complete_menta-gateway menta-gateway");
    String all = bash("COMP_WORDS=(menta-gateway ''); COMP_CWORD=1; _complete_menta-gateway; echo \"${COMPREPLY[*]}\"");

    assertThat(all.split(" ")).contains("run", "check", "routes", "new", "schema", "send", "quarantine", "completion", "help");
    String help = CommandRun.in(home, Map.of(), "--help").out();
    assertThat(all.split(" ")).allMatch(command -> help.contains("\n  " + command + " "));
  }
}
