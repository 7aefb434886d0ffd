package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code notifications}: finds whatever was received, in any state, shows it, and delivers it again. */
@Command(sortOptions = false, description = "Find what was received, whatever became of it; show it; deliver it again. Without a command: list.",
    footer = {"", "Examples:", "  menta-gateway notifications find 4711", "  menta-gateway notifications list --destination fulfilment --state dead --since 2h",
        "  menta-gateway notifications show k3f9x2-10042"})
final class NotificationsCommand implements Callable<Integer> {
  private static final String PATH = "/api/notifications";
  private static final String DELIVERIES = "/api/deliveries";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private NotificationsCommand(CommandContext context) {
    this.context = context;
  }

  static CommandLine line(CommandContext context) {
    NotificationsCommand command = new NotificationsCommand(context);
    return new CommandLine(command)
        .addSubcommand(command.new ListCommand())
        .addSubcommand(command.new FindCommand())
        .addSubcommand(command.new ShowCommand())
        .addSubcommand(command.new DeliverCommand());
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  private ManagementClient gateway() throws Exception {
    return new ManagementClient(context.settings());
  }

  /** The part in front of the channel: only a delivery's id has a point. */
  private static String path(String id) {
    return (id.contains(".") ? DELIVERIES : PATH) + "/" + ManagementClient.part(id);
  }

  private int print(String filter, PageOptions page, AnswerOptions options, String again) throws Exception {
    ObjectNode found = collect(filter, page);
    options.printList(found.toString() + "\n", List.of("ID", "RECEIVED", "ACTION", "ENTITY", "DELIVERIES"), ConsoleText.LONGEST_LINE,
        item -> List.of(ConsoleText.field(item, "id"), ConsoleText.time(item, "receivedAt"), ConsoleText.field(item, "action"),
            ConsoleText.field(item, "entity"), ConsoleText.counts(item.path("deliveries"))), context.out());
    String next = ConsoleText.field(found, "next");
    if (!options.json() && !next.isEmpty()) {
      context.out().println("more: ./menta-gateway " + again + " --limit " + page.limit() + " --before " + next);
    }
    return 0;
  }

  /** The gateway ends an answer where it has looked through enough: it is asked until the page is full. */
  private ObjectNode collect(String filter, PageOptions page) throws Exception {
    ManagementClient gateway = gateway();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    Long before = page.before();
    JsonNode answer;
    do {
      answer = ConsoleText.json(gateway.get(PATH + "?limit=" + (page.checkedLimit() - items.size())
          + (before == null ? "" : "&before=" + before) + filter));
      answer.path("items").forEach(items::add);
      before = answer.path("next").isNull() ? null : answer.path("next").asLong();
    } while (before != null && items.size() < page.limit());
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("items", items);
    all.set("next", answer.path("next"));
    all.set("lookedBackTo", answer.path("lookedBackTo"));
    return all;
  }

  @Command(name = "list", sortOptions = false, description = "The newest first. All that is asked for must hold.")
  private final class ListCommand implements Callable<Integer> {
    @Mixin private final NotificationFilter filter = new NotificationFilter();
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
      return print(filter.query(), page, options, "notifications list" + filter.typed());
    }
  }

  @Command(name = "find", description = "Those about a ticket, listing, show or whatever else has this id; or the one with this id of the gateway's own.")
  private final class FindCommand implements Callable<Integer> {
    @Mixin private final PageOptions page = new PageOptions();
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Override
    public Integer call() throws Exception {
      return print("&q=" + ManagementClient.part(id), page, options, "notifications find " + NotificationFilter.quoted(id));
    }
  }

  @Command(name = "show", description = "One notification with its deliveries and its body; or one delivery, with its attempts.")
  private final class ShowCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--reveal", description = "Show personal data as it came. That is recorded (./menta-gateway acts).")
    private boolean reveal;

    @Override
    public Integer call() throws Exception {
      String answer = gateway().get(path(id) + (reveal ? "?reveal=true" : ""));
      if (options.json()) {
        context.out().print(answer);
      } else {
        LetterPrinter.print(ConsoleText.json(answer), context.out());
      }
      return 0;
    }
  }

  @Command(name = "deliver", description = "Deliver once more, behind what waits: one delivery; or a notification, and with it all that follows from it.")
  private final class DeliverCommand implements Callable<Integer> {
    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--force", description = "Also when a newer one of the same entity waits or was delivered since, and when it has not ended itself.")
    private boolean force;

    @Mixin private final WhyOption why = new WhyOption();

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, PATH, ids, "deliver?force=" + force + why.query(), options.json(),
          (name, answer) -> "delivery of " + name + " begun: id=" + ConsoleText.field(answer, "id")
              + "  see: notifications show " + ConsoleText.field(answer, "id"));
    }
  }
}
