package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code acts}: what people did, who, when, about what, why, and how it ended. */
@Command(sortOptions = false, description = "What people did: who, when, about what, why, and how it ended. Without a command: list.",
    footer = {"", "An act that is begun is under way, or was cut off: look at what it is about. Those older than gateway.retention.acts are removed.",
        "", "Examples:", "  ./menta-gateway acts list --since 12h", "  ./menta-gateway acts list --what pause --about fulfilment",
        "  ./menta-gateway acts list --about k3f9x2-10042", "  ./menta-gateway acts show 10077"})
final class ActsCommand {
  private static final String PATH = "/api/acts";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private ActsCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new ActsCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    ActsCommand command = new ActsCommand(context);
    return new CommandLine(command).addSubcommand(command.new ListCommand()).addSubcommand(command.new ShowCommand());
  }

  static List<String> heading() {
    return List.of("NUMBER", "AT", "WHO", "WHAT", "ABOUT", "OUTCOME", "WHY", "DETAIL");
  }

  static List<String> row(JsonNode act) {
    return List.of(ConsoleText.field(act, "number"), ConsoleText.time(act, "at"), ConsoleText.field(act, "who"), ConsoleText.field(act, "what"),
        ConsoleText.field(act, "about"), ConsoleText.field(act, "outcome"), ConsoleText.field(act, "why"), ConsoleText.field(act, "detail"));
  }

  @Command(name = "list", sortOptions = false, description = "The newest first. All that is asked for must hold.")
  private final class ListCommand implements Callable<Integer> {
    @Option(names = "--who", paramLabel = "NAME", description = "The name of the token.")
    private String who;

    @Option(names = "--what", paramLabel = "WHAT",
        description = "retry, replay, edit, deliver, discard, pause, resume, move, reveal, reload, probe, acknowledge or forget.")
    private String what;

    @Option(names = "--about", paramLabel = "ID", description = "A delivery, a notification with its deliveries, or a destination.")
    private String about;

    @Option(names = "--since", paramLabel = "TIME", converter = Converters.Moment.class,
        description = "In this time until now, such as 2h, or since a moment such as 2026-11-29T14:05:00Z.")
    private Instant since;

    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      Query query = Query.NONE.with("who", who).with("what", what).with("about", about).with("since", since);
      return new PagedList(context, page, options).print(PATH, query, heading(), ActsCommand::row, "acts list" + query.typed());
    }
  }

  @Command(name = "show", description = "One, with every delivery and notification that it was about.")
  private final class ShowCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "NUMBER")
    private String number;

    @Override
    public Integer call() throws Exception {
      ManagementClient gateway = new ManagementClient(context.managementSettings());
      String path = PATH + "/" + ManagementClient.part(number);
      boolean isFirst = true;
      for (String after = ""; isFirst || !after.isEmpty(); isFirst = false) {
        String answer = gateway.get(path + Query.NONE.with("limit", 500).with("after", after.isEmpty() ? null : after));
        JsonNode act = ConsoleText.json(answer);
        if (options.json()) {
          AnswerOptions.printJson(answer, context);
        } else {
          print(act, isFirst);
        }
        after = ConsoleText.field(act, "next");
      }
      return 0;
    }

    private void print(JsonNode act, boolean isFirst) {
      PrintWriter out = context.out();
      if (isFirst) {
        for (String name : List.of("number", "at", "who", "what", "about", "why", "outcome", "detail")) {
          String text = ConsoleText.field(act, name);
          out.printf("%-15s %s%n", name, text.isEmpty() ? "-" : text);
        }
      }
      List<List<String>> rows = new ArrayList<>(List.of(List.of("ID", "CHANGED")));
      act.path("items").forEach(one -> rows.add(List.of(ConsoleText.field(one, "id"), one.path("changed").asBoolean() ? "yes" : "no")));
      if (rows.size() > 1) {
        out.println();
        ConsoleText.table(isFirst ? rows : rows.subList(1, rows.size()), context.display()).forEach(out::println);
      }
    }
  }
}
