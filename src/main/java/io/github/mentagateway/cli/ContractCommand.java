package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code contract}: shows which fields each action has had, and what of it is new. */
@Command(sortOptions = false, description = "Show which fields each action has had since the gateway looks, and what is new. Without a command: list.",
    footer = {"", "Names and types are kept, never a value. [] is each element of a list, {} a name that may be data."})
final class ContractCommand {
  private static final String PATH = "/api/contract";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private ContractCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new ContractCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    ContractCommand command = new ContractCommand(context);
    return new CommandLine(command).addSubcommand(command.new ListCommand()).addSubcommand(command.new AcknowledgeCommand());
  }

  private static String query(String... parts) {
    String query = String.join("&", List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String ofAction(String action) {
    return action == null ? "" : "action=" + ManagementClient.part(action);
  }

  @Command(name = "list", description = "By action. A field that has had two types stands twice.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--action", paramLabel = "ACTION", description = "Only this one.")
    private String action;

    @Option(names = "--new", description = "Only what is new, and nobody has acknowledged.")
    private boolean onlyNew;

    @Override
    public Integer call() throws Exception {
      String answer = new ManagementClient(context.settings()).get(PATH + query(ofAction(action), onlyNew ? "new=true" : ""));
      if (options.json()) {
        AnswerOptions.printJson(answer, context);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>(List.of(List.of("ACTION", "FIELD", "TYPE", "SEEN", "FIRST", "LAST", "EXAMPLE", "NEW")));
      ConsoleText.json(answer).path("actions").forEach(one -> {
        if (one.has("count")) {
          rows.add(row(one, one));
        }
        one.path("fields").forEach(field -> rows.add(row(one, field)));
      });
      if (rows.size() == 1) {
        context.out().println("none");
      } else {
        ConsoleText.table(rows, context.display()).forEach(context.out()::println);
      }
      return 0;
    }

    private static List<String> row(JsonNode action, JsonNode seen) {
      return List.of(ConsoleText.field(action, "action"), ConsoleText.field(seen, "path"), ConsoleText.field(seen, "type"),
          ConsoleText.field(seen, "count"), ConsoleText.time(seen, "first"), ConsoleText.time(seen, "last"), ConsoleText.field(seen, "example"),
          seen.path("new").asBoolean() ? "new" : "");
    }
  }

  @Command(name = "acknowledge", description = "What is new is known from now on: nobody needs to be told.")
  private final class AcknowledgeCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--action", paramLabel = "ACTION", description = "Only of this one.")
    private String action;

    @Override
    public Integer call() throws Exception {
      String answer = new ManagementClient(context.settings()).post(PATH + "/acknowledge" + query(ofAction(action)));
      context.out().print(options.json() ? answer : ConsoleText.field(ConsoleText.json(answer), "acknowledged") + " acknowledged\n");
      return 0;
    }
  }
}
