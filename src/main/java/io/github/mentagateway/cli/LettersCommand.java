package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
final class LettersCommand {
  private final String list;
  private final String state;
  private final String path;
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private LettersCommand(String list, CommandContext context) {
    this.list = list;
    this.state = list.equals("quarantine") ? "quarantined" : "dead";
    this.path = "/api/" + list;
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(String list, CommandContext context) {
    return new LettersCommand(list, context).new ListCommand();
  }

  static CommandLine line(String list, String what, CommandContext context) {
    LettersCommand command = new LettersCommand(list, context);
    CommandLine line = new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new ShowCommand())
        .addSubcommand(command.new ReasonsCommand())
        .addSubcommand("retry", command.new SendAgainCommand("retry", "retried"))
        .addSubcommand("replay", command.new SendAgainCommand("replay", "replayed"))
        .addSubcommand(command.new DiscardCommand());
    boolean isEditable = list.equals("quarantine");
    if (isEditable) {
      line.addSubcommand(new EditCommand(context));
    }
    line.getCommandSpec().usageMessage().description("List, show, retry, replay" + (isEditable ? ", edit" : "") + " and discard " + what
        + ". Without a command: list.");
    line.getSubcommands().get("retry").getCommandSpec().usageMessage()
        .description("Try the same delivery again: its id and its place in the order stay.");
    line.getSubcommands().get("replay").getCommandSpec().usageMessage()
        .description("Make a new delivery of it, at the end of its entity's line.");
    line.getSubcommands().get("discard").getCommandSpec().usageMessage()
        .description("Never send it: nothing is missing there, or somebody mended it by hand.");
    example(line, list + " list --error 'timed out' --since 2h", list + " show k3f9x2-10042.crm");
    example(line.getSubcommands().get("list"), list + " list --destination crm", list + " list --error 'timed out' --since 2h --json");
    example(line.getSubcommands().get("show"), list + " show k3f9x2-10042.crm", list + " show k3f9x2-10042.crm --reveal");
    example(line.getSubcommands().get("reasons"), list + " reasons");
    for (String again : List.of("retry", "replay")) {
      example(line.getSubcommands().get(again), list + " " + again + " k3f9x2-10042.crm", list + " " + again + " --all --error 'timed out' --dry-run");
    }
    example(line.getSubcommands().get("discard"), list + " discard k3f9x2-10042.crm --reason 'mended by hand'",
        list + " discard --all --action test.sent --reason 'a test' --dry-run");
    return line;
  }

  private static void example(CommandLine line, String... commands) {
    List<String> footer = new ArrayList<>(List.of("", commands.length == 1 ? "Example:" : "Examples:"));
    Stream.of(commands).forEach(command -> footer.add("  ./menta-gateway " + command));
    line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
  }

  private ManagementClient gateway() throws Exception {
    return new ManagementClient(context.managementSettings());
  }

