package io.github.mentagateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no YAML is told at the line that its author has to change, and what to write there. */
class YamlFaultTest {
  private static final String ROUTE = """
      - route:
          id: crm
          from:
            uri: durable:crm
            steps:
              - to:
                  id: tell
                  description: Tells it
                  uri: "kamelet:rest-call"
                  parameters:
                    method: PUT
                    url: "{{crm.url}}/a"
                    json: >-
                      {"a": "b"}
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("a double quote that is not closed", "{{crm.url}}/a\"", "{{crm.url}}/a", "12:20: the quote that begins here is closed in line 14 only:"
            + " close it where the text ends"),
        mistake("a single quote that is not closed", "method: PUT", "method: 'PUT", "11:23: the quote that begins here is not closed: write it at the"
            + " end of the text too"),
        mistake("no colon", "method: PUT", "method PUT", "11:15: this line has no ':' behind a name: write \"name: value\", with a blank behind the colon"),
        mistake("no blank behind the colon", "method: PUT", "method:PUT", "11:15: this line has no ':' behind a name: write \"name: value\", with a blank"
            + " behind the colon"),
        mistake("no colon behind the name of a mapping", "parameters:", "parameters", "10:13: this line has no ':' behind a name: write \"name: value\","
            + " with a blank behind the colon"),
        mistake("a colon in a text", "Tells it", "Tells: it", "8:31: a ': ' in a text ends it: put quotes around the whole text"),
        mistake("a placeholder without quotes", "\"{{crm.url}}/a\"", "{{crm.url}}/a", "12:20: {{…}} begins a mapping in YAML: put the whole value into"
            + " quotes, \"{{…}}\""),
        mistake("one blank less", "              method", "             method", "11:14: this line begins in another column than the one below it, to"
            + " which it belongs: begin both in the same"),
        mistake("one blank more", "              url", "               url", "12:16: this line begins in another column than the one above it, to which it"
            + " belongs: begin both in the same"),
        mistake("a line to the left of its neighbours", "            description:", "           description:", "8:12: the line begins in a column in which no line above it begins:"
            + " indent it like its neighbours"),
        mistake("a tab", "              method", "\tmethod", "11:1: a tab stands here, and YAML is indented with blanks only: write blanks in its place"),
        mistake("a list that is not closed", "Tells it", "[it", "8:26: the '[' that begins here is not closed: close it, or put quotes around the text"),
        mistake("a quote in quotes", "\"kamelet:rest-call\"", "\"kamelet:\"rest\"-call\"", "9:28: the text goes on behind its closing quote: quotes of"
            + " the same kind in a text are written \\\" in double quotes, and '' in single ones"),
        mistake("a sign that begins no text", "PUT", "@PUT", "11:23: a text that begins with '@' stands in quotes: write them around it"),
        mistake("a block that is not indented", "                {\"a\"", "              {\"a\"", "14:15: the text of the line above begins here: indent it"
            + " deeper than that line"),
        mistake("what a merge has left", "              method: PUT\n", "<<<<<<< HEAD\n              method: PUT\n=======\n              method: POST\n"
            + ">>>>>>> crm\n", "11:1: a conflict of a merge is left here: choose one of its two sides, and remove the lines <<<<<<<, ======= and >>>>>>>"),
        mistake("a backslash", "kamelet:rest", "kamelet\\:rest", "9:27: in double quotes a '\\' begins an escape such as \\n: write \\\\ for one '\\', or"
            + " single quotes around the text"),
        mistake("a second document", "- route:", "- a\n---\n- route:", "2:1: '---' begins a second document, and a file holds one: remove the line"));
  }

  private static Arguments mistake(String name, String text, String by, String told) {
    assertThat(ROUTE).contains(text);
    return Arguments.of(name, ROUTE.replace(text, by), told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void a_mistake_is_told_where_it_was_made(String name, String content, String told) {
    Path home = Path.of("/home");
    RouteFiles files = RouteFiles.of(List.of(new RouteFile(home.resolve("a.camel.yaml"), content.getBytes(StandardCharsets.UTF_8))), home);

    assertThat(files.findings()).extracting(Finding::toString).containsExactly("a.camel.yaml:" + told.replaceFirst(": ", ": is no YAML: "));
  }

  /** The parser reads 1,024 characters at a time, and some of these are two. */
  @Test
  void a_character_of_two_parts_may_stand_anywhere() {
    List<Finding> findings = new ArrayList<>();
    for (int before = 0; before < 2_200; before++) {
      String text = "- route:\n    description: \"" + "x".repeat(before) + "\uD83D\uDE00\"\n    id: x\n";
      RouteYaml.parseOther("x", text.getBytes(StandardCharsets.UTF_8), "a route", findings);
    }
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"- route:\r    id: a\r    from:\r      uri: durable:a\r      steps:\r        - log: a: b\r", "a: b\rc\nd: e: f", "\r: :\r'",
      "a:\r- b\r c: d\r  e"})
  void a_carriage_return_ends_a_line_too_and_nothing_else_comes_of_it_than_a_finding(String text) {
    List<Finding> findings = new ArrayList<>();
    RouteYaml.parseOther("x", text.getBytes(StandardCharsets.UTF_8), "a route", findings);

    assertThat(findings).allMatch(finding -> finding.rule().equals("no-yaml") && finding.line() >= 1);
  }

  @Test
  void a_line_of_nothing_but_dashes_is_told() {
    List<Finding> findings = new ArrayList<>();
    RouteYaml.parseOther("x", ("- ".repeat(5_000) + "\n a: b: c").getBytes(StandardCharsets.UTF_8), "a route", findings);

    assertThat(findings).extracting(Finding::rule).containsExactly("no-yaml");
  }

  /** Whatever an editor does to a file, it is read or told, and nothing is thrown. */
  @Test
  void no_change_of_a_character_breaks_the_reading() {
    String odd = "\r\n\t:-'\"{}[]#&*!|>%@`\u2028\uFEFF ";
    for (int at = 0; at < ROUTE.length(); at++) {
      for (char other : odd.toCharArray()) {
        RouteYaml.parseOther("x", (ROUTE.substring(0, at) + other + ROUTE.substring(at + 1)).getBytes(StandardCharsets.UTF_8), "a route",
            new ArrayList<>());
      }
    }
  }
}
