package io.github.mentagateway.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for one page of a long list. */
final class PageOptions {
  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many, 1 to 500 (50).")
  private int limit = 50;

  @Option(names = "--before", paramLabel = "N", description = "The page that follows the one that named this number.")
  private Long before;

  int limit() {
    return limit;
  }

  Long before() {
    return before;
  }

  Query query() {
    return Query.NONE.with("limit", checkedLimit()).with("before", before);
  }

  int checkedLimit() {
    if (limit < 1 || limit > 500) {
      throw new CommandLine.ParameterException(command.commandLine(), "--limit is " + limit + ": it must be between 1 and 500");
    }
    return limit;
  }

  /** Prints the command for the next page, when there is one. */
  void printNext(String answer, String list, PrintWriter out) {
    String next = ConsoleText.field(ConsoleText.json(answer), "next");
    if (!next.isEmpty()) {
      out.println("more: ./menta-gateway " + list + " list --limit " + limit + " --before " + next);
    }
  }
}
