package io.github.mentagateway.simulator;

/** What a receiver tells copies by: two notifications with different keys are certainly no copies of one another. */
record DeduplicationKey(Content content, Message.Handover handover) {

  static DeduplicationKey of(Message message) {
    return new DeduplicationKey(Content.of(message), message.handover());
  }
}
