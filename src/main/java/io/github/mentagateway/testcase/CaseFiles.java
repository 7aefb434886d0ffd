package io.github.mentagateway.testcase;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.sandbox.ScriptedAnswer;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of cases: all under {@code test-cases/} whose names end in {@code .case.yaml}, in the order of their paths; and how the
 * destinations behave in all of them, in {@code test-cases/destinations.yaml}.
 */
final class CaseFiles {
  static final String FOLDER = "test-cases";
  private static final String ENDING = ".case.yaml";
  private static final String USUAL = "destinations.yaml";

  private CaseFiles() {}

  /**
   * @param home the folder that holds the folders of the cases and of the samples
   * @param only these files and folders; all cases when it is empty
   */
  static List<TestCase> read(Path home, Collection<Path> only, List<Finding> findings) throws IOException {
    Path usual = home.resolve(FOLDER).resolve(USUAL);
    CaseReader reader = reader(home, findings);
    List<TestCase> cases = new ArrayList<>();
    for (Path file : files(home, only)) {
      String shown = shown(file, home);
      if (file.equals(usual)) {
        continue;
      }
      if (!file.toString().endsWith(ENDING)) {
        findings.add(new Finding(Severity.WARNING, "misnamed-file", shown, 1, 1, "is not read: name it *" + ENDING));
        continue;
      }
      RouteYaml.parseOther(shown, Files.readAllBytes(file), "a case", findings).ifPresent(document -> {
        if (RouteYaml.items(document.root()).isEmpty()) {
          findings.add(document.error("wrong-case", document.root(), "holds no list of cases: begin each with \"- case:\""));
        }
        cases.addAll(reader.read(document));
      });
    }
    return cases;
  }

  /** How destinations behave of which a case says nothing. @param home as in {@link #read} */
  static Map<String, List<ScriptedAnswer>> usual(Path home) throws IOException {
    return reader(home, new ArrayList<>()).usual();
  }

  private static CaseReader reader(Path home, List<Finding> findings) throws IOException {
    Path usual = home.resolve(FOLDER).resolve(USUAL);
    return new CaseReader(home.resolve("samples"), Files.exists(usual)
        ? RouteYaml.parseOther(shown(usual, home), Files.readAllBytes(usual), "a destination", findings) : Optional.empty(), findings);
  }

  private static String shown(Path file, Path home) {
    return file.startsWith(home) ? home.relativize(file).toString() : file.toString();
  }

  private static List<Path> files(Path home, Collection<Path> only) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : only.isEmpty() ? List.of(home.resolve(FOLDER)) : only) {
      if (Files.exists(root)) {
        try (Stream<Path> found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
          found.filter(Files::isRegularFile).filter(file -> file.toString().matches(".*\\.ya?ml"))
              .filter(file -> !file.getFileName().toString().startsWith(".")).forEach(files::add);
        }
      }
    }
    return files.stream().distinct().sorted().toList();
  }
}
