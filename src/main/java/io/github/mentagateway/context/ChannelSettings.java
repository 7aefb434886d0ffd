package io.github.mentagateway.context;

import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Comparison.Policy;
import io.github.mentagateway.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/** The settings of {@code durable:} channels, in the words of those who keep them. */
public final class ChannelSettings {
  private ChannelSettings() {}

  /** The options of a channel whose route says nothing else. */
  public static ChannelOptions defaults(Settings.Delivery delivery) {
    return new ChannelOptions(delivery.concurrency(), delivery.maxAttempts(), delivery.initialDelay(), delivery.maxDelay(),
        delivery.multiplier(), delivery.jitter(), delivery.timeout(),
        new ChannelRules(delivery.ordered(), delivery.holdBehindDeadLetter(), delivery.probeInterval()), delivery.window(),
        delivery.rate(), delivery.adaptiveConcurrency());
  }

  public static SendLimits sends(Settings.Delivery delivery) {
    return new SendLimits(delivery.maxSends(), delivery.maxSendBytes());
  }

  /** @param ownerKey the key of the digests of owners' addresses */
  public static Comparisons comparisons(Settings.Duplicates duplicates, byte[] ownerKey) {
    Map<String, Policy> policies = new TreeMap<>();
    duplicates.actions().forEach((action, rule) -> policies.put(action, Policy.valueOf(rule.name())));
    return new Comparisons(policies, duplicates.id().map(id -> new Comparisons.SentId(id.inHeader(), id.name())), ownerKey);
  }

  /** The same, where no rule for an action calls a notification a copy. */
  public static Comparisons withoutRules(Settings.Duplicates duplicates, byte[] ownerKey) {
    Map<String, Policy> policies = new TreeMap<>();
    duplicates.actions().keySet().forEach(action -> policies.put(action, Policy.OFF));
    return new Comparisons(policies, duplicates.id().map(id -> new Comparisons.SentId(id.inHeader(), id.name())), ownerKey);
  }
}
