package io.github.mentagateway.cli;

import io.github.mentagateway.scaffold.Kind;
import io.github.mentagateway.scaffold.NewCase;
import io.github.mentagateway.scaffold.NewDestination;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes starting files for authors. */
@Command(sortOptions = false, description = "Write a good starting file: a destination with all that belongs to it, or a case.")
final class NewCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Spec
  private CommandSpec spec;

  private NewCommand(CommandContext context) {
    this.context = context;
  }

  static CommandLine line(CommandContext context) {
    NewCommand command = new NewCommand(context);
    return new CommandLine(command).addSubcommand(command.new DestinationCommand()).addSubcommand(command.new CaseCommand());
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what: new destination NAME --kind KIND, or new case NAME");
  }

  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Kind.values()).map(Kind::toString).iterator();
    }
  }

  static final class KindName implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      return Stream.of(Kind.values()).filter(kind -> kind.toString().equals(text)).findFirst().orElseThrow(() ->
          new TypeConversionException("'" + text + "': it must be one of " + String.join(", ", new Kinds())));
    }
  }

  @Command(name = "destination", sortOptions = false,
      description = "Write a destination: its route, its mail, its settings and its case; with --action the router's step too.",
      footer = {"", "Nothing is overwritten. Exit codes: 0 done, 1 refused, with nothing written, 2 wrong usage."})
  private final class DestinationCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The channel: small letters, digits and '-', such as crm.")
    private String name;

    @Option(names = "--kind", paramLabel = "KIND", required = true, converter = KindName.class, completionCandidates = Kinds.class,
        description = "What it reaches: ${COMPLETION-CANDIDATES}. The last two need jars in lib/.")
    private Kind kind;

    @Option(names = "--action", paramLabel = "ACTION",
        description = "Put the step into the router's branch of this action, such as ticket.updated.")
    private String action;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
      NewDestination.write(context.settingsWithoutSecrets(), context.environment(), name, kind, Optional.ofNullable(action))
          .forEach(context.out()::println);
      return 0;
    }
  }

  @Command(name = "case", sortOptions = false, description = "Write a case without an expectation, into test-cases/NAME.case.yaml.",
      footer = {"", "Nothing is overwritten. Exit codes: 0 done, 1 refused, with nothing written, 2 wrong usage."})
  private final class CaseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The name of its file, such as crm-is-down.")
    private String name;

    @Option(names = "--sample", paramLabel = "FILE", description = "The file of samples/ that is sent.")
    private String sample;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
      Optional<String> file = Optional.ofNullable(sample).map(path -> path.replaceFirst("^(\\./)?samples/", ""));
      NewCase.write(context.settingsWithoutSecrets(), name, file).forEach(context.out()::println);
      return 0;
    }
  }
}
