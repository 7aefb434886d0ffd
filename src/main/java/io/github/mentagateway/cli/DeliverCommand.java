package io.github.mentagateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deliver}, and {@code notifications deliver}. */
@Command(name = "deliver", sortOptions = false,
    description = "Deliver once more, behind what waits: one delivery; or a notification, and with it all that follows from it.",
    footer = {"", "Examples:", "  ./menta-gateway deliver k3f9x2-10042.crm", "  ./menta-gateway notifications deliver k3f9x2-10042"})
final class DeliverCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();

  @Parameters(paramLabel = "ID", arity = "1..*")
  private List<String> ids;

  @Option(names = "--force", description = "Also when a newer one of the same entity waits or was delivered since, and when it has not ended itself.")
  private boolean force;

  @Mixin private final WhyOption why = new WhyOption();

  DeliverCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return BulkDecision.post(context, NotificationsCommand.PATH, ids, "deliver" + Query.NONE.withFlag("force", force).with("reason", why.text()), options.json(),
        (name, answer) -> "delivery of " + name + " begun: id=" + ConsoleText.field(answer, "id")
            + "  see: notifications show " + ConsoleText.field(answer, "id"));
  }
}
