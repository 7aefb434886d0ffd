package io.github.mentagateway.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a person before what cannot be undone. A program says {@code --yes}. */
final class Confirmation {
  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** Whether somebody is asked. */
  boolean asks() {
    return !yes;
  }

  /** Whoever must be asked can be; for before work that would be lost. */
  void demandTerminal(CommandContext context) {
    if (!yes && !context.terminal()) {
      throw new CommandLine.ParameterException(command.commandLine(),
          "nobody can be asked here whether this is meant: add --yes, or try --dry-run first");
    }
  }

  /** @param what would be done, such as "discard 7 deliveries" */
  boolean given(CommandContext context, Callable<String> what) throws Exception {
    if (yes) {
      return true;
    }
    demandTerminal(context);
    context.err().print("menta-gateway: " + what.call() + "? [y/N] ");
    context.err().flush();
    String answer = new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8)).readLine();
    boolean meant = answer != null && answer.strip().matches("(?i)y|yes");
    if (!meant) {
      context.err().println("menta-gateway: nothing was done");
    }
    return meant;
  }
}
