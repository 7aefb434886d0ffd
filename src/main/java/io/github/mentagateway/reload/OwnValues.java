package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The values of {@code config/application.properties} with names of the authors' own, which routes name as placeholders. They count with the
 * routes; the gateway's and Camel's own settings count from the next start on.
 */
public final class OwnValues {
  static final String FILE = "config/application.properties";
  private static final Pattern NOT_OWN = Pattern.compile("(?:gateway|camel)\\..*");

  private final Settings started;
  private final Map<String, String> environment;

  OwnValues(Settings started, Map<String, String> environment) {
    this.started = started;
    this.environment = environment;
  }

  static Path file(Settings settings) {
    return settings.home().toAbsolutePath().normalize().resolve(FILE);
  }

  /** Those of the start. */
  Map<String, String> ofStart() {
    return own(started.values());
  }

  /**
   * Those on the disk.
   *
   * @param findings get the settings that were changed and do not count yet
   * @throws SettingsException when the file cannot be used
   */
  Map<String, String> read(List<Finding> findings) throws SettingsException {
    Map<String, String> values = Settings.loadWithoutSecrets(started.home(), environment).values();
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(started.values().keySet());
    for (String name : names) {
      if (NOT_OWN.matcher(name).matches() && !Objects.equals(values.get(name), started.values().get(name))) {
        findings.add(new Finding(Severity.WARNING, "restart-needed", FILE, 1, 1,
            name + " was changed: it counts from the next start on, as all settings of the gateway do"));
      }
    }
    return own(values);
  }

  /** The settings of the start with these values. */
  Settings with(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(started.values());
    all.keySet().removeIf(name -> !NOT_OWN.matcher(name).matches());
    all.putAll(values);
    return started.withValues(all);
  }

  /** The settings of now, with these of the authors' own values in place of theirs. */
  public static Settings over(Settings now, Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(now.values());
    all.putAll(own(values));
    return now.withValues(all);
  }

  private static Map<String, String> own(Map<String, String> values) {
    Map<String, String> own = new TreeMap<>(values);
    own.keySet().removeIf(name -> NOT_OWN.matcher(name).matches());
    return own;
  }

  static boolean isOwn(String name) {
    return !NOT_OWN.matcher(name).matches();
  }

  /** The names whose values differ, and those whose values name one of them. */
  static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new HashSet<>(before.keySet());
    names.addAll(after.keySet());
    Set<String> changed = new HashSet<>(names);
    changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
    boolean grows = !changed.isEmpty();
    while (grows) {
      List<String> more = new ArrayList<>(names);
      more.removeIf(name -> changed.contains(name) || !isNamed(before.get(name) + after.get(name), changed));
      grows = changed.addAll(more);
    }
    return changed;
  }

  /** Whether a text has a placeholder with one of these names. */
  static boolean isNamed(String text, Set<String> names) {
    return names.stream().anyMatch(name -> Pattern.compile("\\{\\{\\s*\\??" + Pattern.quote(name) + "\\s*[:}]").matcher(text).find());
  }
}
