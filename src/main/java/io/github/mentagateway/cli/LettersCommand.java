package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

    @Option(names = "--reveal", description = "Show personal data as it came. That is recorded (./menta-gateway acts).")
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

    @Option(names = "--all", description = "All that the next three options want, or simply all, the oldest first, instead of IDs. One that is refused is"
        + " told, and the others go on. Asked again after it was ended, it goes on with the rest.")
    private boolean all;

    @Option(names = "--destination", paramLabel = "NAME", description = "With --all: only those of this destination.")
    private String destination;

    @Option(names = "--action", paramLabel = "ACTION", description = "With --all: only those of this action.")
    private String action;

    @Option(names = "--error", paramLabel = "TEXT", description = "With --all: only those with this in their reason.")
    private String error;

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
            : "give the IDs, or --all, perhaps with --destination, --action or --error");
      }
      if (!all && (destination != null || action != null || error != null || dryRun)) {
        throw new ParameterException(spec.commandLine(), "--destination, --action, --error and --dry-run are for --all");
      }
      return all ? decideAll() : BulkDecision.post(context, path, ids, what + query(), options.json(), this::told);
    }

    /** What else the request says of one. */
    String query() {
      return "";
    }

    /** What else the request says of all. */
    String queryOfAll() {
      return "?";
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
      if (!dryRun && !confirmation.given(context, this::question)) {
        return 1;
      }
      StepwiseDecision decision = step(dryRun, options.json());
      int code = decision.run("refused");
      if (!options.json()) {
        context.out().println((dryRun ? "would " + what : done) + " " + decision.count(done) + (action == null ? "" : " of " + ConsoleText.shown(action)));
      }
      return code;
    }

    private StepwiseDecision step(boolean dry, boolean json) {
      return new StepwiseDecision(context, path + "/" + what + queryOfAll() + "dry-run=" + dry + part("destination", destination)
          + part("action", action) + part("error", error), json);
    }

    private static String part(String name, String value) {
      return value == null ? "" : "&" + name + "=" + ManagementClient.part(value);
    }

    private String question() throws Exception {
      StepwiseDecision dry = step(true, false);
      // what is refused is told when it is
      dry.run("");
      return what + " " + dry.count(done) + " of " + list;
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
    String query() {
      return "?force=" + force + why.query();
    }

    @Override
    String queryOfAll() {
      if (force) {
        throw new ParameterException(line(), "--force is for single IDs: --all sends what undoes nothing newer, and tells the rest");
      }
      return "?" + why.query().replaceFirst("&", "") + (why.query().isEmpty() ? "" : "&");
    }
  }

  @Command(name = "discard")
  private final class DiscardCommand extends DecideCommand {
    @Mixin private final ReasonOption reason = new ReasonOption();

    DiscardCommand() {
      super("discard", "discarded");
    }

    @Override
    String query() {
      return reason.query();
    }

    @Override
    String queryOfAll() {
      return reason.query() + "&";
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
      options.printList(gateway().get(path + "/reasons"), List.of("COUNT", "DESTINATION", "FIRST", "LAST", "REASON"),
          context.terminal() ? LONGEST_CELL : ConsoleText.LONGEST_LINE,
          item -> List.of(ConsoleText.field(item, "count"), ConsoleText.field(item, "destination"), ConsoleText.time(item, "first"),
              ConsoleText.time(item, "last"), ConsoleText.field(item, "reason")), context.out());
      return 0;
    }
  }
}
