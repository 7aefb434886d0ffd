package io.github.mentagateway.durable;

/** Lets tests of other packages see what the store is told of an answer. */
public final class Answers {
  private Answers() {}

  public static void whenCertain(IncomingRequest request, Runnable task) {
    request.whenAnswered(task);
  }
}
