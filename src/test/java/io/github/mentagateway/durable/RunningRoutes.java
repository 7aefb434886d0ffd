package io.github.mentagateway.durable;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.ManualTimer;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A real Camel with the component on a real inbox. A run whose route fails is tried again when the test moves the clock. */
final class RunningRoutes implements AutoCloseable {
  static final ChannelOptions USUAL = new ChannelOptions(2, 50, Duration.ofSeconds(5), Duration.ofMinutes(8), 2, 0,
      Duration.ofSeconds(60), new ChannelRules(true, false, Duration.ofSeconds(10)));

  final MovableClock clock = new MovableClock();
  final ManualTimer timer = new ManualTimer(clock);
  final DefaultCamelContext camel = new DefaultCamelContext();
  final Inbox inbox;
  /** The sends of the runs, as the inbox got them. */
  final List<Send> sent = new CopyOnWriteArrayList<>();

  RunningRoutes(Path folder) {
    this(folder, new SendLimits(20_000, 16 << 20));
  }

  RunningRoutes(Path folder, SendLimits limits) {
    this(folder, limits, EnvelopeMapper.create());
  }

  RunningRoutes(Path folder, SendLimits limits, ObjectMapper mapper) {
    inbox = InboxFactory.open(
        Stores.sqlite(folder), clock);
    DeliveryServices delivery =
        new DeliveryServices(listening(inbox.work()), clock, timer, () -> 0.5, new SimpleMeterRegistry(), text -> text);
    camel.getRegistry().bind("durable", new DurableComponent(new DurableServices(inbox.acceptance(), delivery, mapper,
        new EntityResolver(Map.of()), new Comparisons(Map.of("ticket.updated", Comparison.Policy.NEWEST), Optional.empty(), new byte[32]),
        USUAL, limits, false, Duration.ofSeconds(20), Dispatcher::new)));
    camel.getShutdownStrategy().setTimeout(30);
    StreamingSplits.in(camel);
  }

  private WorkQueue listening(WorkQueue queue) {
    return (WorkQueue) Proxy.newProxyInstance(WorkQueue.class.getClassLoader(), new Class<?>[] {WorkQueue.class}, (proxy, method, arguments) -> {
      if (method.getName().equals("settle") && arguments[3] instanceof Settlement.Delivered delivered) {
        sent.addAll(delivered.sends());
      }
      try {
        return method.invoke(queue, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  RunningRoutes routes(RouteBuilder routes) throws Exception {
    camel.addRoutes(routes);
    camel.start();
    return this;
  }

  RunningRoutes yaml(String routes) throws Exception {
    camel.start();
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("test.camel.yaml", routes));
    return this;
  }

  /** A ticket's notification, as the intake would take it. */
  String accept(String id) {
    return accept("notifications", "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\"}}", "ticket:" + id);
  }

  String accept(String channel, String envelope, String entity) {
    return accept(channel, envelope.getBytes(StandardCharsets.UTF_8), Map.of(), entity);
  }

  String accept(String channel, byte[] body, Map<String, String> headers, String entity) {
    return inbox.acceptance().accept(new Arrival(channel, new Original(body, headers, clock.instant()), "ticket.updated", entity, null,
        Payload.ORIGINAL, null)).join().id();
  }

  /** Waits until as many attempts of the delivery have ended. */
  Letters.Detail ended(String delivery, int attempts) {
    await().until(() -> find(delivery).attempts().size() >= attempts);
    return find(delivery);
  }

  Letters.Detail find(String delivery) {
    return inbox.letters().find(delivery).orElseThrow();
  }

  /** All that waits in a channel which no route reads. */
  List<Work> waitingIn(String channel) {
    inbox.work().open(channel, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {});
    try {
      return inbox.work().claim(channel, 1000);
    } finally {
      inbox.work().close(channel);
    }
  }

  static String content(Work work) {
    byte[] bytes = work.payload().isOriginal() ? work.original().body() : work.payload().bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    camel.stop();
    inbox.close();
    timer.shutdownNow();
  }
}
