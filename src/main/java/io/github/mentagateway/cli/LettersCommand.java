package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deadletters} and {@code quarantine}: the same commands on two lists. */
@Command(sortOptions = false)
final class LettersCommand implements Callable<Integer> {
  private static final int LONGEST_CELL = 80;
  private static final int LONGEST_REASON = 500;

  private final String list;
  private final Surroundings surroundings;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private LettersCommand(String list, Surroundings surroundings) {
    this.list = list;
    this.surroundings = surroundings;
  }

  static CommandLine line(String list, String what, Surroundings surroundings) {
    LettersCommand command = new LettersCommand(list, surroundings);
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
    return new ManagementClient(surroundings.settings());
  }

  /** @param what the last part of the path, with its query; {@code told}: the line about one ID, given the gateway's answer */
  private int decide(List<String> ids, String what, boolean json, BiFunction<String, JsonNode, String> told) throws Exception {
    ManagementClient gateway = gateway();
    int code = 0;
    for (String id : ids) {
      try {
        String answer = gateway.post("/api/" + list + "/" + ManagementClient.part(id) + "/" + what);
        surroundings.out().println(json ? answer.strip() : told.apply(id, Text.json(answer)));
      } catch (CommandFailedException e) {
        // the others are decided all the same
        surroundings.err().println("menta-gateway: " + e.getMessage());
        code = 1;
      }
    }
    return code;
  }

  /** What the commands have in common. */
  @Command
  private abstract static class Sub implements Callable<Integer> {
    @Option(names = "--json", description = "Print the gateway's answer as JSON.")
    boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    private boolean verbose;
  }

  @Command(name = "list", description = "The newest first.")
  private final class ListCommand extends Sub {
    @Spec private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many, 1 to 500 (50).")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "N", description = "The page that follows the one that named this number.")
    private Long before;

    @Override
    public Integer call() throws Exception {
      if (limit < 1 || limit > 500) {
        throw new CommandLine.ParameterException(spec.commandLine(), "--limit is " + limit + ": it must be between 1 and 500");
      }
      String answer = gateway().get("/api/" + list + "?limit=" + limit + (before == null ? "" : "&before=" + before));
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
      rows.add(List.of("ID", "SINCE", "DESTINATION", "ACTION", "ENTITY", "ATTEMPTS", "REASON"));
      page.path("items").forEach(item -> rows.add(List.of(Text.field(item, "id"), Text.time(item, "since"),
          Text.field(item, "destination"), Text.field(item, "action"), Text.field(item, "entity"), Text.field(item, "attempts"),
          Text.field(item, "reason"))));
      Text.table(rows, surroundings.terminal() ? LONGEST_CELL : Text.LONGEST_LINE).forEach(surroundings.out()::println);
      String next = Text.field(page, "next");
      if (!next.isEmpty()) {
        surroundings.out().println("more: ./menta-gateway " + list + " list --limit " + limit + " --before " + next);
      }
      return 0;
    }
  }

  @Command(name = "show", description = "One, with its attempts and its body.")
  private final class ShowCommand extends Sub {
    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--reveal", description = "Show personal data as it came. The gateway logs that it was asked.")
    private boolean reveal;

    @Override
    public Integer call() throws Exception {
      String answer = gateway().get("/api/" + list + "/" + ManagementClient.part(id) + (reveal ? "?reveal=true" : ""));
      if (json) {
        surroundings.out().print(answer);
      } else {
        LetterPage.print(Text.json(answer), surroundings.out());
      }
      return 0;
    }
  }

  @Command
  private final class DecideCommand extends Sub {
    private final String what;

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there since.")
    private boolean force;

    DecideCommand(String what) {
      this.what = what;
    }

    @Override
    public Integer call() throws Exception {
      return decide(ids, what + (force ? "?force=true" : ""), json,
          (id, answer) -> what + " of " + id + " begun: id=" + Text.field(answer, "id")
              + "  see: " + list + " show " + Text.field(answer, "id"));
    }
  }

  @Command(name = "discard", description = "Never send it: nothing is missing there, or somebody mended it by hand.")
  private final class DiscardCommand extends Sub {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--reason", paramLabel = "TEXT", required = true,
        description = "Why; it is kept with it. At most 500 characters.")
    private String reason;

    @Override
    public Integer call() throws Exception {
      String text = reason.strip();
      if (text.isEmpty() || text.length() > LONGEST_REASON) {
        throw new CommandLine.ParameterException(spec.commandLine(),
            "--reason has " + text.length() + " characters: it must say why, in 1 to " + LONGEST_REASON);
      }
      return decide(ids, "discard?reason=" + ManagementClient.part(text), json, (id, answer) -> "discarded " + id);
    }
  }
}
