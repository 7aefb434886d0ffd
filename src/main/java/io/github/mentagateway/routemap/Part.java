package io.github.mentagateway.routemap;

import java.util.List;

/** A part of what a route does with a message, in the order of its file. */
sealed interface Part {

  /** @param on when these parts are done: an action's name, or a condition as it is written */
  record Branch(String on, List<Part> parts) implements Part {}

  /** @param to the channel, or another endpoint that a route of these files reads, such as {@code durable:fulfilment} */
  record Send(String to) implements Part {}

  /** @param what a system, in words */
  record Reach(String what) implements Part {}
}
