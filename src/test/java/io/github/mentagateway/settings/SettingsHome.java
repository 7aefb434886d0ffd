package io.github.mentagateway.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder to start the gateway in, as a test wants it. */
record SettingsHome(Path folder) {

  static SettingsHome in(Path folder) {
    return new SettingsHome(folder).folder("routes");
  }

  SettingsHome folder(String name) {
    return done(() -> Files.createDirectories(folder.resolve(name)));
  }

  SettingsHome file(String name, String content) {
    Path file = folder.resolve(name);
    return done(() -> {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    });
  }

  SettingsHome properties(String... lines) {
    return file("config/application.properties", String.join("\n", lines) + "\n");
  }

  Settings load(Map<String, String> environment) throws SettingsException {
    return Settings.load(folder, environment);
  }

  Settings load() throws SettingsException {
    return load(Map.of());
  }

  /** What is wrong, or an empty list. */
  List<String> problems(Map<String, String> environment) {
    try {
      load(environment);
      return List.of();
    } catch (SettingsException e) {
      return e.problems();
    }
  }

  List<String> problems() {
    return problems(Map.of());
  }

  private SettingsHome done(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private interface Step {
    void run() throws IOException;
  }
}
