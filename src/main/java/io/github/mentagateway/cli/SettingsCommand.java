package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code settings}: what the running gateway goes by, which need not be what its files say now. */
@Command(name = "settings", sortOptions = false,
    description = "Say which version runs, on which Java, since when, and with which settings. Of a secret it says only whether it is set.",
    footer = {"", "Examples:", "  ./menta-gateway settings gateway.delivery", "  ./menta-gateway settings --json | jq -r '.settings[\"gateway.store.url\"]'"})
final class SettingsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();

  @Parameters(paramLabel = "PREFIX", arity = "0..1", defaultValue = "", description = "Only the settings whose names begin so.")
  private String prefix;

  SettingsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String answer = new ManagementClient(context.managementSettings()).get("/api/settings");
    JsonNode found = ConsoleText.json(answer);
    if (options.json()) {
      AnswerOptions.printJson(answer, context);
      return 0;
    }
    context.out().println("# version " + ConsoleText.field(found, "version") + ", Java " + ConsoleText.field(found, "java") + ", since "
        + ConsoleText.time(found, "startedAt"));
    found.path("settings").fieldNames().forEachRemaining(name -> {
      if (name.startsWith(prefix)) {
        context.out().println(ConsoleText.shown(name) + "=" + ConsoleText.field(found.path("settings"), name));
      }
    });
    return 0;
  }
}
