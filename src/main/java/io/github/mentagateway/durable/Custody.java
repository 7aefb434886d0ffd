package io.github.mentagateway.durable;

import io.github.mentagateway.inbox.Acceptance;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Receipt;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an arrival into custody. Its exchange goes on afterwards, never on the store's thread. */
final class Custody {
  private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

  /** The published actions: the sender must not make up labels of a metric. */
  private static final Set<String> PUBLISHED = Set.of("ticket.updated", "event.unlock", "listing.created", "listing.updated",
      "listing.deleted", "notifyMe.created.updated", "payouts.delivered");

  private final Acceptance acceptance;
  private final MeterRegistry meters;

  Custody(Acceptance acceptance, MeterRegistry meters) {
    this.acceptance = acceptance;
    this.meters = meters;
  }

  /** A request gives its thread back until the store has answered. Any other route waits on its own thread. */
  boolean take(Arrival arrival, Exchange exchange, AsyncCallback callback) {
    IncomingRequest request = IncomingRequest.of(exchange);
    if (request != null) {
      request.storing(exchange);
    }
    CompletableFuture<Receipt> answer = acceptance.accept(arrival);
    if (request == null) {
      answer.handle((receipt, failure) -> tell(arrival, exchange, receipt, failure)).join();
      callback.done(true);
      return true;
    }
    answer.whenComplete((receipt, failure) -> request.resume().execute(() -> {
      tell(arrival, exchange, receipt, failure);
      callback.done(false);
    }));
    return false;
  }

  private Void tell(Arrival arrival, Exchange exchange, Receipt receipt, Throwable failure) {
    if (failure != null) {
      exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
      return null;
    }
    Acknowledgement acknowledgement = Acknowledgement.of(receipt, arrival.action());
    rememberTheAnswer(exchange, receipt, acknowledgement);
    exchange.setVariable("notificationId", receipt.id());
    exchange.setVariable("receipt", acknowledgement);
    try {
      count(arrival, receipt, acknowledgement.outcome());
    } catch (RuntimeException e) {
      // the notification is in custody: a counter that fails must not take the answer away
      LOG.error("event=not_counted error={}", e.toString());
    }
    return null;
  }

  /** The store must know when the sender certainly has its answer: until then a copy may come, whatever came since. */
  private void rememberTheAnswer(Exchange exchange, Receipt receipt, Acknowledgement acknowledgement) {
    Runnable answered = () -> acceptance.answered(receipt);
    IncomingRequest request = IncomingRequest.of(exchange);
    if (request != null) {
      request.whenAnswered(answered);
      request.stored(acknowledgement);
      return;
    }
    exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
      @Override
      public void onComplete(Exchange done) {
        answered.run();
      }
    });
  }

  private void count(Arrival arrival, Receipt receipt, String outcome) {
    String action = arrival.action() != null && PUBLISHED.contains(arrival.action()) ? arrival.action() : "other";
    meters.counter("menta.notifications", "action", action, "outcome", outcome).increment();
    if (receipt.outcome() == Receipt.Outcome.DUPLICATE) {
      meters.counter("menta.duplicates", "rule", receipt.rule().name().toLowerCase(Locale.ROOT)).increment();
    }
  }
}
