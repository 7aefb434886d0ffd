package io.github.mentagateway.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The values of single properties, with their secrets resolved. Collects a sentence for each one that cannot be used. */
final class SettingValues {
  private final PropertySource source;
  private final Secrets secrets;
  private final Path home;
  private final List<String> problems = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  SettingValues(PropertySource source, Secrets secrets, Path home) {
    this.source = source;
    this.secrets = secrets;
    this.home = home;
  }

  List<String> problems() {
    return problems;
  }

  /** Those of the problems that are about a secret or a file which this machine does not have. */
  List<String> missing() {
    return missing;
  }

  private void missing(String sentence) {
    problems.add(sentence);
    missing.add(sentence);
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  String value(String name) {
    try {
      return secrets.resolve(source.value(name)).strip();
    } catch (RuntimeException e) {
      missing(name + ": " + e.getMessage());
      return "";
    }
  }

  Optional<String> optional(String name) {
    return Optional.of(value(name)).filter(text -> !text.isEmpty());
  }

  String secret(String name) {
    String text = value(name);
    return text.isEmpty() ? text : secrets.remember(text);
  }

  /** A secret whose references are resolved when it is used; what it is now is checked, and taken out of every text. */
  String secretAsWritten(String name) {
    secret(name);
    return source.value(name).strip();
  }

  /** Whether it is written, even when its secret is not at hand. */
  boolean isSet(String name) {
    return !source.value(name).isBlank();
  }

  void demand(String group, String name, String other, String what) {
    if (!isSet(group + "." + name)) {
      problem(group + "." + name + " is missing: with " + other + " it must be set, " + what);
    }
  }

  /** Both are set, or none. */
  void pair(String group, String one, String other) {
    if (isSet(group + "." + one) != isSet(group + "." + other)) {
      problem(group + "." + one + " and " + group + "." + other + " belong together: set both, or none");
    }
  }

  /** The values of secret headers and passwords; the token of {@code Bearer TOKEN} is secret by itself too. */
  List<String> secretValues(String... names) {
    List<String> values = Stream.of(names).map(this::secret).filter(text -> !text.isEmpty()).toList();
    values.forEach(text -> secrets.remember(text.substring(text.indexOf(' ') + 1)));
    return values;
  }

  Optional<Path> file(String name) {
    Optional<Path> file = optional(name).map(home::resolve);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      missing(name + ": the file " + file.get() + " is not there or cannot be read");
    }
    return file;
  }

  Path folder(String name) {
    Path folder = home.resolve(value(name));
    if (!Files.isDirectory(folder)) {
      problems.add(name + ": the folder " + folder + " is not there; start the gateway in a folder with routes/ and config/");
    }
    return folder;
  }

  /** After a problem the default stands in, so that the other problems are found too; such settings are never handed out. */
  <T> T parse(String name, Function<String, T> parser) {
    int before = problems.size();
    String text = value(name);
    try {
      if (problems.size() == before) {
        return parser.apply(text);
      }
    } catch (ArithmeticException e) {
      problems.add(name + " is '" + asWritten(name) + "': it is too large a number");
    } catch (IllegalArgumentException e) {
      problems.add(name + " is '" + asWritten(name) + "': it " + e.getMessage());
    }
    String byDefault = source.defaultValue(name);
    return byDefault.isEmpty() ? null : parser.apply(byDefault);
  }

  /** Reports two values that cannot hold together, unless one of them has a problem of its own and is only a default here. */
  void contradiction(String name, String other, String rule) {
    if (problems.stream().noneMatch(problem -> problem.matches("(" + Pattern.quote(name) + "|" + Pattern.quote(other) + ")[ :].*"))) {
      problems.add(name + " is '" + asWritten(name) + "', and " + other + " is '" + asWritten(other) + "': " + rule);
    }
  }

  /** The text as it was written, in which references to secrets are not resolved, and a password in a URL is hidden. */
  String asWritten(String name) {
    return secrets.redact(source.value(name).strip()).replaceAll("(?i)(password=)[^&;]+", "$1***");
  }
}
