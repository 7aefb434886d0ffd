package io.github.mentagateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Defaults, then {@code config/application.properties}, then the environment: the later wins. Knows which names exist. */
final class PropertySource {
  private static final List<Pattern> OPEN_NAMES = List.of(
      Pattern.compile("gateway\\.entity\\.[^.]+"),
      Pattern.compile("gateway\\.database\\.[A-Za-z][A-Za-z0-9_-]*\\.(url|user|password)"));

  private final Properties defaults;
  private final Properties file;
  private final Map<String, String> environment;

  private PropertySource(Properties defaults, Properties file, Map<String, String> environment) {
    this.defaults = defaults;
    this.file = file;
    this.environment = environment;
  }

  static PropertySource of(Path home, Map<String, String> environment) {
    Properties defaults = new Properties();
    Properties file = new Properties();
    Path path = home.resolve("config/application.properties");
    try (InputStream in = PropertySource.class.getResourceAsStream("/application.properties")) {
      defaults.load(in);
      if (Files.isReadable(path)) {
        try (Reader reader = Files.newBufferedReader(path)) {
          file.load(reader);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
    return new PropertySource(defaults, file, Map.copyOf(environment));
  }

  /** The text that counts, or an empty one. */
  String value(String name) {
    String fromEnvironment = environment.get(environmentName(name));
    return fromEnvironment != null ? fromEnvironment : file.getProperty(name, defaults.getProperty(name, ""));
  }

  String defaultValue(String name) {
    return defaults.getProperty(name, "");
  }

  static String environmentName(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Names below a prefix, those that only the environment has included (their last parts then in lower case). */
  Set<String> namesBelow(String prefix) {
    Set<String> names = new TreeSet<>();
    defaults.stringPropertyNames().stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
    file.stringPropertyNames().stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
    Set<String> covered = new TreeSet<>(names.stream().map(PropertySource::environmentName).toList());
    environment.keySet().stream()
        .filter(variable -> variable.startsWith(environmentName(prefix)) && !covered.contains(variable))
        .forEach(variable -> names.add(variable.toLowerCase(Locale.ROOT).replace('_', '.')));
    return names;
  }

  /** One sentence for each {@code gateway.*} name in the file that is no setting: a typing error must not pass in silence. */
  List<String> unknownNames() {
    return file.stringPropertyNames().stream()
        .filter(name -> name.startsWith("gateway.") && !isKnown(name))
        .sorted()
        .map(name -> name + " is no setting of the gateway: " + nearest(name))
        .toList();
  }

  private boolean isKnown(String name) {
    return defaults.containsKey(name) || OPEN_NAMES.stream().anyMatch(open -> open.matcher(name).matches());
  }

  private String nearest(String name) {
    return defaults.stringPropertyNames().stream()
        .filter(known -> known.startsWith("gateway."))
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .filter(known -> distance(name, known) <= 4)
        .map(known -> "did you mean " + known + "?")
        .orElse("config/application.properties as shipped lists them all");
  }

  /** Levenshtein's, on two rows. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
