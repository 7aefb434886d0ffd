package io.github.mentagateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a notification or a delivery, whichever the id is of. */
@Command(name = "show", sortOptions = false,
    description = "One notification with its deliveries and its body; or one delivery, with its attempts.",
    footer = {"", "Examples:", "  ./menta-gateway notifications show k3f9x2-10042", "  ./menta-gateway deliveries show k3f9x2-10042.crm --reveal"})
final class ShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();

  @Parameters(paramLabel = "ID")
  private String id;

  @Option(names = "--reveal", description = "Show personal data as it came. That is recorded (./menta-gateway acts).")
  private boolean reveal;

  ShowCommand(CommandContext context) {
    this.context = context;
  }

  /** The part in front of the channel: only a delivery's id has a point. */
  static String path(String id) {
    return (id.contains(".") ? DeliveriesCommand.PATH : NotificationsCommand.PATH) + "/" + ManagementClient.part(id);
  }

  @Override
  public Integer call() throws Exception {
    String answer = new ManagementClient(context.managementSettings()).get(path(id) + (reveal ? "?reveal=true" : ""));
    if (options.json()) {
      AnswerOptions.printJson(answer, context);
    } else {
      LetterPrinter.print(ConsoleText.json(answer), context);
    }
    return 0;
  }
}
