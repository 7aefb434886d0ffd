package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Verdict.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict as lines for people. */
public final class VerdictText {
  private static final int WIDTH = 60;

  private VerdictText() {}

  /** The promises come first, each with what broke it; then comes what was seen and is no failure. */
  public static List<String> lines(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    for (Verdict.Promise promise : verdict.promises()) {
      lines.add(String.format(Locale.ROOT, "%-" + WIDTH + "s %-8s %,d of %,d", promise.text(),
          promise.count() > 0 ? "BROKEN" : promise.result().name().toLowerCase(Locale.ROOT), promise.count(), promise.of()));
      if (promise.count() > 0) {
        promise.examples().forEach(example -> lines.add(line(example)));
      }
    }
    if (verdict.isDeaf()) {
      lines.add("");
      lines.add("Not a single call came: do the gateway's destinations point to the recorder, whose address stands above?");
    }
    List<String> beside = beside(verdict);
    if (!beside.isEmpty()) {
      lines.add("");
      lines.add("Counted beside, and no failure:");
      lines.addAll(beside);
    }
    return lines;
  }

  private static List<String> beside(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    for (Verdict.Note note : verdict.notes()) {
      if (note.count() > 0) {
        lines.add(String.format(Locale.ROOT, "%,8d %s", note.count(), note.text()));
        note.examples().stream().limit(1).forEach(example -> lines.add("       " + line(example)));
      }
    }
    UnrecognisedCalls unrecognised = verdict.unrecognised();
    if (unrecognised.count() > 0) {
      lines.add(String.format(Locale.ROOT, "%,8d calls that name neither a simulated ticket with its new owner nor a whole notification",
          unrecognised.count()));
      unrecognised.examples().forEach(example -> lines.add("         " + example));
    }
    return lines;
  }

  private static String line(Example example) {
    List<String> parts = new ArrayList<>();
    if (example.message() != null) {
      parts.add("message " + example.message());
    }
    if (example.entity() != null) {
      parts.add(example.entity());
    }
    if (example.destination() != null) {
      parts.add("at " + example.destination());
    }
    // a destination's name is a decoded segment of a path, and can hold control characters
    return "  " + (String.join(", ", parts) + ": " + example.seen()).replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
