package io.github.mentagateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code duplicates}: lists the notifications of which copies came that were not delivered; delivers one once more. */
@Command(sortOptions = false, description = "List notifications of which copies came, and deliver one once more. Without a command: list.",
    footer = {"", "Examples:", "  ./menta-gateway duplicates --limit 20", "  ./menta-gateway duplicates deliver k3f9x2-10042"})
final class DuplicatesCommand {
  private static final String PATH = "/api/duplicates";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private DuplicatesCommand(CommandContext context) {
    this.context = context;
  }

  /** The list, without any option. */
  static Callable<Integer> list(CommandContext context) {
    return new DuplicatesCommand(context).new ListCommand();
  }

  static CommandLine line(CommandContext context) {
    DuplicatesCommand command = new DuplicatesCommand(context);
    return new CommandLine(command).addSubcommand(command.new ListCommand()).addSubcommand(command.new DeliverCommand());
  }

  private ManagementClient gateway() throws Exception {
    return new ManagementClient(context.managementSettings());
  }

  @Command(name = "list", description = "The newest first.", footer = {"", "Example:", "  ./menta-gateway duplicates list --limit 20"})
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      Query query = page.query();
      String answer = gateway().get(PATH + query);
      options.printList(answer, List.of("ID", "RECEIVED", "ACTION", "ENTITY", "COPIES", "LAST COPY"),
          item -> List.of(ConsoleText.field(item, "notificationId"), ConsoleText.time(item, "receivedAt"),
              ConsoleText.field(item, "action"), ConsoleText.field(item, "entity"), ConsoleText.counts(item.path("copies")),
              ConsoleText.time(item, "lastCopyAt")),
          context);
      if (!options.json()) {
        page.printNext(answer, "duplicates", context.out());
      }
      return 0;
    }
  }

  @Command(name = "deliver", description = "A copy was none: deliver the notification once more, behind what waits.",
      footer = {"", "Example:", "  ./menta-gateway duplicates deliver k3f9x2-10042"})
  private final class DeliverCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--force", description = "Also when a newer one of the same entity waits or was delivered since.")
    private boolean force;

    @Mixin private final WhyOption why = new WhyOption();

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, List.of(id), "deliver" + Query.NONE.withFlag("force", force).with("reason", why.text()), options.json(),
          (name, answer) -> "delivery of " + name + " begun: id=" + ConsoleText.field(answer, "id"));
    }
  }
}
