package io.github.mentagateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.routes.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped, and every whole example, has nothing to mend. */
class ShippedRoutesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```$");

  @TempDir
  private Path home;

  @Test
  void the_shipped_routes_have_nothing_to_mend() throws IOException {
    assertThat(CheckedFolder.shipped(home).printed()).isEmpty();
  }

  /** The examples for authors that are whole files, without the recipes. */
  static List<String> examples() throws IOException {
    String text = Files.readString(Path.of("docs/building-blocks.md")) + Files.readString(Path.of("routes/README.md")).split("\n## Recipes")[0];
    return BLOCK.matcher(text).results().map(ShippedRoutesTest::block).filter(block -> block.startsWith("- route:")).toList();
  }

  private static String block(MatchResult found) {
    return found.group(2).indent(-found.group(1).length());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_for_authors_has_no_error_and_no_warning_but_that_nothing_sends_to_it(String example) throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home)
        .write("config/application.properties", Files.readString(Path.of("config/application.properties")) + "\ncrm.url=http://h/crm\nchat.url=http://h/chat\n")
        .write("routes/mail/thanks.txt", "Subject: Thank you for ticket ${body[id]}\n\nSee you!\n")
        .write("routes/destinations/example.camel.yaml", example);

    assertThat(folder.check()).filteredOn(finding -> !finding.rule().equals("unreached-route")).isEmpty();
  }

  @Test
  void the_example_of_another_channel_has_no_error_but_the_component_that_the_reader_brings() throws IOException {
    CheckedFolder folder = CheckedFolder.shipped(home);
    try (Stream<Path> files = Files.list(Path.of("docs/examples"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).toList()) {
        folder.write("routes/destinations/" + file.getFileName(), Files.readString(file));
      }
    }
    assertThat(folder.check()).filteredOn(Finding::isError).extracting(Finding::toString)
        .noneMatch(finding -> !finding.matches(".*(no component 'kafka'|stands for nothing|stands twice|read by two).*"));
  }
}
