package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints one notification, delivery or letter for a person: what it has of the fields that these have. */
final class LetterPrinter {
  private static final List<String> FIELDS = List.of(
      "id", "notificationId", "destination", "action", "entity", "state", "receivedAt", "since", "reason");

  private LetterPrinter() {}

  static void print(JsonNode letter, CommandContext context) {
    PrintWriter out = context.out();
    Display display = context.display();
    FIELDS.stream().filter(letter::has).forEach(name -> out.printf("%-15s %s%n", name, orDash(ConsoleText.field(letter, name))));
    printDeliveries(letter, display, out);
    if (!letter.path("history").isEmpty()) {
      List<List<String>> rows = new ArrayList<>(List.of(List.of("ATTEMPT", "STARTED", "TOOK", "OUTCOME", "ERROR")));
      letter.path("history").forEach(one -> rows.add(List.of(ConsoleText.field(one, "number"), ConsoleText.time(one, "startedAt"),
          ConsoleText.field(one, "tookMillis") + " ms", ConsoleText.field(one, "outcome"), ConsoleText.field(one, "error"))));
      out.println();
      ConsoleText.table(rows, display).forEach(out::println);
    }
    if (!letter.path("acts").isEmpty()) {
      List<List<String>> rows = new ArrayList<>(List.of(ActsCommand.heading()));
      letter.path("acts").forEach(act -> rows.add(ActsCommand.row(act)));
      out.println();
      ConsoleText.table(rows, display).forEach(out::println);
    }
    if (letter.path("headers").isObject()) {
      out.println();
      JsonNode headers = letter.path("headers");
      headers.fieldNames().forEachRemaining(name -> out.println(ConsoleText.shown(name) + ": " + ConsoleText.field(headers, name)));
    }
    printBody(letter, "body", out);
    printBody(letter, "payload", out);
    if (letter.path("masked").asBoolean()) {
      out.println();
      out.println("Personal data is masked; --reveal shows it.");
    }
  }

  private static void printDeliveries(JsonNode notification, Display display, PrintWriter out) {
    if (!notification.has("newest")) {
      return;
    }
    out.printf("%-15s %s%n", "deliveries", ConsoleText.counts(notification.path("deliveries")));
    if (!notification.path("copies").isEmpty()) {
      out.printf("%-15s %s, the last one %s%n", "copies", ConsoleText.counts(notification.path("copies")),
          ConsoleText.time(notification, "lastCopyAt"));
    }
    List<List<String>> rows = new ArrayList<>(List.of(List.of("DELIVERY", "STATE", "SINCE", "ATTEMPTS", "REASON")));
    notification.path("newest").forEach(one -> rows.add(List.of(ConsoleText.field(one, "id"), ConsoleText.field(one, "state"),
        ConsoleText.time(one, "since"), ConsoleText.field(one, "attempts"), ConsoleText.field(one, "reason"))));
    out.println();
    ConsoleText.table(rows, display).forEach(out::println);
  }

  private static void printBody(JsonNode letter, String name, PrintWriter out) {
    if (letter.path(name).isTextual()) {
      out.println();
      out.println(ConsoleText.plain(letter.path(name).asText().stripTrailing()));
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
