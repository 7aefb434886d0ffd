package io.github.mentagateway.cli;

import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which notifications are wanted. */
final class NotificationFilter {
  @Option(names = "--entity", paramLabel = "ENTITY", converter = Converters.Wanted.class, description = "As the list shows it, such as ticket:4711.")
  private String entity;

  @Option(names = "--action", paramLabel = "ACTION", converter = Converters.Wanted.class, description = "Such as ticket.updated.")
  private String action;

  @Option(names = "--family", paramLabel = "FAMILY", converter = Converters.Wanted.class, description = "What the action begins with, such as listing.")
  private String family;

  @Option(names = "--destination", paramLabel = "NAME", converter = Converters.Wanted.class, description = "With a delivery there.")
  private String destination;

  @Option(names = "--state", paramLabel = "STATE", completionCandidates = DeliveriesCommand.States.class,
      description = "With a delivery that is waiting, delivered, dead, quarantined, replayed or discarded; with --destination: there.")
  private String state;

  @Option(names = "--error", paramLabel = "TEXT", converter = Converters.Wanted.class, description = "With a delivery whose reason or last error has this in it.")
  private String error;

  @Option(names = "--since", paramLabel = "TIME", converter = Converters.Moment.class,
      description = "Received in this time until now, such as 2h, or since a moment such as 2026-11-29T14:05:00Z.")
  private Instant since;

  @Option(names = "--until", paramLabel = "TIME", converter = Converters.Moment.class, description = "Received before that; as --since.")
  private Instant until;

  Query query() {
    return Query.NONE.with("entity", entity).with("action", action).with("family", family).with("destination", destination).with("state", state)
        .with("error", error).with("since", since).with("until", until);
  }

  /**
   * As {@link #query}, for who follows.
   *
   * @throws ParameterException for what is only true of a notification some time after it came
   */
  Query followed(CommandSpec command) {
    if (state != null || error != null) {
      throw new ParameterException(command.commandLine(), (state != null ? "--state" : "--error") + " is about what becomes of a notification, and who"
          + " follows sees each as it comes, before that. Leave it out, or ask again for the list without following");
    }
    return query();
  }
}
