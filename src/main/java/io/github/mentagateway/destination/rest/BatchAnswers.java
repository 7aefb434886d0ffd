package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import io.github.mentagateway.privacy.PrivateText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** Takes the answer to a call for several deliveries apart, so that each is judged by its own. */
final class BatchAnswers {
  private final ObjectMapper mapper;
  private final Expression answers;
  private final String answerId;

  /**
   * @param answers an expression in Simple on the answer that gives a list
   * @param answerId the member of an answer that has the id of its delivery; empty when they come in the order of the items
   */
  BatchAnswers(CamelContext context, ObjectMapper mapper, String answers, String answerId) {
    this.mapper = mapper;
    this.answers = context.resolveLanguage("simple").createExpression(answers);
    this.answers.init(context);
    this.answerId = answerId;
  }

  /**
   * The text of each item's answer, in the items' order; null for one whose id no answer has.
   *
   * @param exchange with the answer as its body
   * @param text the whole answer
   * @throws UnsuccessfulAnswerException when it cannot be told which answer is whose
   */
  List<String> of(List<Batches.Item> items, Exchange exchange, String text) throws JsonProcessingException {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    List<?> list = list(exchange);
    if (list == null) {
      throw again(status, "with no list where 'answers' says", text);
    }
    List<String> texts = new ArrayList<>();
    if (answerId.isEmpty()) {
      if (list.size() != items.size()) {
        throw again(status, "with " + list.size() + " answers for " + items.size()
            + " deliveries, so that it cannot be told which is whose", text);
      }
      for (Object one : list) {
        texts.add(text(one));
      }
    } else {
      Map<String, Object> byId = new HashMap<>();
      list.forEach(one -> byId.put(one instanceof Map<?, ?> map ? String.valueOf(map.get(answerId)) : "", one));
      for (Batches.Item item : items) {
        texts.add(byId.containsKey(item.deliveryId()) ? text(byId.get(item.deliveryId())) : null);
      }
    }
    return Collections.unmodifiableList(texts);
  }

  private List<?> list(Exchange exchange) {
    try {
      return answers.evaluate(exchange, Object.class) instanceof List<?> list ? list : null;
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  private String text(Object answer) throws JsonProcessingException {
    return answer instanceof String text ? text : mapper.writeValueAsString(answer);
  }

  private static UnsuccessfulAnswerException again(int status, String why, String text) {
    return new UnsuccessfulAnswerException(status, null, "the API answered " + status + " " + why + ": "
        + PrivateText.mark(RestClient.beginning(text)));
  }
}
