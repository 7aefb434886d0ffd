package io.github.mentagateway.cli;

import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.settings.SettingsException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code menta-gateway}. It ends with 0 when done, 1 after problems or a failure, 2 after wrong usage; each error is a sentence on stderr.
 */
public final class GatewayCommand {
  /** The variable in which the launcher script, which changes the folder, passes the one that the person was in. */
  static final String CALLER = "MENTA_GATEWAY_CALLER";

  private static final String HELP = "help";
  /** The commands, in the order of the help. */
  private static final List<String> COMMANDS = List.of("run", "check", "test", "rehearse", "reload", "routes", "new", "lib", "schema", "send",
      "status", "console", "settings", "notifications", "deliveries", "destinations", "deadletters", "quarantine", "duplicates", "acts", "contract",
      "retry", "replay", "discard", "move", "deliver", "simulate", "archive", CompletionCommand.NAME, HELP);
  /** The commands that list when no command of theirs is typed. */
  private static final Set<String> LISTS = Set.of("notifications", "deliveries", "destinations", "deadletters", "quarantine", "duplicates", "acts",
      "contract");
  private static final String LIST = "list";
  /** The commands that are about all of them. */
  private static final List<String> ABOUT_ALL = List.of(CompletionCommand.NAME, HELP);

  private static final int LONGEST_LINE = 10_000;
  private static final int NARROWEST_HELP = 60;
  private static final int WIDEST_HELP = 100;

  private final GatewayRunner runner;
  private final CommandContext context;

  /** Runs in the working directory, with the process's environment and streams. */
  public GatewayCommand(GatewayRunner runner) {
    this(runner, Path.of("").toAbsolutePath(), System.getenv(), System.in,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8), new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** For tests, which give everything that a command touches beside the network. */
  GatewayCommand(GatewayRunner runner, Path home, Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err,
      boolean terminal) {
    this.runner = runner;
    Path caller = home.resolve(environment.getOrDefault(CALLER, ""));
    this.context = new CommandContext(home, caller, environment, in, out, err, terminal);
  }

  /** @return the exit code; the command {@code run} returns when the gateway has ended, with 2 for settings that are wrong at every start */
  public int execute(String... typed) {
    Callable<Integer> plain = typed.length == 1 ? plain(typed[0]) : null;
    return plain == null ? parsed(withList(typed)) : run(plain);
  }

  /** What is asked most, without any option: it needs no parser, whose classes would be a third of its time. Null for any other. */
  private Callable<Integer> plain(String name) {
    return switch (name) {
      case "status" -> new StatusCommand(context);
      case "notifications" -> NotificationsCommand.list(context);
      case "deliveries" -> DeliveriesCommand.list(context);
      case "destinations" -> DestinationsCommand.list(context);
      case "duplicates" -> DuplicatesCommand.list(context);
      case "acts" -> ActsCommand.list(context);
      case "contract" -> ContractCommand.list(context);
      case "deadletters", "quarantine" -> LettersCommand.list(name, context);
      default -> null;
    };
  }

  private int run(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception e) {
      return failed(e, false);
    } finally {
      context.out().flush();
      context.err().flush();
    }
  }

