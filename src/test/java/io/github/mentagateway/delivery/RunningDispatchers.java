package io.github.mentagateway.delivery;

import io.github.mentagateway.ManualTimer;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real inbox with a clock that the test moves, and the dispatchers that the test starts. */
final class RunningDispatchers implements AutoCloseable {
  static final String CHANNEL = "notifications";
  static final ChannelOptions USUAL = new ChannelOptions(4, 50, Duration.ofSeconds(5), Duration.ofMinutes(8), 2, 0,
      Duration.ofSeconds(60), new ChannelRules(true, false, Duration.ofSeconds(10)));

  final MovableClock clock = new MovableClock();
  final ManualTimer timer = new ManualTimer(clock);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Inbox inbox;
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private DeliveryServices services;

  RunningDispatchers(Path folder) {
    inbox = InboxFactory.open(Stores.sqlite(folder), clock);
  }

  Dispatcher start(ChannelOptions options, DeliveryHandler reader) {
    return start(CHANNEL, options, reader, inbox.work());
  }

  Dispatcher start(String channel, ChannelOptions options, DeliveryHandler reader, WorkQueue queue) {
    services = new DeliveryServices(queue, clock, timer, () -> 0.5, meters, text -> text.replace("secret", "***"));
    Dispatcher dispatcher = new Dispatcher(channel, options, reader, services);
    dispatcher.start();
    dispatcher.begin();
    dispatchers.add(dispatcher);
    return dispatcher;
  }

  /** How many attempts the dispatcher that was started last may have under way at present. */
  int allowed() {
    return services.reading().get(CHANNEL).allowed();
  }

  String accept(String entity, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    return inbox.acceptance().accept(new Arrival(CHANNEL, new Original(body, Map.of(), clock.instant()), "ticket.updated", entity, null,
        Payload.ORIGINAL, null)).join().id();
  }

  static String content(Work work) {
    return new String(work.original().body(), StandardCharsets.UTF_8);
  }

  Letters.Detail find(String id) {
    return inbox.letters().find(id).orElseThrow();
  }

  long waiting() {
    return inbox.channels().backlog().stream().mapToLong(Channels.Backlog::waiting).sum();
  }

  @Override
  public void close() {
    dispatchers.forEach(dispatcher -> dispatcher.stop(Duration.ofSeconds(5)));
    inbox.close();
    timer.shutdownNow();
  }
}
