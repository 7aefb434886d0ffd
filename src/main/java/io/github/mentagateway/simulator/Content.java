package io.github.mentagateway.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What a legacy system can see of a message. Messages that differ only in what it cannot see have the same content. */
record Content(String action, String entity, String change) {

  static Content of(Message message) {
    return new Content(message.action(), message.entity(), message.change());
  }

  /** Finds the content of a call, also when the call leaves out the action or the entity. */
  static final class Index {
    private final Map<Content, Content> contents = new HashMap<>();

    Index(Collection<Content> all) {
      for (Content content : all) {
        contents.put(content, content);
        contents.putIfAbsent(new Content(null, content.entity, content.change), content);
        contents.putIfAbsent(new Content(content.action, null, content.change), content);
      }
    }

    /** @return null when no message says that */
    Content of(Call call) {
      return contents.get(new Content(call.action(), call.entity(), call.change()));
    }
  }
}
