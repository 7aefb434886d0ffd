package io.github.mentagateway.cli;

import io.github.mentagateway.settings.ManagementSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code console}: where a browser finds the console. */
@Command(name = "console", sortOptions = false,
    description = "Print the address of the console, and on stderr where the token stands that its page asks for.",
    footer = {"", "The token is no part of the address: a browser would keep it in its history.", "Exit codes: 0 done, 1 no gateway answers there, or it has another token, 2 wrong usage."})
final class ConsoleCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  ConsoleCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ManagementSettings settings = context.managementSettings();
    context.out().println(new ManagementClient(settings).console());
    context.err().println("menta-gateway: the page asks for a token: " + settings.management().token()
        .map(given -> "the one of gateway.management.token, or of the variable GATEWAY_MANAGEMENT_TOKEN")
        .orElseGet(() -> "cat " + settings.data().resolve("management-token")) + ", or your own");
    return 0;
  }
}
