package io.github.mentagateway.durable;

import org.apache.camel.Exchange;

/** Lets tests of other packages stand in for the store, and see what it learns of an answer. */
public final class IncomingRequests {
  private IncomingRequests() {}

  /** As if the request that the exchange came from were on disk now. */
  public static void take(Exchange exchange, Acknowledgement acknowledgement) {
    IncomingRequest request = IncomingRequest.of(exchange);
    request.storing(exchange);
    request.stored(acknowledgement);
    exchange.setVariable("receipt", acknowledgement);
  }

  public static void whenCertain(IncomingRequest request, Runnable task) {
    request.whenAnswered(task);
  }
}
