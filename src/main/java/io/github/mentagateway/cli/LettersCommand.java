package io.github.mentagateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deadletters} and {@code quarantine}: the same commands on two lists. */
@Command(sortOptions = false)
final class LettersCommand implements Callable<Integer> {
  private static final int LONGEST_CELL = 80;

  private final String list;
  private final String path;
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private LettersCommand(String list, CommandContext context) {
    this.list = list;
    this.path = "/api/" + list;
    this.context = context;
  }

  static CommandLine line(String list, String what, CommandContext context) {
    LettersCommand command = new LettersCommand(list, context);
    CommandLine line = new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new ShowCommand())
        .addSubcommand("retry", command.new DecideCommand("retry"))
        .addSubcommand("replay", command.new DecideCommand("replay"))
        .addSubcommand(command.new DiscardCommand());
    line.getCommandSpec().usageMessage()
        .description("List, show, retry, replay and discard " + what + ". Without a command: list.");
    line.getSubcommands().get("retry").getCommandSpec().usageMessage()
        .description("Try the same delivery again: its id and its place in the order stay.");
    line.getSubcommands().get("replay").getCommandSpec().usageMessage()
        .description("Make a new delivery of it, at the end of its entity's line.");
    return line;
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  private ManagementClient gateway() throws Exception {
    return new ManagementClient(context.settings());
  }

  @Command(name = "list", description = "The newest first.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      String query = page.query();
      String answer = gateway().get(path + query);
      options.printList(answer, List.of("ID", "SINCE", "DESTINATION", "ACTION", "ENTITY", "ATTEMPTS", "REASON"),
          context.terminal() ? LONGEST_CELL : ConsoleText.LONGEST_LINE,
          item -> List.of(ConsoleText.field(item, "id"), ConsoleText.time(item, "since"), ConsoleText.field(item, "destination"),
              ConsoleText.field(item, "action"), ConsoleText.field(item, "entity"), ConsoleText.field(item, "attempts"),
              ConsoleText.field(item, "reason")),
          context.out());
      if (!options.json()) {
        page.printNext(answer, list, context.out());
      }
      return 0;
    }
  }

  @Command(name = "show", description = "One, with its attempts and its body.")
  private final class ShowCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--reveal", description = "Show personal data as it came. The gateway logs that it was asked.")
    private boolean reveal;

    @Override
    public Integer call() throws Exception {
      String answer = gateway().get(path + "/" + ManagementClient.part(id) + (reveal ? "?reveal=true" : ""));
      if (options.json()) {
        context.out().print(answer);
      } else {
        LetterPrinter.print(ConsoleText.json(answer), context.out());
      }
      return 0;
    }
  }

  @Command
  private final class DecideCommand implements Callable<Integer> {
    private final String what;

    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there since.")
    private boolean force;

    DecideCommand(String what) {
      this.what = what;
    }

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, path, ids, what + (force ? "?force=true" : ""), options.json(),
          (id, answer) -> what + " of " + id + " begun: id=" + ConsoleText.field(answer, "id")
              + "  see: " + list + " show " + ConsoleText.field(answer, "id"));
    }
  }

  @Command(name = "discard", description = "Never send it: nothing is missing there, or somebody mended it by hand.")
  private final class DiscardCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, path, ids, "discard" + reason.query(), options.json(), (id, answer) -> "discarded " + id);
    }
  }
}
