package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code destinations}: lists what waits and what is down; pauses and resumes a destination; moves or discards what waits. */
@Command(sortOptions = false, description = "List, pause and resume destinations; move or discard what waits. Without a"
    + " command: list.",
    footer = {"", "Examples:", "  ./menta-gateway destinations", "  ./menta-gateway destinations show crm",
        "  ./menta-gateway destinations pause crm --reason 'maintenance until 4'"})
final class DestinationsCommand {
  private static final String PATH = "/api/destinations";
  private static final String LEFT = "left";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private DestinationsCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new DestinationsCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    DestinationsCommand command = new DestinationsCommand(context);
    return new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new ShowCommand())
        .addSubcommand(command.new RetryCommand())
        .addSubcommand(command.new PauseCommand())
        .addSubcommand(command.new ResumeCommand())
        .addSubcommand(command.new MoveCommand())
        .addSubcommand(command.new DiscardCommand());
  }

  @Command(name = "list", description = "Every destination, and what waits for it.",
      footer = {"", "Example:", "  ./menta-gateway destinations list --json | jq '.items[] | select(.downSince)'"})
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      options.printList(new ManagementClient(context.managementSettings()).get(PATH),
          List.of("NAME", "STATE", "SINCE", "WAITING", "OLDEST", "DEAD LETTERS", "NOTE"),
          item -> List.of(ConsoleText.field(item, "name"), DestinationText.state(item), DestinationText.since(item), ConsoleText.field(item, "waiting"),
              ConsoleText.time(item, "oldest"), ConsoleText.field(item, "deadLetters"), DestinationText.note(item)),
          context);
      return 0;
    }
  }

  @Command(name = "show", sortOptions = false, description = "One destination: its state, its last error, what waits, and its dead letters by reason.",
      footer = {"", "Example:", "  ./menta-gateway destinations show crm"})
  private final class ShowCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "NAME")
    private String name;

    @Override
    public Integer call() throws Exception {
      ManagementClient gateway = new ManagementClient(context.managementSettings());
      ObjectNode found = find(ConsoleText.json(gateway.get(PATH)).path("items"), name);
      ArrayNode reasons = found.putArray("reasons");
      for (JsonNode reason : ConsoleText.json(gateway.get("/api/deadletters/reasons")).path("items")) {
        if (name.equals(ConsoleText.field(reason, "destination"))) {
          reasons.add(reason);
        }
      }
      if (options.json()) {
        AnswerOptions.printJson(found.toString(), context);
      } else {
        DestinationText.print(found, reasons, context);
      }
      return 0;
    }
  }

  private static ObjectNode find(JsonNode items, String name) {
    StringJoiner names = new StringJoiner(", ");
    for (JsonNode item : items) {
      if (name.equals(ConsoleText.field(item, "name"))) {
        return (ObjectNode) item;
      }
      names.add(ConsoleText.field(item, "name"));
    }
    throw new CommandFailedException("there is no destination " + name + "; there are: " + names);
  }

  @Command(name = "retry", sortOptions = false, description = "Have a destination that is down tried at once, and not only at the next probe. When that succeeds,"
      + " all that waits goes out.",
      footer = {"", "Example:", "  ./menta-gateway destinations retry crm"})
  private final class RetryCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Mixin private final WhyOption why = new WhyOption();

    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, names, "retry" + Query.NONE.with("reason", why.text()), options.json(),
          (name, answer) -> answer.path("down").asBoolean() ? name + " is tried now; see: destinations show " + name
              : name + " is not down: what waits there goes out by itself, and what failed is tried again when its time has come");
    }
  }

  @Command(name = "pause", description = "Send nothing more there, from no instance, also after a restart, until it is resumed.",
      footer = {"", "Example:", "  ./menta-gateway destinations pause crm --reason 'maintenance until 4'"})
  private final class PauseCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, names, "pause" + Query.NONE.with("reason", reason.text()), options.json(),
          (name, answer) -> "paused " + name + before(answer) + "  end it with: destinations resume " + name);
    }

    private static String before(JsonNode answer) {
      String reason = ConsoleText.field(answer, "reasonBefore");
      return reason.isEmpty() ? "" : ", which was paused already; its reason was: " + reason;
    }
  }

  @Command(name = "resume", description = "Let go what waits for it, in order. Of one that is not paused: nothing, and that is no failure.",
      footer = {"", "Example:", "  ./menta-gateway destinations resume crm"})
  private final class ResumeCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Mixin private final WhyOption why = new WhyOption();

    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, names, "resume" + Query.NONE.with("reason", why.text()), options.json(),
          (name, answer) -> answer.path("resumed").asBoolean() ? "resumed " + name : name + " was not paused");
    }
  }

  @Command(name = "move", sortOptions = false, description = "Give what waits for a destination, all of it or what the options want, to another"
      + " one. Each keeps its place in the order of its entity; what is under way, and dead letters, stay. What could undo a newer one,"
      + " or would come twice, is left and told. May be asked again at any time.",
      footer = {"", "Examples:", "  ./menta-gateway destinations move --from crm --to crm-2 --dry-run",
          "  ./menta-gateway destinations move --from crm --to crm-2 --action listing.created --while-read"})
  private final class MoveCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--from", paramLabel = "NAME", required = true, description = "For which they wait. Which a route reads, with --while-read.")
    private String from;

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Which a route reads.")
    private String to;

    @Mixin private final DeliveryFilter filter = new DeliveryFilter();

    @Option(names = "--force", description = "Also what is older than one of its entity that was delivered there.")
    private boolean force;

    @Option(names = "--while-read", description = "Also when a route still reads the first.")
    private boolean whileRead;

    @Option(names = "--dry-run", description = "Only tell what would be moved and what left.")
    private boolean dryRun;

    @Mixin private final WhyOption why = new WhyOption();
    @Mixin private final Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() throws Exception {
      Query query = filter.query();
      // what is moved can be moved back: a program need not say that it means it
      if (!dryRun && confirmation.asks() && context.terminal()) {
        StepwiseDecision would = step(query, true, false);
        would.run("");
        if (!confirmation.given(context, () -> "move " + would.count("moved") + " of what waits for " + from + " to " + to)) {
          return 1;
        }
        query = query.bounded(would.asOf());
      }
      StepwiseDecision decision = step(query, dryRun, options.json());
      int code = decision.run(LEFT);
      if (!options.json()) {
        context.out().println((dryRun ? "would move " : "moved ") + decision.count("moved") + " from " + from + " to " + to
            + stillPaused(decision, from));
      }
      return code;
    }

    private StepwiseDecision step(Query query, boolean dry, boolean json) {
      return new StepwiseDecision(context, PATH + "/" + ManagementClient.part(from) + "/move", Query.NONE.with("to", to).with("force", force)
          .with("while-read", whileRead).with("dry-run", dry).with("reason", why.text()).with(query.given()), json);
    }
  }

  private static String stillPaused(StepwiseDecision decision, String name) {
    return decision.has("paused") ? "; " + name + " is still paused: when nobody needs that, destinations resume " + name : "";
  }

  @Command(name = "discard", sortOptions = false, description = "Never send what waits for a destination, all of it or what the options want. What is"
      + " under way, and dead letters, stay. Not undone by anything.",
      footer = {"", "Examples:", "  ./menta-gateway destinations discard crm --reason 'switched off' --dry-run",
          "  ./menta-gateway destinations discard crm --entity ticket:4711 --while-read --reason 'mended by hand'"})
  private final class DiscardCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();
    @Mixin private final Confirmation confirmation = new Confirmation();

    @Parameters(paramLabel = "NAME")
    private String name;

    @Mixin private final DeliveryFilter filter = new DeliveryFilter();

    @Option(names = "--while-read", description = "Also when a route still reads it.")
    private boolean whileRead;

    @Option(names = "--dry-run", description = "Only tell how many that would be.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
      Query query = filter.query();
      if (!dryRun && confirmation.asks()) {
        confirmation.demandTerminal(context);
        StepwiseDecision would = step(query, true, false);
        // what is left is told when it is
        would.run("");
        if (would.count("discarded") == 0) {
          context.out().println("nothing of it waits for " + name);
          return 0;
        }
        if (!confirmation.given(context, () -> "discard " + would.count("discarded") + " of what waits for " + name + ", never to be sent")) {
          return 1;
        }
        query = query.bounded(would.asOf());
      }
      StepwiseDecision decision = step(query, dryRun, options.json());
      int code = decision.run(LEFT);
      if (!options.json()) {
        context.out().println((dryRun ? "would discard " : "discarded ") + decision.count("discarded") + " of " + name
            + stillPaused(decision, name));
      }
      return code;
    }

    private StepwiseDecision step(Query query, boolean dry, boolean json) {
      return new StepwiseDecision(context, PATH + "/" + ManagementClient.part(name) + "/discard", Query.NONE.with("reason", reason.text())
          .with("while-read", whileRead).with("dry-run", dry).with(query.given()), json);
    }
  }
}
