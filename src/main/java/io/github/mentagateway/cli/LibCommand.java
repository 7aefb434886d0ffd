package io.github.mentagateway.cli;

import io.github.mentagateway.lib.Libraries;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lib}: adds jars to {@code lib/}, lists and removes them. */
@Command(sortOptions = false, description = "Add jars to lib/ with all that they need, list them, remove them. Without a command: list.")
final class LibCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  private LibCommand(CommandContext context) {
    this.context = context;
  }

  static CommandLine line(CommandContext context) {
    LibCommand command = new LibCommand(context);
    return new CommandLine(command).addSubcommand(command.new AddCommand()).addSubcommand(command.new ListCommand())
        .addSubcommand(command.new RemoveCommand());
  }

  @Override
  public Integer call() throws Exception {
    return new ListCommand().call();
  }

  @Command(name = "add", sortOptions = false,
      description = "Bring libraries by Maven (mvn), with what they need and the gateway does not have: a part of Camel by its name, in the"
          + " gateway's version, anything else as group:artifact:version.",
      footer = {"", "Such as: lib add camel-ftp", "         lib add camel-jms org.apache.activemq:artemis-jakarta-client:2.40.0", "",
          "Exit codes: 0 done, 1 failed, with nothing added, 2 wrong usage."})
  private final class AddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LIBRARY", arity = "1..*", description = "camel-NAME, or group:artifact:version.")
    private List<String> names;

    @Option(names = "--offline", description = "Take only what Maven has fetched before.")
    private boolean offline;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
      new Libraries(context.home()).add(names, offline, context.environment()).forEach(context.out()::println);
      return 0;
    }
  }

  @Command(name = "list", description = "The jars in lib/, with their sizes.")
  private final class ListCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
      new Libraries(context.home()).listed().forEach(context.out()::println);
      return 0;
    }
  }

  @Command(name = "remove", description = "Remove jars from lib/, by the names of their files.")
  private final class RemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Such as camel-ftp-4.18.0.jar.")
    private List<String> names;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
      new Libraries(context.home()).remove(names).forEach(context.out()::println);
      return 0;
    }
  }
}
