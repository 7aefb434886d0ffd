package io.github.mentagateway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes commands, options and their values. */
@Command(name = "completion", sortOptions = false,
    description = "Print the completion script for bash and zsh.",
    footer = {"", "For the shell that is open, bash or zsh: source <(./menta-gateway completion)",
        "docs/operating.md says how it stays."})
final class CompletionCommand implements Callable<Integer> {
  static final String NAME = "completion";

  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Spec
  private CommandSpec spec;

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    context.out().print(AutoComplete.bash(root.name(), root.commandLine()));
    return 0;
  }
}
