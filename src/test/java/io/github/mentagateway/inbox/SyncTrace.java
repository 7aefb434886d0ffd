package io.github.mentagateway.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw of a process with a store, and whether each acknowledgement came after the sync that it needs. The process writes a
 * line to a file of markers before each request and as soon as it is acknowledged; strace prints a call before it lets the thread
 * go on, so that what causes another call stands above it.
 *
 * <p>A request is on disk when a sync of the log began after a write to the log with the request's token had ended. When no other request
 * was under way, that sync must also have begun after the last write to the log: a sync before the commit is none.
 */
final class SyncTrace {
  private static final String START = "^(\\d+) +(?:[\\d:.]+ +)?";
  private static final Pattern CALL = Pattern.compile(START + "(\\w+)\\(\\d+<(.*?)>(?:\\(deleted\\))?(.*)$");
  private static final Pattern UNLINK = Pattern.compile(START + "(unlink|unlinkat)\\((?:AT_FDCWD(?:<.*?>)?, )?\"(.*?)\"(.*)$");
  private static final Pattern RESUMED = Pattern.compile(START + "<\\.\\.\\. \\w+ resumed>.*$");
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern AT_THE_BEGINNING = Pattern.compile(", 0(?:\\) = \\d+| <unfinished \\.\\.\\.>)$");
  private static final Pattern MARKER = Pattern.compile("\"(\\w+) ([^ ]+)(?: ([^ ]+))?\\\\n\"");

  /** Lines are counted from 1; {@code end} is the line in which the call returned, beyond all lines when it did not or failed. */
  private record Call(String name, String file, String text, int begin, int end) {
    boolean writes() {
      return name.contains("write");
    }

    boolean syncs() {
      return name.contains("sync");
    }

    /** Of a log: what is in it will not be found there any more. */
    boolean discards() {
      return name.startsWith("unlink") || name.equals("ftruncate") || name.equals("pwrite64") && AT_THE_BEGINNING.matcher(text).find();
    }
  }

  /** {@code token}: null when nothing that is written holds one; {@code acknowledged}: beyond all lines until it is. */
  private record Request(String name, String token, int requested, int acknowledged) {
    boolean overlaps(Request other) {
      return requested < other.acknowledged && other.requested < acknowledged;
    }
  }

  /** From one marker {@code phase} to the next. */
  record Phase(String name, int acknowledged, int writes, int syncs) {}

  private static final int NEVER = Integer.MAX_VALUE;

  private final String log;
  private final String database;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Map<String, Integer> phases = new LinkedHashMap<>();

  /**
   * @param log the end of the path of the file that a commit is appended to
   * @param database the end of the path of the file that the log's content goes to later; the same when there is no such file
   */
  private SyncTrace(String log, String database) {
    this.log = log;
    this.database = database;
  }

