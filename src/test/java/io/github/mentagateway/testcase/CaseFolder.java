package io.github.mentagateway.testcase;

import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A gateway's folder with what is shipped and cases of a test's own. */
final class CaseFolder {
  private final Path home;

  CaseFolder(Path home) throws IOException {
    this.home = home;
    ShippedFolder.copyTo(home);
  }

  CaseFolder write(String path, String content) throws IOException {
    Files.createDirectories(home.resolve(path).getParent());
    Files.writeString(home.resolve(path), content);
    return this;
  }

  CaseFolder replace(String path, String text, String by) throws IOException {
    String content = Files.readString(home.resolve(path));
    if (!content.contains(text)) {
      throw new IllegalArgumentException(path + " has no " + text);
    }
    return write(path, content.replace(text, by));
  }

  String read(String path) throws IOException {
    return Files.readString(home.resolve(path));
  }

  CaseRun.Result run() throws Exception {
    return run(false);
  }

  CaseRun.Result run(boolean update) throws Exception {
    Settings settings = Settings.loadWithoutSecrets(home, Map.of());
    return new CaseRun(settings).run(new RouteCheck(settings, Map.of()).run().files(), List.of(), update);
  }

  List<Finding> findings() throws Exception {
    Settings settings = Settings.loadWithoutSecrets(home, Map.of());
    return new CaseRun(settings).findings(new RouteCheck(settings, Map.of()).run().files());
  }

  /** What is told of the cases of a file. */
  static String told(CaseRun.Result result) {
    return Stream.concat(result.findings().stream().map(Object::toString),
        result.cases().stream().filter(one -> one.outcome() != CaseResult.Outcome.PASSED).map(one -> one.outcome() + " " + one.name()
            + (one.mismatches().isEmpty() ? "" : "\n" + CaseText.of(one)))).collect(Collectors.joining("\n"));
  }
}
