package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.rehearsal.Group;
import io.github.mentagateway.rehearsal.Rehearsal;
import io.github.mentagateway.reload.LastGood;
import io.github.mentagateway.reload.OwnValues;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what edited routes would do with notifications that came. It reaches no system and changes nothing; the gateway may run. */
@Command(name = "rehearse", sortOptions = false,
    description = "Run notifications that came through the routes as they are on the disk, with every system a stand-in, and show what would be done"
        + " differently from what the routes did that ran.",
    footer = {"", "Nothing is changed and no system is reached; the gateway may run. Personal data is hidden unless --reveal.",
        "Exit codes: 0 done, 1 the routes do not pass the check or the store cannot be read, 2 wrong usage."})
final class RehearseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--last", paramLabel = "N", defaultValue = "500", description = "The newest N of those that are wanted (${DEFAULT-VALUE}).")
  private int last;

  @Option(names = "--since", paramLabel = "TIME", converter = Converters.Time.class,
      description = "Only those that came in this time until now, such as 24h.")
  private Duration since;

  @Option(names = "--action", paramLabel = "ACTION", description = "Only those with this action, such as ticket.updated.")
  private String action;

  @Option(names = "--quarantine", description = "Only those in the quarantine.")
  private boolean quarantine;

  @Option(names = "--against", paramLabel = "FOLDER",
      description = "Compare with the routes of this folder, or of this gateway's folder, such as a checkout of what runs, in place of those that"
          + " ran last here.")
  private Path against;

  @Option(names = "--reveal", description = "Show personal data.")
  private boolean reveal;

  @Option(names = "--json", description = "Print the groups as JSON.")
  private boolean json;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  @Spec
  private CommandSpec spec;

  RehearseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (last < 1 || last > 100_000) {
      throw new ParameterException(spec.commandLine(), "--last is " + last + ": it must be from 1 to 100000");
    }
    Settings settings = context.settings();
    Settings other = against == null ? null : other(settings, folder(against));
    Rehearsal.Version edited = checked(settings);
    if (other != null) {
      return rehearse(edited, checked(other));
    }
    LastGood lastGood = LastGood.of(settings);
    Optional<RouteFiles> last = lastGood.read();
    return rehearse(edited, last.isEmpty() ? null : before(lastGood.settings(settings), last.get()));
  }

  private Rehearsal.Version before(Settings settings, RouteFiles files) {
    return version(settings, new RouteCheck(settings, context.environment()).run(files), "the routes that ran last");
  }

  /** A folder of routes, or a whole gateway's, whose own values count then too. */
  private Settings other(Settings settings, Path folder) throws SettingsException {
    Path routes = folder.resolve("routes");
    if (!Files.isDirectory(routes)) {
      return settings.withRoutes(folder);
    }
    return OwnValues.over(settings, Settings.loadWithoutSecrets(folder, context.environment()).values()).withRoutes(routes);
  }

  private int rehearse(Rehearsal.Version edited, Rehearsal.Version before) throws Exception {
    Rehearsal.Wanted wanted = new Rehearsal.Wanted(last, since == null ? null : Instant.now().minus(since), action, quarantine);
    Rehearsal.Result result = Rehearsal.run(wanted, before, edited, reveal);
    if (json) {
      context.out().println(ConsoleText.safe(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result)));
    } else {
      print(result, before == null);
    }
    return 0;
  }

  private Path folder(Path asked) {
    Path folder = context.caller().resolve(asked).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), asked
          + " is no folder: name one that holds routes, with kamelets/ and mail/ in it, or the one of a gateway");
    }
    return folder;
  }

  private Rehearsal.Version checked(Settings settings) {
    return version(settings, new RouteCheck(settings, context.environment()).run(), settings.routes().toString());
  }

  private static Rehearsal.Version version(Settings settings, RouteCheck.Result checked, String what) {
    List<Finding> errors = checked.errors();
    if (!errors.isEmpty()) {
      throw new CommandFailedException(errors.size() + (errors.size() == 1 ? " error" : " errors") + " in " + what
          + ", and nothing was rehearsed; 'check' tells all:\n" + errors.get(0));
    }
    return new Rehearsal.Version(settings, checked.files());
  }

  private void print(Rehearsal.Result result, boolean onlyDestinations) {
    PrintWriter out = context.out();
    if (result.notifications() == 0) {
      out.println("nothing to rehearse: the store has no such notification");
      return;
    }
    for (Group group : result.groups()) {
      String count = group.ids().size() + " of " + result.notifications();
      if (group.changes().isEmpty()) {
        out.println(count + " unchanged");
      } else {
        out.println(count + ": " + ConsoleText.plain(String.join("; ", group.changes())));
        out.println("  such as " + ConsoleText.shown(group.ids().get(0) + " (" + (group.action() == null ? "no action" : group.action()) + ")"));
        out.println(ConsoleText.plain(group.diff().indent(4).stripTrailing()));
      }
    }
    if (result.failing() > 0) {
      out.println(result.failing() + " have a delivery that ends as a dead letter here. A query gives the rows of which there are deliveries on"
          + " record, and none otherwise: what would come behind it is not compared. A case can say the rows");
    }
    if (result.otherwise() > 0) {
      out.println(result.otherwise() + " were sent elsewhere when they came: the routes they are compared with were edited since");
    }
    if (onlyDestinations) {
      out.println("only the destinations are compared: no routes ran in this folder yet. Name some with --against FOLDER");
    }
  }
}
