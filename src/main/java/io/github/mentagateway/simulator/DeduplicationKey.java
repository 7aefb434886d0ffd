package io.github.mentagateway.simulator;

/** What a receiver compares notifications by, as far as it cannot err: two of different identity are no copies of one another. */
record DeduplicationKey(Content content, Message.Handover handover) {

  static DeduplicationKey of(Message message) {
    return new DeduplicationKey(Content.of(message), message.handover());
  }
}
