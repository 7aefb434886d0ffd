package io.github.mentagateway.cli;

import io.github.mentagateway.simulator.Progress;
import java.io.PrintWriter;

/** Shows how far a run is: a person sees one line that changes each second, a file gets a new line every five seconds. */
final class ProgressLine {
  private static final int SECONDS_PER_LINE = 5;

  private final PrintWriter err;
  private final boolean terminal;
  private int seconds;
  private int longest;

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Shows the progress; it is called once a second. */
  void show(Progress progress) {
    String line = "%5ds  made %d  acknowledged %d  waiting %d  attempts %d  last %s%s".formatted(progress.elapsed().toSeconds(),
        progress.made(), progress.acknowledged(), progress.waiting(), progress.attempts(),
        progress.last() == null ? "-" : progress.last(), progress.outage() ? "  (outage)" : "");
    seconds++;
    if (terminal) {
      longest = Math.max(longest, line.length());
      err.print("\r" + line + " ".repeat(longest - line.length()));
      err.flush();
    } else if (seconds % SECONDS_PER_LINE == 0) {
      err.println(line);
    }
  }

  void end() {
    if (terminal && seconds > 0) {
      err.println();
    }
  }
}
