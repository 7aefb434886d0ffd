package io.github.mentagateway.intake;

/** Is told of each answered request that has a notification in custody. It runs on the connection's thread and must return at once. */
@FunctionalInterface
public interface RequestListener {
  RequestListener NONE = request -> {};

  void answered(TakenRequest request);
}
