package io.github.mentagateway.settings;

import java.util.List;

/** The configuration cannot be used. It holds every problem that was found, one sentence each, so that one edit can mend them all. */
public final class SettingsException extends Exception {
  private final transient List<String> problems;

  public SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
