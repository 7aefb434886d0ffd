package io.github.mentagateway.envelope;

import java.util.AbstractList;
import java.util.List;

/** A JSON array that cannot be changed, and prints its size instead of personal data. */
final class RedactedList extends AbstractList<Object> {
  private final List<Object> items;

  RedactedList(List<Object> items) {
    this.items = items;
  }

  @Override
  public Object get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public String toString() {
    return "[" + size() + " items, not shown]";
  }
}
