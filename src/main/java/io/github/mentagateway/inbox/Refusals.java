package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;

/** Why a person's request about a delivery is not carried out. */
record Refusals(Ids ids, Entry entry) {

  static RefusedException noSuchDelivery() {
    return new RefusedException("there is no delivery with this id in this store: list shows those there are");
  }

  static IllegalStateException readAlready(String channel) {
    return new IllegalStateException("channel '" + channel + "' is read by a route already: one route reads a durable channel");
  }

  static IllegalStateException orderChangesUnderWay(String channel) {
    return new IllegalStateException("channel '" + channel + "' still has attempts under way from before its order changed: start it"
        + " again when they have ended");
  }

  /** @param what what only one in the state {@code expected} can be, in the words of the person who asked for it */
  RefusedException stands(String state, State expected, String what) {
    return new RefusedException(
        id() + " is " + state + ", and only one that is " + expected.column + " can be " + what + " here");
  }

  RefusedException newerUnderWay() {
    return new RefusedException(id() + " is older than one that is just being delivered to " + entry.channel() + " for "
        + entry.entity() + ": ask again when that has ended");
  }

  /** @param how what became of the newer one */
  RefusedException undoes(long newer, String how) {
    return new RefusedException(id() + " is older than " + ids.format(newer) + ", which " + how + " to " + entry.channel() + " for "
        + entry.entity() + ": sending it again would undo that one. Nothing is missing there: discard it. "
        + "--force sends it all the same");
  }

  private String id() {
    return ids.format(entry.number());
  }
}
