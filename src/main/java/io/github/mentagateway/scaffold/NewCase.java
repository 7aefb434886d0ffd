package io.github.mentagateway.scaffold;

import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A case to begin with. What has to come of it is for its author to say, or for {@code test --update} to write down. */
public final class NewCase {
  private NewCase() {}

  /**
   * @param sample the name of a file in {@code samples/}
   * @return what was done and what to do next, for a person
   * @throws RefusedException when it cannot be, with nothing written
   */
  public static List<String> write(Settings settings, String name, Optional<String> sample) throws IOException {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,99}")) {
      throw new RefusedException("'" + name
          + "' cannot be the name of a case's file: write small letters, digits, '.', '-' and '_', such as crm-is-down");
    }
    Path folder = settings.home().resolve("samples");
    if (sample.isPresent() && !Files.isRegularFile(folder.resolve(sample.get()))) {
      throw new RefusedException(sample.get() + " is not in samples/: a case names one of its files; copy it there first");
    }
    Optional<String> file = sample.or(() -> Sample.first(Sample.all(folder), "").map(Sample::file));
    TextEdit.create(settings.home().resolve(file(name)), text(name, "Write what is sent, and why it matters", file, ""));
    return List.of("wrote " + file(name), "",
        "Next: say what is sent and how the systems behave, then", "  ./menta-gateway test --update " + file(name),
        "writes down what comes of it. Read that, and keep it when it is right.");
  }

  static String file(String name) {
    return "test-cases/" + name + ".case.yaml";
  }

  /** @param expect whole lines, indented as in the case; empty when nothing is expected yet */
  static String text(String title, String description, Optional<String> sample, String expect) {
    String given = sample.map(file -> "sample: \"" + file.replace("\"", "\\\"") + "\"")
        .orElse("notification: {family: ticket, action: ticket.updated, data: {id: \"00001\"}}");
    return """
        - case: "%s"
          description: "%s"
          given:
            - %s
        """.formatted(title, description, given) + expect;
  }
}
