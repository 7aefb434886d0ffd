package io.github.mentagateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code notifications}: finds whatever was received, in any state, shows it, and delivers it again. */
@Command(sortOptions = false, description = "Find what was received, whatever became of it; show it; deliver it again. Without a command: list.",
    footer = {"", "Examples:", "  ./menta-gateway notifications find 4711", "  ./menta-gateway notifications list --destination fulfilment --state dead --since 2h",
        "  ./menta-gateway notifications show k3f9x2-10042"})
final class NotificationsCommand {
  static final String PATH = "/api/notifications";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private NotificationsCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new NotificationsCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    NotificationsCommand command = new NotificationsCommand(context);
    return new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new FindCommand())
        .addSubcommand(command.new TailCommand())
        .addSubcommand(new ShowCommand(context))
        .addSubcommand(new DeliverCommand(context));
  }

  private int print(Query filter, PageOptions page, AnswerOptions options, String again) throws Exception {
    return new PagedList(context, page, options).print(PATH, filter, List.of("ID", "RECEIVED", "ACTION", "ENTITY", "DELIVERIES"),
        item -> List.of(ConsoleText.field(item, "id"), ConsoleText.time(item, "receivedAt"), ConsoleText.field(item, "action"),
            ConsoleText.field(item, "entity"), ConsoleText.counts(item.path("deliveries"))), again);
  }

  @Command(name = "list", sortOptions = false, description = "The newest first. All that is asked for must hold.",
      footer = {"", "Examples:", "  ./menta-gateway notifications list --action ticket.updated --since 1h",
          "  ./menta-gateway notifications list --destination crm --state waiting"})
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final NotificationFilter filter = new NotificationFilter();
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Spec private CommandSpec spec;

    @Option(names = "--follow", description = "Then each as it comes, as tail does; neither with --state nor with --error.")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
      return follow ? new Follower(context, filter.followed(spec), options.json()).run(page.checkedLimit())
          : print(filter.query(), page, options, "notifications list" + filter.query().typed());
    }
  }

  @Command(name = "find", description = "Those about a ticket, listing, show or whatever else has this id; or the one with this id of the gateway's own.",
      footer = {"", "Examples:", "  ./menta-gateway notifications find 4711", "  ./menta-gateway notifications find ticket:4711 --json"})
  private final class FindCommand implements Callable<Integer> {
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Override
    public Integer call() throws Exception {
      return print(Query.NONE.with("q", id), page, options, "notifications find " + Query.quoted(id));
    }
  }

  @Command(name = "tail", sortOptions = false, description = "The last ones, and then each as it comes, until Ctrl-C. It goes on when the gateway was"
      + " away. With --json each is a line. Neither --state nor --error goes with it.",
      footer = {"", "Examples:", "  ./menta-gateway notifications tail --family ticket", "  ./menta-gateway notifications tail --lines 0 --json | jq .action"})
  private final class TailCommand implements Callable<Integer> {
    @Mixin private final NotificationFilter filter = new NotificationFilter();
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Spec private CommandSpec spec;

    @Option(names = "--lines", paramLabel = "N", defaultValue = "10", description = "So many of the last ones first, 0 to 500 (10).")
    private int lines;

    @Override
    public Integer call() throws Exception {
      if (lines < 0 || lines > 500) {
        throw new ParameterException(spec.commandLine(), "--lines is " + lines + ": it must be between 0 and 500");
      }
      return new Follower(context, filter.followed(spec), options.json()).run(lines);
    }
  }
}
