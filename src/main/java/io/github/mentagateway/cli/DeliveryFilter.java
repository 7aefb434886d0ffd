package io.github.mentagateway.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which deliveries are wanted, but for their state. */
final class DeliveryFilter {
  @Option(names = "--destination", paramLabel = "NAME", description = "There.")
  private String destination;

  @Option(names = "--error", paramLabel = "TEXT", description = "With this in its reason or last error, in any case.")
  private String error;

  @Option(names = "--since", paramLabel = "TIME", converter = Converters.Moment.class,
      description = "In its state since then or later: 2h is two hours ago; or a moment such as 2026-11-29T14:05:00Z.")
  private Instant since;

  @Option(names = "--until", paramLabel = "TIME", converter = Converters.Moment.class, description = "In its state since before that; as --since.")
  private Instant until;

  Map<String, Object> given() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("destination", destination);
    given.put("error", error);
    given.put("since", since);
    given.put("until", until);
    given.values().removeIf(value -> value == null);
    return given;
  }
}
