package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reload}: has the running gateway take the edited route files into use, and tells what became of them. */
@Command(name = "reload", sortOptions = false,
    description = "Have the running gateway take the edited route files into use, when they pass the check. It goes on meanwhile.",
    footer = {"", "Exit codes: 0 they run, 1 they were refused and what ran before goes on, 2 wrong usage."})
final class ReloadCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();
  @Mixin private final WhyOption why = new WhyOption();

  ReloadCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String answer = new ManagementClient(context.managementSettings()).post("/api/routes/reload" + Query.NONE.with("reason", why.text()));
    JsonNode outcome = ConsoleText.json(answer);
    String kind = ConsoleText.field(outcome, "outcome");
    boolean taken = kind.equals("swapped") || kind.equals("unchanged");
    if (options.json()) {
      AnswerOptions.printJson(answer, context);
    } else {
      print(outcome, kind);
    }
    return taken ? 0 : 1;
  }

  private void print(JsonNode outcome, String kind) {
    PrintWriter out = context.out();
    outcome.path("findings").forEach(finding -> out.println(ConsoleText.field(finding, "file") + ":" + ConsoleText.field(finding, "line") + ":"
        + ConsoleText.field(finding, "column") + ": " + ConsoleText.field(finding, "severity") + ": " + ConsoleText.field(finding, "message")
        + " [" + ConsoleText.field(finding, "rule") + "]"));
    if (!ConsoleText.field(outcome, "failure").isEmpty()) {
      out.println(ConsoleText.field(outcome, "failure"));
    }
    out.println(switch (kind) {
      case "swapped" -> "swapped: " + list(outcome.path("swapped"));
      case "unchanged" -> "unchanged: what runs is what is on the disk" + since(outcome.path("taken"));
      case "refused" -> "refused: what ran before goes on, and nothing has changed";
      default -> kind + ": some routes do not run; the log says more";
    });
  }

  /** A change that was saved may have been taken into use before somebody asks. */
  private static String since(JsonNode taken) {
    String files = list(taken.path("changed"));
    return ", since " + ConsoleText.time(taken, "at") + ", when " + (files.isEmpty() ? "the gateway started" : files + " was taken into use");
  }

  private static String list(JsonNode names) {
    StringJoiner list = new StringJoiner(", ");
    names.forEach(name -> list.add(ConsoleText.shown(name.asText())));
    return list.toString();
  }
}
