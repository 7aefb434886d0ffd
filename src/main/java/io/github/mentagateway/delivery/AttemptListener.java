package io.github.mentagateway.delivery;

/** Is told of each attempt whose end the store has. It must return at once. */
@FunctionalInterface
public interface AttemptListener {
  AttemptListener NONE = ended -> {};

  void ended(EndedAttempt attempt);
}
