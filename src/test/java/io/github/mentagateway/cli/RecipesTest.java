package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.ShippedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each recipe of {@code routes/README.md}, laid out in the shipped folder as the page says, has nothing to mend, and its case passes. */
class RecipesTest {
  private static final Pattern RECIPE = Pattern.compile("(?ms)^### (\\d+ [^\\n]+)\\n(.*?)(?=^##)");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir
  private Path home;

  private record Recipe(String name, List<Snippet> snippets) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** @param words what stands as code in the paragraph before it, the file's path among it */
  private record Snippet(List<String> words, String text) {
    String file() {
      return words.stream().filter(word -> word.matches("(routes|config|samples|test-cases)/.*\\.\\w+")).findFirst().orElseThrow();
    }
  }

  static List<Recipe> recipes() throws IOException {
    return RECIPE.matcher(Files.readString(Path.of("routes/README.md"))).results()
        .map(found -> new Recipe(found.group(1), snippets(found.group(2)))).toList();
  }

  private static List<Snippet> snippets(String text) {
    return BLOCK.matcher(text).results().map(block -> new Snippet(words(text.substring(0, block.start())), block.group(2))).toList();
  }

  private static List<String> words(String before) {
    String paragraph = before.stripTrailing().substring(before.stripTrailing().lastIndexOf("\n\n") + 1);
    return CODE.matcher(paragraph).results().map(word -> word.group(1)).filter(word -> !word.contains(" ")).toList();
  }

  @BeforeEach
  void whatIsShipped() throws IOException {
    for (String part : List.of("routes", "config", "samples")) {
      ShippedFolder.copyTo(home, part);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void a_recipe_has_nothing_to_mend_and_its_case_passes(Recipe recipe) throws IOException {
    for (Snippet snippet : recipe.snippets()) {
      lay(snippet);
    }
    List<String> cases = recipe.snippets().stream().map(Snippet::file).filter(file -> file.endsWith(".case.yaml")).toList();

    assertThat(run("check", "--strict").out()).matches("\\d+ files: no errors, no warnings\n");
    for (String file : cases) {
      assertThat(run("test", file).out()).matches("\\d+ cases?: \\d+ passed\n");
    }
    assertThat(cases).hasSize(1);
  }

  @Test
  void there_are_twenty_and_the_table_leads_to_each() throws IOException {
    String page = Files.readString(Path.of("routes/README.md"));

    assertThat(recipes()).hasSize(20);
    for (Recipe recipe : recipes()) {
      String anchor = recipe.name().toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9-]", "");
      assertThat(page).contains("| [" + recipe.name() + "](#" + anchor + ") |");
    }
  }

  @Test
  void every_link_of_the_page_leads_somewhere() throws IOException {
    for (Path page : List.of(Path.of("routes/README.md"), Path.of("docs/building-blocks.md"))) {
      for (MatchResult link : Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)").matcher(Files.readString(page)).results().toList()) {
        if (!link.group(1).startsWith("http")) {
          Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
          assertThat(target).exists();
          assertThat(link.group(2) == null || anchors(target).contains(link.group(2))).as(link.group()).isTrue();
        }
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return Files.readString(page).lines().filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')).toList();
  }

  @Test
  void a_new_destination_is_written_into_the_cases_that_reach_it() throws IOException {
    ShippedFolder.copyTo(home, "test-cases");
    run("new", "destination", "loyalty", "--kind", "rest", "--action", "ticket.updated");

    assertThat(run("test").out()).endsWith("34 cases: 19 passed, 15 failed\n");
    assertThat(run("test", "--accept", "loyalty").out()).endsWith("34 cases: 19 passed, 15 written\n");
    assertThat(run("test").out()).isEqualTo("34 cases: 34 passed\n");
    assertThat(Files.readString(home.resolve("test-cases/failures.case.yaml"))).contains(
        "      ticket-ownership:\n        - ends: delivered\n      loyalty:\n        - ends: delivered\n\n- case: The API does");
  }

  private void lay(Snippet snippet) throws IOException {
    Path file = home.resolve(snippet.file());
    String text = snippet.text();
    if (snippet.file().equals("routes/router.camel.yaml")) {
      String router = Files.readString(file);
      int place = text.startsWith("- id:") ? router.indexOf("            otherwise:")
          : after(router, "steps:\n", after(router, "- id: " + snippet.words().get(0) + "\n", 0));
      insert(file, place, text.indent(text.startsWith("- id:") ? 14 : 18));
    } else if (snippet.file().equals("routes/errors.camel.yaml")) {
      insert(file, after(Files.readString(file), "onException:\n", 0), text.indent(6));
    } else if (snippet.file().equals("config/application.properties")) {
      Files.writeString(file, Files.readString(file) + "\n" + text);
    } else {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  private static int after(String text, String part, int from) {
    int at = text.indexOf(part, from);
    assertThat(at).as(part).isNotNegative();
    return at + part.length();
  }

  private static void insert(Path file, int place, String text) throws IOException {
    String content = Files.readString(file);
    Files.writeString(file, content.substring(0, place) + text + content.substring(place));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(home, Map.of(), arguments);
  }
}
