package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** A page of a long list that the gateway looks through a stretch at a time: it is asked until the page is full. */
final class PagedList {
  private final CommandContext context;
  private final PageOptions page;
  private final AnswerOptions options;

  PagedList(CommandContext context, PageOptions page, AnswerOptions options) {
    this.context = context;
    this.page = page;
    this.options = options;
  }

  /**
   * @param path of the list
   * @param again the command and its filter, for the next page
   * @return the exit code
   */
  int print(String path, Query filter, List<String> heading, Function<JsonNode, List<String>> row, String again) throws Exception {
    ObjectNode found = collect(path, filter);
    options.printList(found.toString(), heading, row, context);
    String next = ConsoleText.field(found, "next");
    if (!options.json() && !next.isEmpty()) {
      context.out().println("more: ./menta-gateway " + again + " --limit " + page.limit() + " --before " + next);
    }
    return 0;
  }

  private ObjectNode collect(String path, Query filter) throws Exception {
    ManagementClient gateway = new ManagementClient(context.managementSettings());
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    Long before = page.before();
    JsonNode answer;
    do {
      answer = ConsoleText.json(gateway.get(path + filter.with("limit", page.checkedLimit() - items.size()).with("before", before)));
      answer.path("items").forEach(items::add);
      before = answer.path("next").isNull() ? null : answer.path("next").asLong();
    } while (before != null && items.size() < page.limit());
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("items", items);
    all.set("next", answer.path("next"));
    if (answer.has("lookedBackTo")) {
      all.set("lookedBackTo", answer.path("lookedBackTo"));
    }
    return all;
  }
}
