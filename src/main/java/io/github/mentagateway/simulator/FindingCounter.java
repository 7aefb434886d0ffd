package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Verdict.Example;
import java.util.ArrayList;
import java.util.List;

/** Counts the findings of one kind, and keeps the first few as examples. */
final class FindingCounter {
  private static final int SHOWN = 5;

  private final String name;
  private final String text;
  private final List<Example> examples = new ArrayList<>();
  private long count;
  private long tested;

  FindingCounter(String name, String text) {
    this.name = name;
    this.text = text;
  }

  void tested(long times) {
    tested += times;
  }

  void found(long times, Message message, String destination, String seen) {
    count += times;
    if (examples.size() < SHOWN) {
      examples.add(new Example(message == null ? null : message.number(), message == null ? null : message.entity(), destination, seen));
    }
  }

  Verdict.Promise asPromise() {
    return new Verdict.Promise(name, text, count, tested, List.copyOf(examples));
  }

  Verdict.Note asNote() {
    return new Verdict.Note(name, text, count, List.copyOf(examples));
  }
}
