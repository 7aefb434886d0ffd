package io.github.mentagateway.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a line of JSON for each attempt. A field without a value is left out. */
final class JournalFile implements Journal.Log {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer out;
  private final long begin;

  /** @param begin of {@link System#nanoTime}: times count from there, in milliseconds */
  JournalFile(Writer out, long begin) {
    this.out = out;
    this.begin = begin;
  }

  @Override
  public void write(Attempt attempt, Fault fault) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("beginMillis", (attempt.begin() - begin) / NANOS_PER_MILLI);
    line.put("endMillis", (attempt.end() - begin) / NANOS_PER_MILLI);
    line.put("message", attempt.message().number());
    line.put("action", attempt.message().action());
    line.put("entity", attempt.message().entity());
    line.put("attempt", attempt.number());
    line.put("receipt", attempt.receipt());
    line.put("status", attempt.answer() == null ? null : attempt.answer().status());
    line.put("outcome", attempt.answer() == null ? null : attempt.answer().outcome());
    line.put("cause", attempt.cause());
    line.put("fault", fault == Fault.NONE ? null : fault);
    line.values().removeIf(value -> value == null);
    try {
      out.write(JSON.writeValueAsString(line) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
