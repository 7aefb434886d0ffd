package io.github.mentagateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of the log in the sources: a value without quotes ends at the first blank, and a JSON field would hold its first word alone. */
class LogFormatsTest {
  private static final Pattern CALL = Pattern.compile(
      "LOG\\s*\\.(?:trace|debug|info|warn|error)\\(\\s*(\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*)");
  /** A value of words that the code writes, with more words behind it that are no next key. Behind the event itself a sentence may stand. */
  private static final Pattern CUT = Pattern.compile("(?:^| )(?!event=)[A-Za-z_]\\w*=(?![^ ]*\\{})[^\" ]+ (?![A-Za-z_]\\w*=)");

  private static List<String> formats() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher call = CALL.matcher(Files.readString(file));
        while (call.find()) {
          found.add(call.group(1).replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("^\"|\"$", "").replace("\\\"", "\""));
        }
      }
    }
    return found;
  }

  @Test
  void a_value_of_several_words_has_quotes() throws Exception {
    assertThat("event=x next=it is tried again in {} s").containsPattern(CUT);
    assertThat("event=x next=\"it is tried again in {} s\" by={} and=so error={} it ended").doesNotContainPattern(CUT);

    assertThat(formats()).hasSizeGreaterThan(80).allSatisfy(format -> assertThat(format).doesNotContainPattern(CUT));
  }
}
