package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    return new CommandLine(command).addSubcommand(command.new ListCommand()).addSubcommand(command.new AcknowledgeCommand())
        .addSubcommand(command.new ForgetCommand());
  }

  private void print(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>(List.of(List.of("ACTION", "FIELD", "TYPE", "SEEN", "FIRST", "LAST", "EXAMPLE", "NEW")));
    answer.path("actions").forEach(one -> {
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
  }

  private static List<String> row(JsonNode action, JsonNode seen) {
    return List.of(ConsoleText.field(action, "action"), ConsoleText.field(seen, "path"), ConsoleText.field(seen, "type"),
        ConsoleText.field(seen, "count"), ConsoleText.time(seen, "first"), ConsoleText.time(seen, "last"), ConsoleText.field(seen, "example"),
        seen.path("new").asBoolean() ? "new" : "");
  }

  @Command(name = "list", description = "By action. A field that has had two types stands twice.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--action", paramLabel = "ACTION", converter = Converters.Wanted.class, description = "Only this one.")
    private String action;

    @Option(names = "--new", description = "Only what is new, and nobody has acknowledged.")
    private boolean onlyNew;

    @Override
    public Integer call() throws Exception {
      String answer = new ManagementClient(context.managementSettings()).get(PATH + Query.NONE.with("action", action).withFlag("new", onlyNew));
      if (options.json()) {
        AnswerOptions.printJson(answer, context);
        return 0;
      }
      print(ConsoleText.json(answer));
      return 0;
    }
  }

  @Command(name = "acknowledge", description = "Show what is new; it is known from now on, and nobody needs to be told.")
  private final class AcknowledgeCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--action", paramLabel = "ACTION", converter = Converters.Wanted.class, description = "Only of this one.")
    private String action;

    @Mixin private final WhyOption why = new WhyOption();

    @Override
    public Integer call() throws Exception {
      ManagementClient client = new ManagementClient(context.managementSettings());
      JsonNode shown = ConsoleText.json(client.get(PATH + Query.NONE.with("action", action).withFlag("new", true)));
      // not what comes meanwhile, which nobody has seen
      Instant upTo = shown.findValuesAsText("first").stream().map(Instant::parse).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
      if (!options.json()) {
        print(shown);
      }
      String answer = client.post(PATH + "/acknowledge" + Query.NONE.with("action", action).with("upTo", upTo).with("reason", why.text()));
      context.out().print(options.json() ? answer : ConsoleText.field(ConsoleText.json(answer), "acknowledged") + " acknowledged\n");
      return 0;
    }
  }

  @Command(name = "forget", sortOptions = false, description = "Learn an action, or a field of it, anew: for what menta tech sends no more, or what was"
      + " no field of its own. When it comes again it is new, once gateway.contract.settling is over.",
      footer = {"", "Example:", "  ./menta-gateway contract forget --action ticket.updated --field data.prices"})
  private final class ForgetCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--action", paramLabel = "ACTION", converter = Converters.Wanted.class, required = true, description = "Of this one.")
    private String action;

    @Option(names = "--field", paramLabel = "PATH", converter = Converters.Wanted.class, description = "Only this field, with all that it holds.")
    private String field;

    @Mixin private final WhyOption why = new WhyOption();

    @Override
    public Integer call() throws Exception {
      String answer = new ManagementClient(context.managementSettings())
          .post(PATH + "/forget" + Query.NONE.with("action", action).with("field", field).with("reason", why.text()));
      context.out().print(options.json() ? answer : ConsoleText.field(ConsoleText.json(answer), "forgotten") + " forgotten\n");
      return 0;
    }
  }
}
