package io.github.mentagateway.runtime;

import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the places in the route files that a failed start of Camel's is about. */
final class KameletFailure {
  /** Camel's words for a kamelet that is not there, and for one that is not given what it needs. */
  private static final Pattern WORDS = Pattern.compile("(?:Resource not found: .*?|Cannot find RouteTemplate with id )"
      + "(?<name>[^/:]+?)(?:\\.kamelet\\.yaml)?|.* mandatory parameters must be provided: .*");

  private KameletFailure() {}

  /** The places that use the kamelet which Camel could not take: Camel names no place. Empty when something else failed. */
  static List<Finding> places(Throwable failure, RouteFiles routes) {
    for (Throwable cause : Causes.of(failure)) {
      Matcher words = WORDS.matcher(String.valueOf(cause.getMessage()));
      if (words.matches()) {
        return words.group("name") == null ? routes.missing() : routes.unknown().getOrDefault(words.group("name"), List.of());
      }
    }
    return List.of();
  }
}
