package io.github.mentagateway.check;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code {{name}}} stands for, as far as it is known before the start. */
final class Placeholders {
  /** Stands for the value of a placeholder that is not known. */
  static final char UNKNOWN = '\uFFFC';

  private static final Pattern ANY = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final int DEEPEST = 10;
  /** What has a colon in it and is no name with a default. */
  private static final Pattern FUNCTION = Pattern.compile("(?:[?!]|(?:env|sys|service(?:\\.\\w+)?|secret|bean|configmap|vault|aws|azure|gcp|hashicorp)"
      + "\\b[^:]*:).*");

  private final Map<String, String> values;
  private final Map<String, String> environment;

  Placeholders(Map<String, String> values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  boolean isKnown(String name) {
    return values.containsKey(name) || environment.containsKey(name) || environment.containsKey(variable(name))
        || System.getProperty(name) != null;
  }

  Set<String> names() {
    return new TreeSet<>(values.keySet());
  }

  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The text with its placeholders filled; {@link #UNKNOWN} stands for what is not known, such as a secret. */
  String fill(String text) {
    return fill(text, DEEPEST);
  }

  private String fill(String text, int deepest) {
    if (!text.contains("{{")) {
      return text;
    }
    return ANY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1).strip(), deepest)));
  }

  private String value(String name, int deepest) {
    int colon = FUNCTION.matcher(name).matches() ? -1 : name.indexOf(':');
    String asked = colon < 0 ? name : name.substring(0, colon);
    String byDefault = colon < 0 ? "" : name.substring(colon + 1);
    String set = environment.getOrDefault(variable(asked), values.getOrDefault(asked, byDefault));
    boolean isMissing = set.isEmpty() && !values.containsKey(asked);
    return deepest == 0 || isMissing ? String.valueOf(UNKNOWN) : fill(set, deepest - 1);
  }

  static boolean isUnknown(String text) {
    return text.indexOf(UNKNOWN) >= 0;
  }
}
