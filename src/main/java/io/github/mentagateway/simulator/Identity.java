package io.github.mentagateway.simulator;

/** What a receiver compares notifications by, as far as it cannot err: two of different identity are no copies of one another. */
record Identity(Content content, Message.Handover handover) {

  static Identity of(Message message) {
    return new Identity(Content.of(message), message.handover());
  }
}
