package io.github.mentagateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Run the gateway in this folder (config/, routes/) until it is told to end. The default.")
final class RunCommand implements Callable<Integer> {
  private final GatewayRunner runner;
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Option(names = "--verbose", description = "Show the stack trace of a start that fails.")
  private boolean verbose;

  RunCommand(GatewayRunner runner, CommandContext context) {
    this.runner = runner;
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return runner.run(context.settings());
  }
}
