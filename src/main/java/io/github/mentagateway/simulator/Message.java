package io.github.mentagateway.simulator;

/**
 * One notification in menta's queue, with what it says. Two messages may be equal to the byte, when a ticket goes to and fro.
 *
 * @param number counts from 0 in the order in which menta made them
 * @param action such as {@code ticket.updated}; null when the body is nonsense
 * @param entity the entity whose order must be kept, such as {@code ticket:T4711}; null when there is none
 * @param change what a legacy system's call shows of it, beside the entity: the new owner of a ticket, else the canonical form of its data
 * @param handover from whom to whom; null when the body does not say both, or it is no ticket
 * @param body what is sent, to the byte
 */
record Message(int number, String action, String entity, String change, Handover handover, byte[] body) {

  /** A ticket's change of owner, by mail addresses. */
  record Handover(String from, String to) {}

  boolean isNonsense() {
    return action == null;
  }
}
