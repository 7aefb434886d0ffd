package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

@Command(name = "send", sortOptions = false,
    description = "Post a notification to the running gateway, over its real TLS and with its credentials, and show the answer.",
    footer = {"", "Ends with 0 only when the answer is 202."})
final class SendCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The body, sent to the byte; - reads it from stdin.")
  private String file;

  @Option(names = "--url", paramLabel = "URL",
      description = "Another gateway's full https URL. Its certificate must be this gateway's own or one that Java trusts.")
  private URI url;

  @Option(names = "--header-value", paramLabel = "VALUE",
      description = "The value of the authentication header, instead of this gateway's.")
  private String headerValue;

  @Option(names = "--json", description = "Print the answer's body as it came.")
  private boolean json;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  SendCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (url != null && !("https".equals(url.getScheme()) && url.getHost() != null)) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--url is '" + url
          + "': it must be a full URL that begins with https://, because credentials go there");
    }
    Settings settings = context.settings();
    if (url == null && headerValue != null && settings.intake().auth().equals(Set.of(Scheme.BASIC))) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--header-value is given, and gateway.intake.auth is basic, "
          + "which takes no such header: leave it out");
    }
    // another gateway with its own credentials needs nothing of this folder
    Credentials credentials = url != null && headerValue != null ? null : Credentials.read(settings);
    byte[] body = body();
    IntakeClient intake = new IntakeClient(settings, credentials);
    HttpExchange.Answer answer = intake.send(url == null ? intake.ownUrl() : url, url == null, headerValue, body);
    print(answer);
    return answer.status() == 202 ? 0 : 1;
  }

  private byte[] body() throws IOException {
    if (file.equals("-")) {
      return context.in().readAllBytes();
    }
    Path path = context.caller().resolve(file);
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException(path + " is not there: give the name of a file with a notification, or - for stdin", e);
    } catch (IOException e) {
      throw new CommandFailedException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void print(HttpExchange.Answer answer) throws IOException {
    if (json) {
      context.out().println(ConsoleText.safe(answer.body().stripTrailing()));
      return;
    }
    StringBuilder line = new StringBuilder().append(answer.status());
    JsonNode body = ConsoleText.json(answer.body());
    ConsoleText.add(line, " ", body, "outcome");
    ConsoleText.add(line, " ", body, "title");
    ConsoleText.add(line, "  id=", body, "id");
    ConsoleText.add(line, "  ", body, "reason");
    ConsoleText.add(line, "  ", body, "detail");
    context.out().println(line);
    String hint = switch (answer.status()) {
      case 401 -> "the credentials are not the gateway's: compare gateway.intake.auth.* with what it was started with";
      case 404 -> "nothing takes notifications at this path: compare it with the one that the gateway printed at its start";
      case 413 -> "the body is larger than gateway.intake.max-body-bytes";
      case 503 -> "the gateway cannot take it now: its log and /observe/health say why; nothing was taken";
      default -> null;
    };
    if (hint != null) {
      context.err().println("menta-gateway: " + hint);
    }
  }
}
