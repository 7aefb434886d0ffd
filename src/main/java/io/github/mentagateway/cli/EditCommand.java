package io.github.mentagateway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quarantine edit}: mends the body of a quarantined notification and replays it; what was received stays as it came. */
@Command(name = "edit", sortOptions = false, description = "Mend the body of one in an editor, or give it as a file, and replay it: a new delivery, at the"
    + " end of the line of the entity that it is about now. What was received stays as it came. Refused when anything newer of that entity"
    + " was delivered, or waits.",
    footer = {"", "The editor is $VISUAL, else $EDITOR. Opening the body shows personal data, which is recorded; with --file nothing is shown.",
        "", "Examples:", "  menta-gateway quarantine edit k3f9x2-10042.notifications --reason 'the proxy had cut it off'",
        "  menta-gateway quarantine edit k3f9x2-10042.notifications --file mended.json --dry-run"})
final class EditCommand implements Callable<Integer> {
  private static final String PATH = "/api/quarantine/";

  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();
  @Mixin private final Confirmation confirmation = new Confirmation();
  @Mixin private final WhyOption why = new WhyOption();

  @Parameters(paramLabel = "ID")
  private String id;

  @Option(names = "--file", paramLabel = "FILE", description = "The mended body, in UTF-8; no editor is opened.")
  private String file;

  @Option(names = "--force", description = "Also when a newer one of the same entity was delivered since, or waits.")
  private boolean force;

  @Option(names = "--dry-run", description = "Only tell what it would be replayed as, and whether that would be refused.")
  private boolean dryRun;

  EditCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (file != null) {
      return send(read(context.caller().resolve(file)), file);
    }
    if (!dryRun) {
      confirmation.demandTerminal(context);
    }
    String received = received();
    try (EditedFile edited = EditedFile.of(received)) {
      try {
        edited.open(context.environment());
        String text = edited.text();
        if (text.stripTrailing().equals(received.stripTrailing())) {
          context.err().println("menta-gateway: nothing was changed, and nothing was done");
          return 1;
        }
        int code = send(text, "the edited text");
        if (code != 0 || dryRun) {
          keep(edited);
        }
        return code;
      } catch (Exception e) {
        keep(edited);
        throw e;
      }
    }
  }

  private void keep(EditedFile edited) throws IOException {
    edited.keep().ifPresent(kept -> context.err().println("menta-gateway: the edited text was kept in " + kept
        + ", readable by you only: give it with --file, and delete it afterwards"));
  }

  /** As it was sent, or as it was edited last. */
  private String received() throws Exception {
    EditedFile.demandEditor(context.environment());
    JsonNode letter = ConsoleText.json(new ManagementClient(context.managementSettings()).get(PATH + ManagementClient.part(id) + "?reveal=true"));
    String text = letter.path(letter.path("payload").isTextual() ? "payload" : "body").asText();
    if (text.matches("(?s).*\n\\.\\.\\. cut after \\d+ characters")) {
      throw new CommandFailedException("the body of " + id + " is too long to be shown as a whole: give the mended one with --file");
    }
    return text;
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new CommandFailedException(path + " cannot be read as a text in UTF-8: name the file that holds the mended body", e);
    }
  }

  /** @param what where the text is from, for a person */
  private int send(String text, String what) throws Exception {
    checkJson(text, what);
    ManagementClient gateway = new ManagementClient(context.managementSettings());
    String body = JsonNodeFactory.instance.objectNode().put("body", text).toString();
    String path = PATH + ManagementClient.part(id) + "/replay";
    Query query = Query.NONE.withFlag("force", force);
    String would = gateway.post(path + query.withFlag("dry-run", true), body);
    if (dryRun) {
      context.out().println(options.json() ? ConsoleText.safe(would.strip()) : "would replay " + described(would));
      return 0;
    }
    if (!confirmation.given(context, () -> "replay " + described(would))) {
      return 1;
    }
    String answer = gateway.post(path + query.with("reason", why.text()), body);
    String made = ConsoleText.field(ConsoleText.json(answer), "id");
    context.out().println(options.json() ? ConsoleText.safe(answer.strip()) : "replay of " + id + ", edited, begun: id=" + made + "  see: notifications show " + made);
    return 0;
  }

  private String described(String would) {
    JsonNode as = ConsoleText.json(would);
    String entity = ConsoleText.field(as, "entity");
    return id + " as " + ConsoleText.field(as, "action") + (entity.isEmpty() ? ", about no entity" : " about " + entity);
  }

  /** The gateway says what else an envelope needs. The message quotes nothing of the body. */
  private static void checkJson(String text, String what) {
    try (JsonParser parser = JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build().createParser(text)) {
      while (parser.nextToken() != null) {
        // to the end
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailedException(what + " is no JSON" + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr()
          + ", column " + e.getLocation().getColumnNr() + ")") + ": nothing was sent", e);
    } catch (IOException e) {
      throw new CommandFailedException(what + " cannot be read: nothing was sent", e);
    }
  }
}
