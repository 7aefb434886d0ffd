package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.DeliveryEnvironment;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Receipt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Takes an arrival into custody and lets its exchange go on where it belongs, never on the store's thread. */
record Custody(DeliveryEnvironment environment) {
  /** The published ones: a label of a metric must not be made up by the sender. */
  private static final Set<String> PUBLISHED = Set.of("ticket.updated", "event.unlock", "listing.created", "listing.updated",
      "listing.deleted", "notifyMe.created.updated", "payouts.delivered");

  void take(Arrival arrival, Exchange exchange, AsyncCallback callback) {
    IncomingRequest request = IncomingRequest.of(exchange);
    Executor resume = request == null ? ForkJoinPool.commonPool() : request.resume();
    environment.inbox().accept(arrival).whenComplete((receipt, failure) -> resume.execute(() -> {
      if (failure == null) {
        count(arrival, receipt);
        exchange.setVariable("notificationId", receipt.id());
        exchange.setVariable("receipt", Acknowledgement.of(receipt, arrival.action()));
      } else {
        exchange.setException(failure instanceof CompletionException ? failure.getCause() : failure);
      }
      callback.done(false);
    }));
  }

  private void count(Arrival arrival, Receipt receipt) {
    String action = arrival.action() != null && PUBLISHED.contains(arrival.action()) ? arrival.action() : "other";
    String outcome = Acknowledgement.of(receipt, null).outcome();
    environment.meters().counter("menta.notifications", "action", action, "outcome", outcome).increment();
    if (receipt.outcome() == Receipt.Outcome.DUPLICATE) {
      environment.meters().counter("menta.duplicates", "rule", "newest").increment();
    }
  }
}