  /** @param lines of {@code strace -f -y}, with or without times */
  static SyncTrace of(List<String> lines, String log, String database, String markers) {
    SyncTrace trace = new SyncTrace(log, database);
    Map<String, Integer> pending = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher call = matcher(lines.get(i));
      if (call == null) {
        trace.resume(lines.get(i), i + 1, pending);
      } else if (call.group(3).endsWith(markers)) {
        trace.mark(call.group(4), i + 1);
      } else {
        trace.add(call, i + 1, pending);
      }
    }
    return trace;
  }

  private static Matcher matcher(String line) {
    for (Pattern pattern : List.of(CALL, UNLINK)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        return matcher;
      }
    }
    return null;
  }

  private void add(Matcher call, int line, Map<String, Integer> pending) {
    boolean unfinished = call.group(4).endsWith(UNFINISHED);
    if (unfinished) {
      pending.put(call.group(1), calls.size());
    }
    calls.add(new Call(call.group(2), call.group(3), call.group(4), line, unfinished || failed(call.group(4)) ? NEVER : line));
  }

  private void resume(String text, int line, Map<String, Integer> pending) {
    Matcher resumed = RESUMED.matcher(text);
    Integer index = resumed.matches() ? pending.remove(resumed.group(1)) : null;
    if (index != null && !failed(text)) {
      Call call = calls.get(index);
      calls.set(index, new Call(call.name, call.file, call.text, call.begin, line));
    }
  }

  private static boolean failed(String text) {
    int result = text.lastIndexOf(" = ");
    return result < 0 || !Character.isDigit(text.charAt(result + 3));
  }

  private void mark(String text, int line) {
    Matcher marker = MARKER.matcher(text);
    if (!marker.find()) {
      throw new IllegalArgumentException("line " + line + " is no marker: " + text);
    }
    String name = marker.group(2);
    switch (marker.group(1)) {
      case "phase" -> phases.put(name, line);
      case "requested" -> requests.put(name, new Request(name, marker.group(3), line, NEVER));
      case "acknowledged" -> requests.computeIfPresent(name,
          (any, request) -> new Request(name, request.token, request.requested, line));
      default -> throw new IllegalArgumentException("line " + line + " is no marker: " + text);
    }
  }

  long acknowledged() {
    return requests.values().stream().filter(request -> request.acknowledged < NEVER).count();
  }

  /** A sentence for each acknowledgement that came before the request was on disk. */
  List<String> acknowledgedTooEarly() {
    return requests.values().stream().filter(request -> request.acknowledged < NEVER).map(this::check).flatMap(Optional::stream).toList();
  }

  private Optional<String> check(Request request) {
    String acknowledged = request.name + " was acknowledged in line " + request.acknowledged + ", ";
    Optional<Call> own = calls.stream().filter(call -> call.writes() && call.file.endsWith(log) && call.end < request.acknowledged)
        .filter(call -> request.token == null ? call.begin > request.requested : call.text.contains(request.token)).findFirst();
    if (own.isEmpty()) {
      return Optional.of(acknowledged + "and nothing of it was written to " + log + " before");
    }
    Call last = isAlone(request) ? lastWrite(log, request.acknowledged).orElseThrow() : own.get();
    return isSynced(last, request.acknowledged)
        ? Optional.empty()
        : Optional.of(acknowledged + "and " + log + " was not synced after the write in line " + last.begin);
  }

  private boolean isAlone(Request request) {
    return requests.values().stream().noneMatch(other -> !other.name.equals(request.name) && other.overlaps(request));
  }

  /** A sentence for each time the log was cut off or begun anew while what was moved from it to the database was not on disk there. */
  List<String> discardedTooEarly() {
    List<String> found = new ArrayList<>();
    calls.stream().filter(call -> !log.equals(database) && call.file.endsWith(log) && call.discards())
        .forEach(discard -> lastWrite(database, discard.begin).filter(write -> !isSynced(write, discard.begin))
            .ifPresent(write -> found.add(log + " was discarded in line " + discard.begin + ", and " + database
                + " was not synced after the write in line " + write.begin)));
    return found;
  }

  private Optional<Call> lastWrite(String file, int before) {
    return calls.stream().filter(call -> call.writes() && call.file.endsWith(file) && call.begin < before)
        .max(Comparator.comparingInt(Call::begin));
  }

  private boolean isSynced(Call write, int before) {
    return calls.stream().anyMatch(call ->
        call.syncs() && call.file.equals(write.file) && call.begin > write.end && call.end < before);
  }

  /** What happened to the log in each phase. */
  List<Phase> phases() {
    List<Phase> found = new ArrayList<>();
    List<String> names = List.copyOf(phases.keySet());
    for (int i = 0; i < names.size(); i++) {
      int from = phases.get(names.get(i));
      int to = i + 1 < names.size() ? phases.get(names.get(i + 1)) : NEVER;
      List<Call> inside = calls.stream().filter(call -> call.file.endsWith(log) && call.begin > from && call.begin < to).toList();
      found.add(new Phase(names.get(i),
          (int) requests.values().stream().filter(request -> request.acknowledged > from && request.acknowledged < to).count(),
          (int) inside.stream().filter(Call::writes).count(), (int) inside.stream().filter(Call::syncs).count()));
    }
    return found;
  }
}
