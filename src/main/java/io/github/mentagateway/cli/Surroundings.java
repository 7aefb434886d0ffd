package io.github.mentagateway.cli;

import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param home the gateway's folder, with config/ and routes/
 * @param caller the folder that file names on the command line are relative to
 * @param terminal whether a person reads along; what a program reads is not cut to a line's width
 */
record Surroundings(
    Path home, Path caller, Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {

  Settings settings() throws SettingsException {
    return Settings.load(home, environment);
  }
}
