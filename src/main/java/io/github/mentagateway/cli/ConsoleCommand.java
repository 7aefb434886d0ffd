package io.github.mentagateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code console}: where a browser finds the console. */
@Command(name = "console", sortOptions = false,
    description = "Print the address of the console, with the management token in it.",
    footer = {"", "The token stands behind the #: a browser keeps that part to itself, and the page takes it out of the address at once. Give the"
        + " address to nobody.", "Exit codes: 0 done, 1 no gateway answers there, or it has another token, 2 wrong usage."})
final class ConsoleCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;

  ConsoleCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.out().println(new ManagementClient(context.settings()).console());
    return 0;
  }
}
