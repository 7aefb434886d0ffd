package io.github.mentagateway.cli;

import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which deliveries are wanted. */
final class DeliveryFilter {
  @Option(names = "--action", paramLabel = "ACTION", converter = Converters.Wanted.class, description = "Of this action.")
  private String action;

  @Option(names = "--entity", paramLabel = "ENTITY", converter = Converters.Wanted.class, description = "Of this entity, such as ticket:4711.")
  private String entity;

  @Option(names = "--error", paramLabel = "TEXT", converter = Converters.Wanted.class, description = "With this in its reason or last error, in any case.")
  private String error;

  @Option(names = "--since", paramLabel = "TIME", converter = Converters.Moment.class,
      description = "In its state since then or later, of what waits: received then. 2h is two hours ago; or a moment such as 2026-11-29T14:05:00Z.")
  private Instant since;

  @Option(names = "--until", paramLabel = "TIME", converter = Converters.Moment.class, description = "In its state since before that, of what waits: received before that; as --since.")
  private Instant until;

  Query query() {
    return Query.NONE.with("action", action).with("entity", entity).with("error", error).with("since", since).with("until", until);
  }

  /** For a sentence about them; empty unless they are of one action. */
  String ofAction() {
    return action == null ? "" : " of " + ConsoleText.shown(action);
  }

  /** Of all destinations, if none is named. */
  static final class Anywhere {
    @Option(names = "--destination", paramLabel = "NAME", converter = Converters.Wanted.class, description = "There.")
    private String destination;

    @Mixin private final DeliveryFilter filter = new DeliveryFilter();

    Query query() {
      return Query.NONE.with("destination", destination).with(filter.query().given());
    }

    boolean isGiven() {
      return !query().equals(Query.NONE);
    }

    String ofAction() {
      return filter.ofAction();
    }
  }
}
