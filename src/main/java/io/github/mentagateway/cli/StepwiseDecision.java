package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Posts one decision about many things, step by step, each a request of its own: whoever ends it in between has what was done so far. */
final class StepwiseDecision {
  /** The fields of an answer that count what was done. */
  private static final List<String> PROGRESS = List.of("retried", "replayed", "discarded", "moved");

  private final CommandContext context;
  private final String path;
  private final Query query;
  private final boolean json;
  private final Map<String, Long> counts = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private String asOf;
  private String progress = "";

  StepwiseDecision(CommandContext context, String path, Query query, boolean json) {
    this.context = context;
    this.path = path;
    this.query = query;
    this.json = json;
  }

  /**
   * Tells, on stderr, each thing that was not decided so.
   *
   * @param refused the field of an answer with those things, each with a reason
   * @return the exit code
   */
  int run(String refused) throws Exception {
    ManagementClient gateway = new ManagementClient(context.managementSettings());
    int code = 0;
    String after = null;
    do {
      String answer = gateway.post(path + query.with("after", after));
      JsonNode step = ConsoleText.json(answer);
      asOf = asOf == null && step.has("asOf") ? ConsoleText.field(step, "asOf") : asOf;
      step.fields().forEachRemaining(field -> {
        if (field.getValue().asBoolean()) {
          told.add(field.getKey());
        }
      });
      step.fields().forEachRemaining(field -> counts.merge(field.getKey(), field.getValue().asLong(), Long::sum));
      clearProgress();
      if (json) {
        AnswerOptions.printJson(answer, context);
      }
      for (JsonNode one : step.path(refused)) {
        context.err().println("menta-gateway: " + ConsoleText.field(one, "reason"));
        code = 1;
      }
      after = ConsoleText.field(step, "next");
      if (!after.isEmpty()) {
        showProgress();
      }
    } while (!after.isEmpty());
    return code;
  }

  /** A person sees that a long one goes on. */
  private void showProgress() {
    if (context.terminal()) {
      boolean onlyCounts = Boolean.TRUE.equals(query.given().get("dry-run"));
      progress = PROGRESS.stream().filter(counts::containsKey).map(done -> (onlyCounts ? "counted" : done) + " " + counts.get(done) + " …")
          .collect(Collectors.joining());
      context.err().print(progress);
      context.err().flush();
    }
  }

  private void clearProgress() {
    if (!progress.isEmpty()) {
      context.err().print("\r" + " ".repeat(progress.length()) + "\r");
      progress = "";
    }
  }

  /** Whether one of the steps has answered that it is so. */
  boolean has(String field) {
    return told.contains(field);
  }

  /** When the first step was counted; null when all was done and not only counted. */
  String asOf() {
    return asOf;
  }

  /** What the steps have counted together. */
  long count(String field) {
    return counts.getOrDefault(field, 0L);
  }
}