  private int parsed(String... arguments) {
    CommandLine line = new CommandLine(new Root(new RunCommand(runner, context)));
    for (String name : needed(arguments)) {
      line.addSubcommand(name, command(name));
    }
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(context.display().isCut() ? Math.min(Math.max(context.display().columns(), NARROWEST_HELP), WIDEST_HELP) : WIDEST_HELP)
        .setOut(context.out())
        .setErr(context.err())
        .setParameterExceptionHandler(this::wrongUsage)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          int code = failed(failure, verbose(parsed));
          return failure instanceof SettingsException settings && settings.isFinal() && isRun(parsed) ? CommandLine.ExitCode.USAGE : code;
        });
    int code = line.execute(arguments);
    context.out().flush();
    context.err().flush();
    return code;
  }

  /** So that {@code destinations --json} is {@code destinations list --json}. */
  private static String[] withList(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    boolean lists = !all.isEmpty() && LISTS.contains(all.get(0))
        && (all.size() == 1 || all.get(1).startsWith("-") && !all.contains("-h") && !all.contains("--help"));
    if (lists) {
      all.add(1, LIST);
    }
    return all.toArray(String[]::new);
  }

  /** Only the command that was typed, because making all takes longer than most of them run; all where all are asked for. */
  private static List<String> needed(String... arguments) {
    if (arguments.length == 0) {
      return List.of();
    }
    return COMMANDS.contains(arguments[0]) && !ABOUT_ALL.contains(arguments[0]) ? List.of(arguments[0]) : COMMANDS;
  }

  private Object command(String name) {
    return switch (name) {
      case "run" -> new RunCommand(runner, context);
      case "check" -> new CheckCommand(context);
      case "test" -> new TestCommand(context);
      case "rehearse" -> new RehearseCommand(context);
      case "reload" -> new ReloadCommand(context);
      case "routes" -> new RoutesCommand(context);
      case "new" -> NewCommand.line(context);
      case "lib" -> LibCommand.line(context);
      case "schema" -> new SchemaCommand(context);
      case "send" -> new SendCommand(context);
      case "status" -> new StatusCommand(context);
      case "console" -> new ConsoleCommand(context);
      case "settings" -> new SettingsCommand(context);
      case "notifications" -> NotificationsCommand.line(context);
      case "deliveries" -> DeliveriesCommand.line(context);
      case "retry" -> new VerbCommand.Retry(context);
      case "replay" -> new VerbCommand.Replay(context);
      case "discard" -> new VerbCommand.Discard(context);
      case "move" -> new VerbCommand.Move(context);
      case "deliver" -> new DeliverCommand(context);
      case "deadletters" -> LettersCommand.line(name, "deliveries that were given up", context);
      case "destinations" -> DestinationsCommand.line(context);
      case "duplicates" -> DuplicatesCommand.line(context);
      case "quarantine" -> LettersCommand.line(name, "notifications that no route could take", context);
      case "acts" -> ActsCommand.line(context);
      case "contract" -> ContractCommand.line(context);
      case "simulate" -> new SimulateCommand(context);
      case "archive" -> new ArchiveCommand(context);
      case CompletionCommand.NAME -> new CompletionCommand(context);
      case HELP -> new CommandLine.HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private int wrongUsage(ParameterException wrong, String[] arguments) {
    PrintWriter err = context.err();
    err.println("menta-gateway: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private int failed(Exception failure, boolean verbose) {
    PrintWriter err = context.err();
    if (failure instanceof SettingsException settings) {
      settings.problems().forEach(problem -> err.println("menta-gateway: " + problem));
    } else {
      // it may repeat what another process said
      sentence(failure).lines().forEach(line -> err.println("menta-gateway: " + Masks.oneLine(line, LONGEST_LINE)));
      if (verbose) {
        failure.printStackTrace(err);
      }
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isRun(ParseResult parsed) {
    return !parsed.hasSubcommand() || parsed.subcommand().commandSpec().userObject() instanceof RunCommand;
  }

  private static boolean verbose(ParseResult parsed) {
    ParseResult deepest = parsed;
    boolean verbose = parsed.matchedOptionValue("--verbose", false);
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
      verbose |= deepest.matchedOptionValue("--verbose", false);
    }
    return verbose;
  }

  /** The first message that is neither Camel's nor an executor's: those only wrap a failure. */
  private static String sentence(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      String type = cause.getClass().getName();
      if (cause.getMessage() != null && !type.startsWith("org.apache.camel.") && !type.startsWith("java.util.concurrent.")) {
        return cause.getMessage();
      }
    }
    return failure.getMessage() != null ? failure.getMessage()
        : "failed with a " + failure.getClass().getSimpleName() + " that has no message: --verbose shows where";
  }

  @Command(name = "menta-gateway", versionProvider = Version.class, sortOptions = false,
      description = "Takes custody of menta tech's notifications and brings them to the systems that need them.",
      footer = {"", "Without a command it runs the gateway. Exit codes: 0 done, 1 found problems or failed, 2 wrong usage, or the gateway did not",
          "start since a setting is wrong."})
  private static final class Root implements Callable<Integer> {
    private final RunCommand run;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version and end.")
    private boolean version;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    private boolean verbose;

    Root(RunCommand run) {
      this.run = run;
    }

    @Override
    public Integer call() throws Exception {
      return run.call();
    }
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GatewayCommand.class.getPackage().getImplementationVersion();
      return new String[] {"menta-gateway " + (version == null ? "(not packaged)" : version)};
    }
  }
}
