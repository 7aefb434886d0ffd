package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duplicates}: of which notifications copies came that were not delivered, and delivering one all the same. */
@Command(sortOptions = false, description = "List notifications of which copies came, and deliver one once more. Without a command: list.")
final class DuplicatesCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private DuplicatesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static CommandLine line(Surroundings surroundings) {
    DuplicatesCommand command = new DuplicatesCommand(surroundings);
    return new CommandLine(command).addSubcommand(command.new ListCommand()).addSubcommand(command.new DeliverCommand());
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  private ManagementClient gateway() throws Exception {
    return new ManagementClient(surroundings.settings());
  }

  @Command(name = "list", description = "The newest first.")
  private final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many, 1 to 500 (50).")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "N", description = "The page that follows the one that named this number.")
    private Long before;

    @Option(names = "--json", description = "Print the gateway's answer as JSON.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
      if (limit < 1 || limit > 500) {
        throw new CommandLine.ParameterException(spec.commandLine(), "--limit is " + limit + ": it must be between 1 and 500");
      }
      String answer = gateway().get("/api/duplicates?limit=" + limit + (before == null ? "" : "&before=" + before));
      if (json) {
        surroundings.out().print(answer);
        return 0;
      }
      JsonNode page = Text.json(answer);
      if (page.path("items").isEmpty()) {
        surroundings.out().println("none");
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("ID", "RECEIVED", "ACTION", "ENTITY", "COPIES", "LAST COPY"));
      page.path("items").forEach(item -> rows.add(List.of(Text.field(item, "notificationId"), Text.time(item, "receivedAt"),
          Text.field(item, "action"), Text.field(item, "entity"), copies(item.path("copies")), Text.time(item, "lastCopyAt"))));
      Text.table(rows, Text.LONGEST_LINE).forEach(surroundings.out()::println);
      String next = Text.field(page, "next");
      if (!next.isEmpty()) {
        surroundings.out().println("more: ./menta-gateway duplicates list --limit " + limit + " --before " + next);
      }
      return 0;
    }

    private static String copies(JsonNode copies) {
      StringJoiner text = new StringJoiner(", ");
      copies.properties().forEach(rule -> text.add(rule.getValue().asText() + " " + rule.getKey()));
      return text.toString();
    }
  }

  @Command(name = "deliver", description = "A copy was none: deliver the notification once more, behind what waits.")
  private final class DeliverCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--force", description = "Also when a newer one of the same entity waits or was delivered since.")
    private boolean force;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
      String answer = gateway().post("/api/duplicates/" + ManagementClient.part(id) + "/deliver" + (force ? "?force=true" : ""));
      surroundings.out().println("delivery of " + id + " begun: id=" + Text.field(Text.json(answer), "id"));
      return 0;
    }
  }
}
