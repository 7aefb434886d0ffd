package io.github.mentagateway.cli;

import io.github.mentagateway.settings.ManagementSettings;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Where a command runs: its folders, its environment and its streams. */
final class CommandContext {
  private final Path home;
  private final Path caller;
  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Display display;

  /**
   * @param home the gateway's folder, with config/ and routes/
   * @param caller the folder that file names on the command line are relative to
   * @param terminal whether a person reads along and can be asked
   */
  CommandContext(
      Path home, Path caller, Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {
    this.home = home;
    this.caller = caller;
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.display = Display.of(environment, terminal);
  }

  Settings settings() throws SettingsException {
    return Settings.load(home, environment);
  }

  /** The settings for talking to the running gateway. */
  ManagementSettings managementSettings() throws SettingsException {
    return ManagementSettings.load(home, environment);
  }

  /** The settings where secrets are not at hand. */
  Settings settingsWithoutSecrets() throws SettingsException {
    return Settings.loadWithoutSecrets(home, environment);
  }

  /** The same where the wrong ones are told and have their defaults. */
  Settings settingsForCheck(Consumer<String> problems) throws SettingsException {
    return Settings.loadForCheck(home, environment, problems);
  }

  Map<String, String> environment() {
    return environment;
  }

  Path home() {
    return home;
  }

  Path caller() {
    return caller;
  }

  InputStream in() {
    return in;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  boolean terminal() {
    return terminal;
  }

  Display display() {
    return display;
  }
}
