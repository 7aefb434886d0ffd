package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.Recipe;
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
  @TempDir
  private Path home;

  /** Those that need nothing in {@code lib/}; the others are run by the tests of what they need. */
  static List<Recipe> recipes() throws IOException {
    return Recipe.all().stream().filter(recipe -> recipe.libraries().isEmpty()).toList();
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
    recipe.layInto(home);

    assertThat(run("check", "--strict").out()).matches("\\d+ files: no errors, no warnings\n");
    for (String file : recipe.cases()) {
      assertThat(run("test", file).out()).matches("\\d+ cases?: \\d+ passed\n");
    }
    assertThat(recipe.cases()).hasSize(1);
  }

  @Test
  void there_are_twenty_one_and_the_table_leads_to_each() throws IOException {
    String page = Files.readString(Path.of("routes/README.md"));

    assertThat(Recipe.all()).hasSize(21);
    for (Recipe recipe : Recipe.all()) {
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

  private CommandRun run(String... arguments) {
    return CommandRun.in(home, Map.of(), arguments);
  }
}
