package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deliveries}: each notification for each destination, in any state. */
@Command(sortOptions = false, description = "List deliveries, in any state, and show one with its attempts. Without a command: list.",
    footer = {"", "Examples:", "  ./menta-gateway deliveries --state waiting --destination crm", "  ./menta-gateway deliveries show k3f9x2-10042.crm"})
final class DeliveriesCommand {
  static final String PATH = "/api/deliveries";
  /** Without the destination, which is the end of the id. */
  static final List<String> HEADING = List.of("ID", "SINCE", "STATE", "ACTION", "ENTITY", "ATTEMPTS", "REASON");

  /** For the shell's completion; the gateway says which there are. */
  static final class States extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    States() {
      super(List.of("waiting", "delivered", "dead", "quarantined", "replayed", "discarded"));
    }
  }

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private DeliveriesCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new DeliveriesCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    DeliveriesCommand command = new DeliveriesCommand(context);
    return new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(new ShowCommand(context));
  }

  static List<String> row(JsonNode item) {
    return List.of(ConsoleText.field(item, "id"), ConsoleText.time(item, "since"), ConsoleText.field(item, "state"),
        ConsoleText.field(item, "action"), ConsoleText.field(item, "entity"),
        ConsoleText.field(item, "attempts"), ConsoleText.field(item, "reason"));
  }

  @Command(name = "list", sortOptions = false, description = "The newest first. All that is asked for must hold.",
      footer = {"", "Examples:", "  ./menta-gateway deliveries list --state dead --error 'timed out' --since 2h",
          "  ./menta-gateway deliveries list --destination crm --json | jq -r '.items[].id'"})
  private final class ListCommand implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "STATE", completionCandidates = States.class,
        description = "waiting, delivered, dead, quarantined, replayed or discarded.")
    private String state;

    @Mixin private final DeliveryFilter.Anywhere filter = new DeliveryFilter.Anywhere();
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      Query query = Query.NONE.with("state", state).with(filter.query().given());
      return new PagedList(context, page, options).print(PATH, query, HEADING, DeliveriesCommand::row, "deliveries list" + query.typed());
    }
  }
}
