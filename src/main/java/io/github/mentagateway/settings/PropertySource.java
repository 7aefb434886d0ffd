package io.github.mentagateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The properties of the defaults, of {@code config/application.properties} and of the environment, where the later wins; and the known
 * names.
 */
final class PropertySource {
  private static final String PREFIX = "gateway.";
  private static final List<Pattern> OPEN_NAMES = List.of(
      Pattern.compile("gateway\\.entity\\.[^.]+"),
      Pattern.compile("gateway\\.duplicates\\.[^.]+\\..+"),
      Pattern.compile("gateway\\.database\\.[A-Za-z][A-Za-z0-9_-]*\\.(url|user|password|timeout|connect-timeout|pool-size|health)"),
      RestReader.NAME,
      ManagementReader.TOKEN,
      TracingReader.HEADER);
  /** Variables that Kubernetes sets for each service: those of a service named gateway-entity or gateway-mail must not become settings. */
  private static final Pattern SERVICE_LINK = Pattern.compile(
      "\\w+_SERVICE_HOST=.*|\\w+_SERVICE_PORT(_\\w+)?=\\d+|\\w+_PORT(_\\d+_[A-Z]+)?=[a-z]+://.*"
          + "|\\w+_PORT_\\d+_[A-Z]+_(PROTO|PORT|ADDR)=.*");

  private final Properties defaults;
  private final Properties file;
  private final Map<String, String> environment;

  private PropertySource(Properties defaults, Properties file, Map<String, String> environment) {
    this.defaults = defaults;
    this.file = file;
    this.environment = environment;
  }

  static PropertySource of(Path home, Map<String, String> environment) throws SettingsException {
    Properties defaults = new Properties();
    Properties file = new Properties();
    Path path = home.resolve("config/application.properties");
    try (InputStream in = PropertySource.class.getResourceAsStream("/application.properties")) {
      defaults.load(in);
      if (Files.exists(path)) {
        file.load(new StringReader(TextFile.read(path)));
      }
    } catch (IOException e) {
      throw SettingsException.missing(List.of(path + " cannot be read: " + e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(path + " cannot be read: " + e.getMessage()));
    }
    return new PropertySource(defaults, file, withoutServiceLinks(environment));
  }

  private static Map<String, String> withoutServiceLinks(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> !SERVICE_LINK.matcher(variable.getKey() + "=" + variable.getValue()).matches())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The text that counts for a name; empty when there is none. */
  String value(String name) {
    String fromEnvironment = environment.get(environmentName(name));
    return fromEnvironment != null ? fromEnvironment : file.getProperty(name, defaults.getProperty(name, ""));
  }

  /** The text that counts for each name of the defaults and the file, as it was written: Camel resolves its placeholders. */
  Map<String, String> values() {
    return Stream.of(defaults, file).flatMap(properties -> properties.stringPropertyNames().stream()).distinct()
        .collect(Collectors.toUnmodifiableMap(name -> name, this::value));
  }

  Stream<String> everyText() {
    return Stream.concat(values().values().stream(), environment.values().stream());
  }

  String defaultValue(String name) {
    return defaults.getProperty(name, "");
  }

  static String environmentName(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * The parts of all names between {@code prefix} and one of {@code suffixes}. A part that only the environment has is in small letters. A
   * variable that means a name of the file, in any letters, or a setting of the defaults, adds none.
   */
  Set<String> namesBetween(String prefix, String... suffixes) {
    Set<String> names = new TreeSet<>();
    for (Properties properties : List.of(defaults, file)) {
      properties.stringPropertyNames().forEach(name -> between(prefix, name, suffixes).ifPresent(names::add));
    }
    Set<String> known = new TreeSet<>(names.stream().map(PropertySource::environmentName).toList());
    Set<String> ofDefaults = new TreeSet<>(defaults.stringPropertyNames().stream().map(PropertySource::environmentName).toList());
    String[] ends = Stream.of(suffixes).map(PropertySource::environmentName).toArray(String[]::new);
    environment.keySet().stream().filter(variable -> !ofDefaults.contains(variable))
        .forEach(variable -> between(environmentName(prefix), variable, ends)
        .filter(name -> !known.contains(name))
        .ifPresent(name -> names.add(name.toLowerCase(Locale.ROOT))));
    return names;
  }

  private static Optional<String> between(String prefix, String name, String... suffixes) {
    return Stream.of(suffixes)
        .filter(suffix -> name.startsWith(prefix) && name.endsWith(suffix) && name.length() > prefix.length() + suffix.length())
        .map(suffix -> name.substring(prefix.length(), name.length() - suffix.length()))
        .findFirst();
  }

  /** One sentence for each {@code gateway.*} name in the file that is no setting, because a typing error must not pass in silence. */
  List<String> unknownNames() {
    return file.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX) && !isKnown(name))
        .sorted()
        .map(name -> name + " is no setting of the gateway: " + nearest(name))
        .toList();
  }

  private boolean isKnown(String name) {
    return defaults.containsKey(name) || OPEN_NAMES.stream().anyMatch(open -> open.matcher(name).matches());
  }

  private String nearest(String name) {
    return defaults.stringPropertyNames().stream()
        .filter(known -> known.startsWith(PREFIX))
        .min((a, b) -> Integer.compare(Spelling.distance(name, a), Spelling.distance(name, b)))
        // what all names begin with makes none of them nearer
        .filter(known -> Spelling.distance(name, known) <= Math.max(2, Math.min(4, (name.length() - PREFIX.length()) / 3)))
        .map(known -> "did you mean " + known + "?")
        .orElse("config/application.properties as shipped lists them all");
  }
}
