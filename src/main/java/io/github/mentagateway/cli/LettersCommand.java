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
        .addSubcommand("replay", list.equals("quarantine") ? command.new ReplayCommand() : command.new DecideCommand("replay"))
        .addSubcommand(command.new DiscardCommand());
    line.getCommandSpec().usageMessage()
        .description("List, show, retry, replay and discard " + what + ". Without a command: list.");
    line.getSubcommands().get("retry").getCommandSpec().usageMessage()
        .description("Try the same delivery again: its id and its place in the order stay.");
    line.getSubcommands().get("replay").getCommandSpec().usageMessage()
        .description("Make a new delivery of it, at the end of its entity's line.")
        .sortOptions(false);
    return line;
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  private int decide(String what, List<String> ids, boolean force, boolean json) throws Exception {
    return BulkDecision.post(context, path, ids, what + (force ? "?force=true" : ""), json,
        (id, answer) -> what + " of " + id + " begun: id=" + ConsoleText.field(answer, "id")
            + "  see: " + list + " show " + ConsoleText.field(answer, "id"));
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
        ConsoleText.json(answer).path("couldBeRouted").fields().forEachRemaining(one -> context.out().println(one.getValue().asText()
            + " of " + ConsoleText.shown(one.getKey()) + " could be routed by now: ./menta-gateway " + list + " replay --all --action "
            + ConsoleText.shown(one.getKey())));
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
      return decide(what, ids, force, options.json());
    }
  }

  /** Of the quarantine, which fills up with what waits for the same branch of the router. */
  @Command
  private final class ReplayCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID", arity = "0..*")
    private List<String> ids;

    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there since. Not with --all.")
    private boolean force;

    @Option(names = "--all", description = "All of them, the oldest first, instead of IDs. One that is refused is told, and the others go on."
        + " Asked again after it was ended, it goes on with the rest.")
    private boolean all;

    @Option(names = "--action", paramLabel = "ACTION", description = "With --all: only those of this action.")
    private String action;

    @Option(names = "--dry-run", description = "With --all: only tell what would be replayed and what refused.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
      if (all == (ids != null)) {
        throw new ParameterException(spec.commandLine(), all ? "--all stands for every ID: give either" : "give the IDs to be replayed, or --all");
      }
      if (all && force || !all && (action != null || dryRun)) {
        throw new ParameterException(spec.commandLine(), all ? "--force is for single IDs: --all replays what undoes nothing newer, and tells"
            + " the rest" : "--action and --dry-run are for --all");
      }
      return all ? replayAll() : decide("replay", ids, force, options.json());
    }

    private int replayAll() throws Exception {
      StepwiseDecision decision = new StepwiseDecision(context, path + "/replay?dry-run=" + dryRun
          + (action == null ? "" : "&action=" + ManagementClient.part(action)), options.json());
      int code = decision.run("refused");
      if (!options.json()) {
        context.out().println((dryRun ? "would replay " : "replayed ") + decision.count("replayed")
            + (action == null ? "" : " of " + ConsoleText.shown(action)));
      }
      return code;
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
