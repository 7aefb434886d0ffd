package io.github.mentagateway.management;

import io.github.mentagateway.health.OperatorHealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Warns of deliveries that no route reads, of dead letters, and of destinations that are paused or down, and tells those that are closed by
 * their window. It never reports down, because other destinations go on, and another instance would see the same. Health may be open to other machines, so
 * it does not say why a person paused one.
 */
final class ChannelHealthCheck extends OperatorHealthCheck {
  private final Supplier<List<DestinationStatus>> destinations;

  ChannelHealthCheck(Supplier<List<DestinationStatus>> destinations) {
    super("channels");
    this.destinations = destinations;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    List<DestinationStatus> all = destinations.get();
    List<String> warnings = new ArrayList<>();
    warn(warnings, all, DestinationStatus::unread, one -> waiting(one) + ")",
        "deliveries wait that no route reads: ", ". Was a destination renamed or removed? A route with that name takes them, destinations move gives"
            + " them to another");
    warn(warnings, all, DestinationStatus::paused, one -> waiting(one) + " wait, since " + one.pausedSince() + ")",
        "paused by a person: ", ". Why, says: destinations list; it goes on with: destinations resume NAME");
    warn(warnings, all, DestinationStatus::down, one -> waiting(one) + " wait, since " + one.downSince() + ")",
        "down: ", ". Each is probed until a delivery succeeds, then what waits goes on by itself");
    warn(warnings, all, one -> one.deadLetters() > 0, one -> "durable:" + one.name() + " (" + one.deadLetters() + ")",
        "dead letters: ", ". They wait for a person: deadletters list");
    List<String> told = new ArrayList<>();
    if (!warnings.isEmpty()) {
      told.add("warning: " + String.join("; ", warnings));
    }
    warn(told, all, DestinationStatus::closed, one -> waiting(one) + " wait, until " + one.window().shown(one.closedUntil()) + ")",
        "closed: ", ". What waits goes on by itself then");
    result.up();
    if (!told.isEmpty()) {
      result.message(String.join("; ", told));
    }
  }

  private static void warn(List<String> warnings, List<DestinationStatus> all, Predicate<DestinationStatus> of,
      Function<DestinationStatus, String> named, String before, String after) {
    String names = all.stream().filter(of).map(named).collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      warnings.add(before + names + after);
    }
  }

  private static String waiting(DestinationStatus destination) {
    return "durable:" + destination.name() + " (" + destination.waiting();
  }
}
