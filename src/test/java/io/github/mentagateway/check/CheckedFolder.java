package io.github.mentagateway.check;

import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gateway's folder whose routes are checked. */
final class CheckedFolder {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  CheckedFolder(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("routes"));
  }

  /** The folder with what is shipped. */
  static CheckedFolder shipped(Path home) throws IOException {
    CheckedFolder folder = new CheckedFolder(home);
    ShippedFolder.copyTo(home);
    return folder;
  }

  CheckedFolder with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CheckedFolder write(String path, String content) throws IOException {
    return write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  CheckedFolder write(String path, byte[] content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  CheckedFolder replace(String path, String text, String by) throws IOException {
    String content = Files.readString(home.resolve(path));
    if (!content.contains(text)) {
      throw new IllegalArgumentException(path + " has no " + text);
    }
    return write(path, content.replace(text, by));
  }

  List<Finding> check() {
    try {
      return new RouteCheck(Settings.loadWithoutSecrets(home, environment), environment).run().findings();
    } catch (SettingsException e) {
      throw new UncheckedIOException(new IOException(e.problems().toString()));
    }
  }

  /** With the severity before each, as the command prints it. */
  List<String> printed() {
    return check().stream().map(finding -> finding.place() + ": " + finding.severity() + ": " + finding.message()).toList();
  }

  List<String> findings(String... rules) {
    return check().stream().filter(finding -> Set.of(rules).contains(finding.rule())).map(Finding::toString).toList();
  }
}
