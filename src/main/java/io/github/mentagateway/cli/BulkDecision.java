package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiFunction;

/** Posts the same decision about several things. One that the gateway refuses does not stop the others. */
final class BulkDecision {
  private BulkDecision() {}

  /**
   * @param path the path of the list, without a slash at its end
   * @param what the last part of the path, with its query
   * @param told makes the line about one of them from its name and the gateway's answer
   * @return the exit code
   */
  static int post(CommandContext context, String path, List<String> names, String what, boolean json,
      BiFunction<String, JsonNode, String> told) throws Exception {
    return post(context, name -> path, names, what, json, told);
  }

  /** Where a thing stands. */
  interface Path {
    String of(String name) throws Exception;
  }

  /** As above, of things that stand in different lists. */
  static int post(CommandContext context, Path path, List<String> names, String what, boolean json,
      BiFunction<String, JsonNode, String> told) throws Exception {
    ManagementClient gateway = new ManagementClient(context.managementSettings());
    int code = 0;
    for (String name : names) {
      try {
        String answer = gateway.post(path.of(name) + "/" + ManagementClient.part(name) + "/" + what);
        context.out().println(json ? ConsoleText.safe(answer.strip()) : told.apply(name, ConsoleText.json(answer)));
      } catch (CommandFailedException e) {
        context.err().println("menta-gateway: " + ConsoleText.plain(e.getMessage()));
        code = 1;
      }
    }
    return code;
  }
}
