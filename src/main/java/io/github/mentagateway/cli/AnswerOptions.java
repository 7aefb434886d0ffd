package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of every command that asks the running gateway, and how its answer is printed. */
final class AnswerOptions {
  @Option(names = "--json", description = "Print the gateway's answer as JSON.")
  private boolean json;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;

  boolean json() {
    return json;
  }

  /** Prints the items in columns, the last of which is cut after {@code longestLast}; JSON is not cut. */
  void printList(String answer, List<String> heading, int longestLast, Function<JsonNode, List<String>> row, PrintWriter out) {
    if (json) {
      out.print(answer);
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(heading));
    ConsoleText.json(answer).path("items").forEach(item -> rows.add(row.apply(item)));
    if (rows.size() == 1) {
      out.println("none");
    } else {
      ConsoleText.table(rows, longestLast).forEach(out::println);
    }
  }
}
