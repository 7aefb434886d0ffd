package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.schema.Schemas;
import io.github.mentagateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints the JSON schemas that editors read. */
@Command(name = "schema", sortOptions = false,
    description = "Print a JSON schema for editors: of routes and kamelets (Camel's, with this folder's kamelets), cases, or settings.",
    footer = {"", "--write makes the files that .vscode/settings.json names. Make them anew when a kamelet or the gateway has changed.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage."})
final class SchemaCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("routes", "kamelets", "cases", "destinations", "properties");

  private final CommandContext context;

  @Parameters(paramLabel = "WHAT", arity = "0..1", converter = Name.class, completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(names = "--write", paramLabel = "FOLDER", arity = "0..1", fallbackValue = "schemas",
      description = "Write all of them into this folder as NAME.schema.json; into schemas when none is named.")
  private String folder;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  @Spec
  private CommandSpec spec;

  SchemaCommand(CommandContext context) {
    this.context = context;
  }

  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!NAMES.contains(text)) {
        throw new TypeConversionException("'" + text + "': it must be one of " + String.join(", ", NAMES));
      }
      return text;
    }
  }

  @Override
  public Integer call() throws Exception {
    if ((name == null) == (folder == null)) {
      throw new ParameterException(spec.commandLine(), "say which schema is to be printed, or --write for all as files");
    }
    if (name != null) {
      context.out().println(text(schema(name)));
      return 0;
    }
    Path to = context.caller().resolve(folder);
    for (String one : NAMES) {
      write(to.resolve(one + ".schema.json"), text(schema(one)));
    }
    return 0;
  }

  private JsonNode schema(String one) throws SettingsException {
    return switch (one) {
      case "cases" -> Schemas.cases();
      case "destinations" -> Schemas.destinations();
      case "properties" -> Schemas.properties();
      case "kamelets" -> ofFolder().kamelets();
      default -> ofFolder().routes();
    };
  }

  private Schemas ofFolder() throws SettingsException {
    return new Schemas(context.settingsWithoutSecrets(), context.environment());
  }

  private static String text(JsonNode schema) throws IOException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema);
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      context.out().println("wrote " + file);
    } catch (IOException e) {
      throw new CommandFailedException(file + " cannot be written: name a folder that this user may write to", e);
    }
  }
}
