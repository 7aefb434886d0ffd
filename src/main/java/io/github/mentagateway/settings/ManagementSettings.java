package io.github.mentagateway.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * What somebody needs to talk to a running gateway: the part of {@link Settings} that is about its management port, read alone. So a command is quick,
 * and works also while a setting of something else is being edited.
 *
 * @param data the folder of everything that the gateway writes
 * @param tls whose certificate the management port shows when it has none of its own
 */
public record ManagementSettings(Path data, Settings.Tls tls, Settings.Management management, Secrets secrets) {

  /** As {@link Settings#load}. @throws SettingsException with the problems of these settings alone */
  public static ManagementSettings load(Path home, Map<String, String> environment) throws SettingsException {
    return SettingsReader.management(home, environment);
  }
}
