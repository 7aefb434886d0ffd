package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mentagateway.privacy.Masks;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: the first thing to ask at night. */
@Command(name = "status", sortOptions = false,
    description = "Say whether notifications are taken, what was refused lately, and all that is wrong.",
    footer = {"", "What was refused is counted since the start, for an hour. Exit codes: 0 all is well, 1 something is wrong or no gateway"
        + " answers, 2 wrong usage.",
        "", "Examples:", "  ./menta-gateway status", "  ./menta-gateway status --json | jq .troubles"})
final class StatusCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000;
  /** One says all that is wrong with the destinations. */
  private static final int LONGEST_TROUBLE = 5_000;

  private final CommandContext context;

  @Mixin private final AnswerOptions options = new AnswerOptions();

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String answer = new ManagementClient(context.managementSettings()).get("/api/status");
    JsonNode status = ConsoleText.json(answer);
    if (options.json()) {
      AnswerOptions.printJson(answer, context);
    } else {
      print(status, context.out());
    }
    return status.path("taking").asBoolean() && status.path("troubles").isEmpty() ? 0 : 1;
  }

  private void print(JsonNode status, PrintWriter out) {
    out.println(context.display().coloured(status.path("taking").asBoolean() ? "Notifications are taken" + (isExpired(status) ? ", but the certificate has expired: menta tech"
        + " cannot connect, unless something before the gateway ends TLS." : ".")
        : "NO NOTIFICATION IS TAKEN: " + ConsoleText.field(status, "reason") + ". menta tech sends again what is refused."));
    Instant now = time(status, "now");
    out.println(ConsoleText.field(status, "lastAccepted").isEmpty() ? "This gateway has taken none since its start, " + when(status, "startedAt", now) + "."
        : "This gateway took the last one " + when(status, "lastAccepted", now) + ", and has run since " + ConsoleText.time(status, "startedAt") + ".");
    items(status, "refused").forEach(one -> out.println("Refused within the last hour: " + ConsoleText.field(one, "count") + " x "
        + ConsoleText.field(one, "what") + meaning(one) + ", the last one " + when(one, "last", now) + "."));
    if (status.at("/held/estimate").asLong() > 0) {
      String held = ConsoleText.field(status.path("held"), "text");
      out.println(Character.toUpperCase(held.charAt(0)) + held.substring(1) + ".");
    }
    out.println(amount(status, "waiting") + " deliveries wait" + (ConsoleText.field(status, "oldest").isEmpty() ? ""
        : ", the oldest since " + ConsoleText.time(status, "oldest")) + "; " + amount(status, "deadLetters") + " dead letters, "
        + amount(status, "quarantined") + " in quarantine.");
    out.println("Certificate until " + certificate(status, now) + "; " + free(status.path("freeBytes").asLong())
        + " are free where the gateway writes.");
    if (!status.path("troubles").isEmpty()) {
      out.println();
      out.println(context.display().coloured("Trouble:"));
      items(status, "troubles").forEach(one -> out.println("- " + Masks.oneLine(one.path("text").asText(), LONGEST_TROUBLE)));
      items(status, "down").forEach(one -> out.println("- " + ConsoleText.field(one, "name") + " is down since " + ConsoleText.time(one, "since")
          + (ConsoleText.field(one, "error").isEmpty() ? "" : ", and said last: " + ConsoleText.field(one, "error"))));
    }
  }

  private static boolean isExpired(JsonNode status) {
    return !ConsoleText.field(status, "certificateEnds").isEmpty() && time(status, "certificateEnds").isBefore(time(status, "now"));
  }

  private static Instant time(JsonNode node, String name) {
    return Instant.parse(ConsoleText.field(node, name));
  }

  private static String free(long bytes) {
    return bytes < 10 * GIGABYTE ? bytes / MEGABYTE + " MB" : bytes / GIGABYTE + " GB";
  }

  private static List<JsonNode> items(JsonNode status, String name) {
    return StreamSupport.stream(status.path(name).spliterator(), false).toList();
  }

  private static String meaning(JsonNode refused) {
    String meaning = ConsoleText.field(refused, "meaning");
    return meaning.isEmpty() ? "" : " (" + meaning + ")";
  }

  /** Numbers are unknown while the store does not answer. */
  private static String amount(JsonNode status, String name) {
    String number = ConsoleText.field(status, name);
    return number.isEmpty() ? "an unknown number of" : number;
  }

  private static String certificate(JsonNode status, Instant now) {
    String end = ConsoleText.field(status, "certificateEnds");
    return end.isEmpty() ? "an unknown time" : ConsoleText.time(status, "certificateEnds") + ", "
        + Duration.between(now, time(status, "certificateEnds")).toDays() + " days";
  }

  /** A time with how long ago that is. */
  private static String when(JsonNode node, String name, Instant now) {
    Duration ago = Duration.between(time(node, name), now);
    String text = ago.compareTo(Duration.ofMinutes(2)) < 0 ? Math.max(0, ago.toSeconds()) + " s"
        : ago.compareTo(Duration.ofHours(2)) < 0 ? ago.toMinutes() + " min" : ago.toHours() + " h";
    return "at " + ConsoleText.time(node, name) + " (" + text + " ago)";
  }
}
