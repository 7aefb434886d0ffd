package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Inbox.Backlog;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Warns of deliveries that no route will ever take. Stays up: the others go on, and another instance would have the same. */
final class ChannelHealthCheck extends AbstractHealthCheck {
  private final Supplier<List<Backlog>> unread;

  ChannelHealthCheck(Supplier<List<Backlog>> unread) {
    super("menta-gateway", "channels");
    this.unread = unread;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  /** It never says down, so a probe would learn nothing from it, and could be told numbers of the past. */
  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    List<Backlog> channels = unread.get();
    result.up();
    if (!channels.isEmpty()) {
      result.message("warning: deliveries wait that no route reads: "
          + channels.stream().map(ChannelHealthCheck::named).collect(Collectors.joining(", "))
          + ". Was a destination renamed or removed? A route with that name takes them");
    }
  }

  private static String named(Backlog backlog) {
    return "durable:" + backlog.channel() + " (" + backlog.waiting() + ")";
  }
}
