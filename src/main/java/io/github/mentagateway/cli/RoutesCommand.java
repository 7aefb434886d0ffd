package io.github.mentagateway.cli;

import io.github.mentagateway.routemap.RouteMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws what the route files say. Needs no gateway that runs. */
@Command(name = "routes", sortOptions = false,
    description = "Draw the routes: what comes on the left, where it goes on the right.",
    footer = {"", "It reads the files, not a gateway that runs. Placeholders are shown as they are written.",
        "Exit codes: 0 done, 1 a file could not be read, and the drawing says which, 2 wrong usage."})
final class RoutesCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final String STDOUT = "-";

  private final CommandContext context;

  @Option(names = "--mermaid", description = "Print a flowchart in Mermaid's language, for a wiki.")
  private boolean mermaid;

  @Option(names = "--svg", paramLabel = "FILE", arity = "0..1", fallbackValue = STDOUT,
      description = "Write an SVG picture into this file, or print it.")
  private String svg;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  @Spec
  private CommandSpec spec;

  RoutesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (mermaid && svg != null) {
      throw new ParameterException(spec.commandLine(), "--mermaid and --svg exclude each other: choose one");
    }
    RouteMap map = RouteMap.of(context.settingsWithoutSecrets(), context.environment());
    if (mermaid) {
      context.out().print(map.mermaid());
    } else if (STDOUT.equals(svg)) {
      context.out().print(map.svg());
    } else if (svg != null) {
      write(context.caller().resolve(svg), map.svg());
    } else {
      map.text(WIDTH).forEach(context.out()::println);
    }
    return map.unread().isEmpty() ? 0 : 1;
  }

  private static void write(Path file, String picture) {
    try {
      Files.writeString(file, picture);
    } catch (IOException e) {
      throw new CommandFailedException(file
          + " cannot be written: name a file in a folder that is there and that this user may write to", e);
    }
  }
}
