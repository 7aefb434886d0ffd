package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that asks the running gateway, and how its answer is printed. */
final class AnswerOptions {
  @Option(names = "--json", description = "Print the gateway's answer as JSON.")
  private boolean json;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  boolean json() {
    return json;
  }

  /** Prints the items in columns; JSON is not cut. */
  void printList(String answer, List<String> heading, Function<JsonNode, List<String>> row, CommandContext context) {
    PrintWriter out = context.out();
    if (json) {
      printJson(answer, context);
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(heading));
    ConsoleText.json(answer).path("items").forEach(item -> rows.add(row.apply(item)));
    if (rows.size() == 1) {
      out.println("none");
    } else {
      ConsoleText.table(rows, context.display()).forEach(out::println);
    }
  }

  /** One line, for a program. */
  static void printJson(String answer, CommandContext context) {
    context.out().println(ConsoleText.safe(answer.strip()));
  }
}
