package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.mentagateway.settings.Window;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A destination in words: how it is, why, and what can be done. */
final class DestinationText {
  private DestinationText() {}

  /** The states of a destination, of which several may hold; the one that a person can change stands first. */
  static String state(JsonNode item) {
    StringJoiner state = new StringJoiner(", ").setEmptyValue("up");
    if (has(item, "pausedSince")) {
      state.add("paused");
    }
    if (has(item, "downSince")) {
      state.add("down");
    }
    if (has(item, "closedUntil")) {
      state.add("closed");
    }
    if (!item.path("read").asBoolean()) {
      state.add("unread");
    }
    return state.toString();
  }

  static String since(JsonNode item) {
    return ConsoleText.time(item, has(item, "pausedSince") ? "pausedSince" : "downSince");
  }

  static String note(JsonNode item) {
    StringJoiner note = new StringJoiner("; ");
    if (has(item, "pauseReason")) {
      note.add(ConsoleText.field(item, "pauseReason"));
    }
    if (has(item, "downError")) {
      note.add(ConsoleText.field(item, "downError"));
    }
    if (has(item, "nextProbeAt")) {
      note.add("next probe " + ConsoleText.time(item, "nextProbeAt"));
    }
    if (has(item, "closedUntil")) {
      note.add("closed until " + Window.parse(ConsoleText.field(item, "window")).shown(Instant.parse(ConsoleText.field(item, "closedUntil"))));
    }
    if (has(item, "rate")) {
      note.add("at most " + ConsoleText.field(item, "rate"));
    }
    if (item.path("allowed").asInt() < item.path("concurrency").asInt()) {
      note.add(item.path("allowed").asInt() + " of " + item.path("concurrency").asInt() + " at once, as it is slow or has just come back");
    }
    return note.toString();
  }

  private static boolean has(JsonNode item, String name) {
    return !ConsoleText.field(item, name).isEmpty();
  }

  /** @param reasons of its dead letters */
  static void print(JsonNode item, ArrayNode reasons, CommandContext context) {
    PrintWriter out = context.out();
    line(out, "name", ConsoleText.field(item, "name"));
    line(out, "state", context.display().coloured(state(item)));
    line(out, "since", since(item));
    line(out, "last error", ConsoleText.field(item, "downError"));
    line(out, "paused because", ConsoleText.field(item, "pauseReason"));
    line(out, "next probe", ConsoleText.time(item, "nextProbeAt"));
    line(out, "window", ConsoleText.field(item, "window"));
    line(out, "rate", ConsoleText.field(item, "rate"));
    line(out, "at once", ConsoleText.field(item, "allowed") + (has(item, "concurrency") ? " of " + ConsoleText.field(item, "concurrency") : ""));
    line(out, "waiting", ConsoleText.field(item, "waiting"));
    line(out, "oldest", ConsoleText.time(item, "oldest"));
    line(out, "dead letters", ConsoleText.field(item, "deadLetters"));
    if (!reasons.isEmpty()) {
      List<List<String>> rows = new ArrayList<>(List.of(List.of("COUNT", "FIRST", "LAST", "REASON")));
      reasons.forEach(one -> rows.add(List.of(ConsoleText.field(one, "count"), ConsoleText.time(one, "first"), ConsoleText.time(one, "last"),
          ConsoleText.field(one, "reason"))));
      out.println();
      ConsoleText.table(rows, context.display()).forEach(out::println);
    }
    out.println();
    next(item).forEach(out::println);
  }

  private static void line(PrintWriter out, String label, String value) {
    if (!value.isEmpty()) {
      out.printf("%-15s %s%n", label, value);
    }
  }

  /** What a person can do about it. */
  private static List<String> next(JsonNode item) {
    String name = ConsoleText.field(item, "name");
    List<String> next = new ArrayList<>();
    if (!item.path("read").asBoolean()) {
      next.add("No route reads it: bring its route back, or ./menta-gateway destinations move --from " + name + " --to NAME, or destinations discard");
    }
    if (has(item, "pausedSince")) {
      next.add("When the reason for the pause is gone: ./menta-gateway destinations resume " + name);
    }
    if (has(item, "downSince")) {
      next.add("Mend the system behind it: a probe finds that out, and all that waits goes out. At once: ./menta-gateway destinations retry " + name);
    }
    if (item.path("deadLetters").asLong() > 0) {
      next.add("When the cause is mended: ./menta-gateway deadletters retry --all --destination " + name + " --dry-run, then without --dry-run");
    }
    return next.isEmpty() ? List.of("Nothing is to be done.") : next;
  }
}
