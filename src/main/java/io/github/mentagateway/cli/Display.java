package io.github.mentagateway.cli;

import java.util.Map;

/**
 * What the answer is shown on: a terminal of some columns, or nothing that has any, as a file or a program.
 *
 * @param columns as many as fit; {@code Integer.MAX_VALUE} when nothing is to be cut
 * @param colours whether states may be coloured
 */
record Display(int columns, boolean colours) {
  /** The variable in which the launcher script passes how wide the terminal is that the answer goes to. */
  static final String COLUMNS = "MENTA_GATEWAY_COLUMNS";
  private static final int USUAL = 120;
  private static final int FEWEST = 40;

  /** @param terminal whether Java itself sees one: it sees none when the input is a file */
  static Display of(Map<String, String> environment, boolean terminal) {
    if (!terminal && !environment.containsKey(COLUMNS)) {
      return new Display(Integer.MAX_VALUE, false);
    }
    String columns = environment.getOrDefault(COLUMNS, environment.getOrDefault("COLUMNS", ""));
    return new Display(columns.matches("[1-9][0-9]{0,3}") ? Math.max(FEWEST, Integer.parseInt(columns)) : USUAL,
        // https://no-color.org
        environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM")));
  }

  boolean isCut() {
    return columns < Integer.MAX_VALUE;
  }

  /** A state, or a line about one, in the colour of how good it is. */
  String coloured(String text) {
    if (!colours) {
      return text;
    }
    String word = text.strip();
    return word.startsWith("down") || word.matches("dead|quarantined|refused|.*, (down|unread)|unread|NO NOTIFICATION .*|Trouble:") ? "\033[31m" + text + "\033[0m"
        : word.matches("(waiting|paused|closed)(, .*)?") ? "\033[33m" + text + "\033[0m"
        : word.matches("up|delivered|Notifications are taken\\.") ? "\033[32m" + text + "\033[0m" : text;
  }

  String heading(String text) {
    return colours ? "\033[1m" + text + "\033[0m" : text;
  }
}
