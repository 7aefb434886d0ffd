package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final List<List<String>> ROWS = List.of(
      List.of("ID", "ENTITY", "STATE", "REASON"),
      List.of("k3f9x2-10042.crm", "ticket:4711", "dead", "no answer in 30 s, and many more words about it than fit into any line"),
      List.of("k3f9x2-10043.crm", "", "waiting", "short"));

  private static Display terminal(String... variables) {
    return Display.of(variables.length == 0 ? Map.of() : variables.length == 2 ? Map.of(variables[0], variables[1])
        : Map.of(variables[0], variables[1], variables[2], variables[3]), true);
  }

  @Test
  void a_file_or_a_program_gets_all_without_colours() {
    Display display = Display.of(Map.of("COLUMNS", "80"), false);
    assertThat(ConsoleText.table(ROWS, display)).containsExactly(
        "ID                ENTITY       STATE    REASON",
        "k3f9x2-10042.crm  ticket:4711  dead     no answer in 30 s, and many more words about it than fit into any line",
        "k3f9x2-10043.crm  -            waiting  short");
  }

  @Test
  void on_a_terminal_no_line_is_longer_than_it_and_what_the_next_command_needs_is_whole() {
    assertThat(ConsoleText.table(ROWS, terminal("MENTA_GATEWAY_COLUMNS", "72", "NO_COLOR", "1"))).containsExactly(
        "ID                ENTITY       STATE    REASON",
        "k3f9x2-10042.crm  ticket:4711  dead     no answer in 30 s, and many m...",
        "k3f9x2-10043.crm  -            waiting  short");
    assertThat(ConsoleText.table(ROWS, new Display(50, false))).containsExactly(
        "ID                ENTITY       STATE",
        "    REASON",
        "k3f9x2-10042.crm  ticket:4711  dead",
        "    no answer in 30 s, and many more words abou...",
        "k3f9x2-10043.crm  -            waiting",
        "    short");
    for (int columns = 40; columns < 120; columns++) {
      int most = columns;
      assertThat(ConsoleText.table(ROWS, new Display(columns, false)))
          .allMatch(line -> line.length() <= most && (line.startsWith("ID ") || line.startsWith("    ") || line.matches("k3f9x2-1004.\\.crm .*")));
    }
  }

  @Test
  void a_time_loses_its_year_before_it_is_cut() {
    List<List<String>> rows = List.of(List.of("ID", "SINCE", "REASON"), List.of("k3f9x2-10042.crm", "2026-11-29T21:57:34Z", "no answer in 30 s"));
    assertThat(ConsoleText.table(rows, new Display(60, false)).get(1)).isEqualTo("k3f9x2-10042.crm  2026-11-29T21:57:34Z  no answer in 30 s");
    assertThat(ConsoleText.table(rows, new Display(50, false))).containsExactly("ID                SINCE", "    REASON",
        "k3f9x2-10042.crm  11-29 21:57:34", "    no answer in 30 s");
  }

  @Test
  void states_are_coloured_on_a_terminal_only_and_not_where_nobody_wants_it() {
    assertThat(terminal("COLUMNS", "100").coloured("dead")).isEqualTo("\033[31mdead\033[0m");
    assertThat(ConsoleText.table(ROWS, terminal("COLUMNS", "200")).get(2)).contains("\033[33mwaiting\033[0m  short");
    assertThat(terminal("NO_COLOR", "1").coloured("dead")).isEqualTo("dead");
    assertThat(terminal("TERM", "dumb").coloured("dead")).isEqualTo("dead");
    assertThat(Display.of(Map.of(), false).coloured("dead")).isEqualTo("dead");
  }

  @Test
  void the_launcher_s_width_is_the_one_of_the_terminal_that_the_answer_goes_to() {
    assertThat(terminal("MENTA_GATEWAY_COLUMNS", "132", "COLUMNS", "80").columns()).isEqualTo(132);
    assertThat(Display.of(Map.of("MENTA_GATEWAY_COLUMNS", "90"), false).columns()).as("the input is a file").isEqualTo(90);
    assertThat(terminal("COLUMNS", "0").columns()).isEqualTo(120);
    assertThat(terminal("COLUMNS", "7").columns()).isEqualTo(40);
  }

  @Test
  void json_moves_no_cursor_and_stays_the_same() {
    String json = "{\"a\":\"\u009b31m\u202e \u001b[2J ñ\"}";
    assertThat(ConsoleText.safe(json)).isEqualTo("{\"a\":\"\\u009b31m\\u202e \\u001b[2J ñ\"}");
    assertThat(ConsoleText.json(ConsoleText.safe(json)).path("a").asText()).isEqualTo("\u009b31m\u202e \u001b[2J ñ");
    String beyond16Bits = "{\"a\":\"\udb40\udc01\u2028\"}";
    assertThat(ConsoleText.safe(beyond16Bits)).isEqualTo("{\"a\":\"\\udb40\\udc01\\u2028\"}");
    assertThat(ConsoleText.json(ConsoleText.safe(beyond16Bits)).path("a").asText()).isEqualTo("\udb40\udc01\u2028");
  }

  @Test
  void a_text_over_several_lines_moves_no_cursor_either() {
    assertThat(ConsoleText.plain("a\u001b[2J\u009b31m\u009d0;x\u0085\u202eb\rc\n\td ñ \ud83d\ude00")).isEqualTo("a?[2J?31m?0;x??b?c\n\td ñ \ud83d\ude00");
  }
}
