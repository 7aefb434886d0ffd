package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry}, {@code replay}, {@code discard} and {@code move} of one or some ids, whichever list they stand in. */
final class VerbCommand {
  private VerbCommand() {}

  /** The list in which the delivery waits for a person. */
  private static String list(CommandContext context, String id) throws Exception {
    JsonNode delivery = ConsoleText.json(new ManagementClient(context.managementSettings()).get(DeliveriesCommand.PATH + "/" + ManagementClient.part(id)));
    String state = ConsoleText.field(delivery, "state");
    return switch (state) {
      case "dead" -> "/api/deadletters";
      case "quarantined" -> "/api/quarantine";
      default -> throw new CommandFailedException(id + " is " + state + ": only a dead letter, or what is in quarantine, can be retried or"
          + " replayed" + (state.equals("delivered") ? "; ./menta-gateway deliver " + id + " delivers once more" : ""));
    };
  }

  @Command(name = "retry", sortOptions = false, description = "Try a dead letter again: its id and its place in the order stay.",
      footer = {"", "Many at once: deadletters retry --all. Examples:", "  ./menta-gateway retry k3f9x2-10042.crm",
          "  ./menta-gateway deadletters retry --all --destination crm --dry-run"})
  static final class Retry extends SendAgain {
    Retry(CommandContext context) {
      super(context, "retry");
    }
  }

  @Command(name = "replay", sortOptions = false, description = "Make a new delivery of a dead letter, or of what is in quarantine, at the end of its"
      + " entity's line.",
      footer = {"", "Many at once: quarantine replay --all. Examples:", "  ./menta-gateway replay k3f9x2-10042",
          "  ./menta-gateway quarantine replay --all --action product.updated"})
  static final class Replay extends SendAgain {
    Replay(CommandContext context) {
      super(context, "replay");
    }
  }

  private abstract static class SendAgain implements Callable<Integer> {
    private final CommandContext context;
    private final String what;

    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there since.")
    private boolean force;

    @Mixin private final WhyOption why = new WhyOption();

    SendAgain(CommandContext context, String what) {
      this.context = context;
      this.what = what;
    }

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, id -> list(context, id), ids, what + Query.NONE.with("force", force).with("reason", why.text()), options.json(),
          (id, answer) -> what + " of " + id + " begun: id=" + ConsoleText.field(answer, "id") + "  see: deliveries show " + ConsoleText.field(answer, "id"));
    }
  }

  @Command(name = "discard", sortOptions = false, description = "Never send what waits, a dead letter, or what is in quarantine. Not undone by"
      + " anything.",
      footer = {"", "Many at once: deadletters discard --all, destinations discard. Example:",
          "  ./menta-gateway discard k3f9x2-10042.crm --reason 'mended by hand'"})
  static final class Discard implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private final AnswerOptions options = new AnswerOptions();
    @Mixin private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    Discard(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Exception {
      return BulkDecision.post(context, DeliveriesCommand.PATH, ids, "discard" + Query.NONE.with("reason", reason.text()), options.json(),
          (id, answer) -> "discarded " + id);
    }
  }

  @Command(name = "move", sortOptions = false, description = "Give what waits to another destination, at its place in the order of its entity.",
      footer = {"", "Many at once: destinations move. Example:", "  ./menta-gateway move k3f9x2-10042.crm --to crm-2 --dry-run"})
  static final class Move implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private final AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids;

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Which a route reads.")
    private String to;

    @Option(names = "--force", description = "Also when a newer one of the same entity was delivered there.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only tell whether it would be.")
    private boolean dryRun;

    @Mixin private final WhyOption why = new WhyOption();

    Move(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Exception {
      Query query = Query.NONE.with("to", to).withFlag("force", force).withFlag("dry-run", dryRun).with("reason", why.text());
      return BulkDecision.post(context, DeliveriesCommand.PATH, ids, "move" + query, options.json(),
          (id, answer) -> (dryRun ? "would move " : "moved ") + id + ": " + ConsoleText.field(answer, "id"));
    }
  }
}
