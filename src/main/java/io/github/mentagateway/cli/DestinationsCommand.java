package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.settings.Window;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code destinations}: lists what waits and what is down; pauses and resumes a destination; moves or discards what waits for one that is gone. */
@Command(sortOptions = false, description = "List, pause and resume destinations; move or discard all that waits for one that no route reads any"
    + " more. Without a command: list.")
final class DestinationsCommand implements Callable<Integer> {
  private static final String PATH = "/api/destinations";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private DestinationsCommand(CommandContext context) {
    this.context = context;
  }

  static CommandLine line(CommandContext context) {
    DestinationsCommand command = new DestinationsCommand(context);
    return new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new PauseCommand())
        .addSubcommand(command.new ResumeCommand())
        .addSubcommand(command.new MoveCommand())
        .addSubcommand(command.new DiscardCommand());
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  @Command(name = "list", description = "Every destination, and what waits for it.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      options.printList(new ManagementClient(context.settings()).get(PATH),
          List.of("NAME", "STATE", "SINCE", "WAITING", "OLDEST", "DEAD LETTERS", "NOTE"), ConsoleText.LONGEST_LINE,
          item -> List.of(ConsoleText.field(item, "name"), state(item), since(item), ConsoleText.field(item, "waiting"),
              ConsoleText.time(item, "oldest"), ConsoleText.field(item, "deadLetters"), note(item)),
          context.out());
      return 0;
    }

    /** The states of a destination, of which several may hold; the one that a person can change stands first. */
    private static String state(JsonNode item) {
      StringJoiner state = new StringJoiner(", ").setEmptyValue("up");
      if (has(item, "pausedSince")) {
        state.add("paused");
      }
      if (has(item, "downSince")) {
        state.add("down");
      }
      if (has(item, "closedUntil")) {
        state.add("closed");
      }
      if (!item.path("read").asBoolean()) {
        state.add("unread");
      }
      return state.toString();
    }

    private static String since(JsonNode item) {
      return ConsoleText.time(item, has(item, "pausedSince") ? "pausedSince" : "downSince");
    }

    private static String note(JsonNode item) {
      StringJoiner note = new StringJoiner("; ");
      if (has(item, "pauseReason")) {
        note.add(ConsoleText.field(item, "pauseReason"));
      }
      if (has(item, "downError")) {
        note.add(ConsoleText.field(item, "downError"));
      }
      if (has(item, "nextProbeAt")) {
        note.add("next probe " + ConsoleText.time(item, "nextProbeAt"));
      }
      if (has(item, "closedUntil")) {
        note.add("closed until " + Window.parse(ConsoleText.field(item, "window")).shown(Instant.parse(ConsoleText.field(item, "closedUntil"))));
      }
      if (has(item, "rate")) {
        note.add("at most " + ConsoleText.field(item, "rate"));
      }
      if (item.path("allowed").asInt() < item.path("concurrency").asInt()) {
        note.add(item.path("allowed").asInt() + " of " + item.path("concurrency").asInt() + " at once, as it is slow or has just come back");
      }
      return note.toString();
    }

    private static boolean has(JsonNode item, String name) {
      return !ConsoleText.field(item, name).isEmpty();
    }
  }

  @Command(name = "pause", description = "Send nothing more there, from no instance, also after a restart, until it is resumed.")
  private final class PauseCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, names, "pause" + reason.query(), options.json(),
          (name, answer) -> "paused " + name + before(answer) + "  end it with: destinations resume " + name);
    }

    private static String before(JsonNode answer) {
      String reason = ConsoleText.field(answer, "reasonBefore");
      return reason.isEmpty() ? "" : ", which was paused already; its reason was: " + reason;
    }
  }

  @Command(name = "resume", description = "Let go what waits for it, in order. Of one that is not paused: nothing, and that is no failure.")
  private final class ResumeCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, names, "resume", options.json(),
          (name, answer) -> answer.path("resumed").asBoolean() ? "resumed " + name : name + " was not paused");
    }
  }

  @Command(name = "move", sortOptions = false, description = "Give all that waits for a destination, which was renamed or removed, to"
      + " another one. Each keeps its place in the order of its entity; what is under way, and dead letters, stay. What could undo a newer one,"
      + " or would come twice, is left and told. May be asked again at any time.")
  private final class MoveCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Option(names = "--from", paramLabel = "NAME", required = true, description = "Which no route reads any more.")
    private String from;

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Which a route reads.")
    private String to;

    @Option(names = "--force", description = "Also what is older than one of its entity that was delivered there.")
    private boolean force;

    @Option(names = "--while-read", description = "Also when a route still reads the first.")
    private boolean whileRead;

    @Option(names = "--dry-run", description = "Only tell what would be moved and what left.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
      StepwiseDecision decision = new StepwiseDecision(context, PATH + "/" + ManagementClient.part(from) + "/move?to=" + ManagementClient.part(to)
          + "&force=" + force + "&while-read=" + whileRead + "&dry-run=" + dryRun, options.json());
      int code = decision.run("left");
      if (!options.json()) {
        context.out().println((dryRun ? "would move " : "moved ") + decision.count("moved") + " from " + from + " to " + to
            + stillPaused(decision, from));
      }
      return code;
    }
  }

  private static String stillPaused(StepwiseDecision decision, String name) {
    return decision.has("paused") ? "; " + name + " is still paused: when nobody needs that, destinations resume " + name : "";
  }

  @Command(name = "discard", sortOptions = false, description = "Never send what waits for a destination that no route reads any more. Not undone"
      + " by anything.")
  private final class DiscardCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();
    @Mixin private final Confirmation confirmation = new Confirmation();

    @Parameters(paramLabel = "NAME")
    private String name;

    @Option(names = "--dry-run", description = "Only tell how many that would be.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
      String path = PATH + "/" + ManagementClient.part(name) + "/discard" + reason.query();
      if (!dryRun && !confirmation.given(context, () -> "discard all that waits for " + name + ": " + waiting() + " deliveries, never to be sent")) {
        return 1;
      }
      StepwiseDecision decision = new StepwiseDecision(context, path + "&dry-run=" + dryRun, options.json());
      int code = decision.run("left");
      if (!options.json()) {
        context.out().println((dryRun ? "would discard " : "discarded ") + decision.count("discarded") + " of " + name
            + stillPaused(decision, name));
      }
      return code;
    }

    private String waiting() throws Exception {
      for (JsonNode item : ConsoleText.json(new ManagementClient(context.settings()).get(PATH)).path("items")) {
        if (name.equals(ConsoleText.field(item, "name"))) {
          return ConsoleText.field(item, "waiting");
        }
      }
      return "0";
    }
  }
}
