package io.github.mentagateway.settings;

import java.util.List;

/** The configuration cannot be used. It holds every problem that was found, one sentence each, so that one edit can mend them all. */
public final class SettingsException extends Exception {
  private final transient List<String> problems;
  private final boolean isFinal;

  public SettingsException(List<String> problems) {
    this(problems, true);
  }

  private SettingsException(List<String> problems, boolean isFinal) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
    this.isFinal = isFinal;
  }

  /** All problems are secrets or files that are not there or cannot be read: they may come by themselves, as a mount that is late. */
  static SettingsException missing(List<String> problems) {
    return new SettingsException(problems, false);
  }

  /** Whether only a person's edit mends it, so that the same start need not be tried again. */
  public boolean isFinal() {
    return isFinal;
  }

  public List<String> problems() {
    return problems;
  }
}
