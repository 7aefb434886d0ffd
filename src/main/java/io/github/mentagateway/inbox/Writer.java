package io.github.mentagateway.inbox;

/** Where changes are written. Each is answered, or told why not. */
interface Writer {
  void submit(Change change);
}