  @Command(name = "list", description = "The newest first.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final DeliveryFilter.Anywhere filter = new DeliveryFilter.Anywhere();
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      if (filter.isGiven()) {
        return new PagedList(context, page, options).print(DeliveriesCommand.PATH, filter.query().with("state", state), DeliveriesCommand.HEADING,
            DeliveriesCommand::row, list + " list" + filter.query().typed());
      }
      Query query = page.query();
      String answer = gateway().get(path + query);
      options.printList(answer, List.of("ID", "SINCE", "DESTINATION", "ACTION", "ENTITY", "ATTEMPTS", "REASON"),
          item -> List.of(ConsoleText.field(item, "id"), ConsoleText.time(item, "since"), ConsoleText.field(item, "destination"),
              ConsoleText.field(item, "action"), ConsoleText.field(item, "entity"), ConsoleText.field(item, "attempts"),
              ConsoleText.field(item, "reason")),
          context);
      if (!options.json()) {
        page.printNext(answer, list, context.out());
        ConsoleText.json(answer).path("couldBeRouted").fields().forEachRemaining(one -> context.out().println(one.getValue().asText()
            + " of " + ConsoleText.shown(one.getKey()) + " could be routed by now: ./menta-gateway " + list + " replay --all --action "
            + Query.quoted(ConsoleText.shown(one.getKey()))));
      }
      return 0;
    }
  }

  @Command(name = "show", description = "One, with its attempts and its body.")
  private final class ShowCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--reveal", description = "Show personal data as it came. That is recorded (./menta-gateway acts).")
    private boolean reveal;

    @Override
    public Integer call() throws Exception {
      String answer = gateway().get(path + "/" + ManagementClient.part(id) + Query.NONE.withFlag("reveal", reveal));
      if (options.json()) {
        AnswerOptions.printJson(answer, context);
      } else {
        LetterPrinter.print(ConsoleText.json(answer), context);
      }
      return 0;
    }
  }

  /** One decision, about some or about all that are wanted. */
  @Command(sortOptions = false)
  private class DecideCommand implements Callable<Integer> {
    private final String what;
    private final String done;

    @Spec private CommandSpec spec;
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final Confirmation confirmation = new Confirmation();

    @Parameters(paramLabel = "ID", arity = "0..*")
    private List<String> ids;

    @Option(names = "--all", description = "All that the next options want, or simply all, the oldest first, instead of IDs. One that is refused is"
        + " told, and the others go on. Asked again after it was ended, it goes on with the rest.")
    private boolean all;

    @Mixin private final DeliveryFilter.Anywhere filter = new DeliveryFilter.Anywhere();

    @Option(names = "--dry-run", description = "With --all: only tell how many, and which would be refused.")
    private boolean dryRun;

    DecideCommand(String what, String done) {
      this.what = what;
      this.done = done;
    }

    @Override
    public Integer call() throws Exception {
      if (all == (ids != null)) {
        throw new ParameterException(spec.commandLine(), all ? "--all stands for every ID: give either"
            : "give the IDs, or --all, perhaps with --destination, --action, --entity, --error, --since or --until");
      }
      if (!all && (filter.isGiven() || dryRun)) {
        throw new ParameterException(spec.commandLine(), "--destination, --action, --entity, --error, --since, --until and --dry-run are for --all");
      }
      return all ? decideAll() : BulkDecision.post(context, path, ids, what + query(), options.json(), this::told);
    }

    /** What else the request says of one. */
    Query query() {
      return Query.NONE;
    }

    /** What else the request says of all. */
    Query queryOfAll() {
      return query();
    }

    CommandLine line() {
      return spec.commandLine();
    }

    boolean isAboutAll() {
      return all;
    }

    String told(String id, JsonNode answer) {
      return what + " of " + id + " begun: id=" + ConsoleText.field(answer, "id") + "  see: " + list + " show " + ConsoleText.field(answer, "id");
    }

    private int decideAll() throws Exception {
      Query query = filter.query();
      if (!dryRun && confirmation.asks()) {
        confirmation.demandTerminal(context);
        StepwiseDecision would = step(query, true, false);
        // what is refused is told when it is
        would.run("");
        if (!confirmation.given(context, () -> what + " " + would.count(done) + " of " + list)) {
          return 1;
        }
        query = query.bounded(would.asOf());
      }
      StepwiseDecision decision = step(query, dryRun, options.json());
      int code = decision.run("refused");
      if (!options.json()) {
        context.out().println((dryRun ? "would " + what : done) + " " + decision.count(done) + filter.ofAction());
      }
      return code;
    }

    private StepwiseDecision step(Query query, boolean dry, boolean json) {
      return new StepwiseDecision(context, path + "/" + what, queryOfAll().with("dry-run", dry).with(query.given()), json);
    }
  }

  /** A decision to send them again. */
  @Command
  private final class SendAgainCommand extends DecideCommand {
    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there since. Not with --all.")
    private boolean force;

    @Mixin private final WhyOption why = new WhyOption();

    SendAgainCommand(String what, String done) {
      super(what, done);
    }

    @Override
    Query query() {
      return Query.NONE.with("force", force).with("reason", why.text());
    }

    @Override
    Query queryOfAll() {
      if (force) {
        throw new ParameterException(line(), "--force is for single IDs: --all sends what undoes nothing newer, and tells the rest");
      }
      return Query.NONE.with("reason", why.text());
    }
  }

  @Command(name = "discard")
  private final class DiscardCommand extends DecideCommand {
    @Mixin private final ReasonOption reason = new ReasonOption();

    DiscardCommand() {
      super("discard", "discarded");
    }

    @Override
    Query query() {
      return Query.NONE.with("reason", reason.text());
    }

    @Override
    String told(String id, JsonNode answer) {
      return "discarded " + id;
    }
  }

  @Command(name = "reasons", description = "How many there are of each reason, at each destination: the most frequent first.")
  private final class ReasonsCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      String answer = gateway().get(path + "/reasons");
      options.printList(answer, List.of("COUNT", "DESTINATION", "FIRST", "LAST", "REASON"),
          item -> List.of(ConsoleText.field(item, "count"), ConsoleText.field(item, "destination"), ConsoleText.time(item, "first"),
              ConsoleText.time(item, "last"), ConsoleText.field(item, "reason")), context);
      JsonNode newest = ConsoleText.json(answer).path("newest");
      if (newest.isNumber()) {
        context.err().println("menta-gateway: these are the newest " + newest.asLong() + " alone: there may be more");
      }
      return 0;
    }
  }
}
