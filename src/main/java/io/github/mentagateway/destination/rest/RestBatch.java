package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.JsonBody;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * The bean of the kamelet {@code rest-batch}: one call for the deliveries that are attempted at the same time. Each attempt stays on its
 * own thread and ends by its own answer, so that custody is as for any other call.
 */
public final class RestBatch extends HttpCall {
  /** True while the attempt is to make a call; the kamelet loops on it. */
  private static final String CALL = "MentaBatchCall";
  private static final String PART = "MentaBatchPart";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  /** Answers beside 5xx that are the same for every item: they concern the credentials, the time, or the number of calls. */
  private static final Set<Integer> OF_ALL = Set.of(401, 403, 407, 408, 429);

  private HttpMethods method = HttpMethods.POST;
  private JsonBody json = new JsonBody("");
  private BatchBody body = new BatchBody("");
  private int most;
  private Duration wait = Duration.ofMillis(20);
  private String answers = "";
  private String answerId = "";
  private Batches batches;
  private BatchAnswers own;

  /** An attempt's place in a batch. */
  private record Part(Batches.Batch batch, Batches.Item item, String target) {}

  public void setMethod(String name) {
    if (!Set.of("POST", "PUT", "PATCH").contains(name)) {
      throw new IllegalArgumentException("method is '" + name + "': it must be POST, PUT or PATCH");
    }
    method = HttpMethods.valueOf(name);
  }

  /** The template of one item; with an empty one an item is the body as it stands. */
  public void setJson(String template) {
    json = new JsonBody(template);
  }

  public void setBatchBody(String around) {
    body = new BatchBody(around);
  }

  public void setMost(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("most is '" + items + "': it must be 1 or more, what the API takes in one call");
    }
    most = items;
  }

  public void setWait(Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("wait is '" + duration.toMillis() + "ms': it must be 0ms to " + LONGEST_WAIT.toSeconds()
          + "s, such as 20ms");
    }
    wait = duration;
  }

  public void setAnswers(String expression) {
    answers = expression;
  }

  public void setAnswerId(String member) {
    answerId = member;
  }

  @Override
  public void check() {
    if (!answers.isBlank() && !isConditional()) {
      throw new IllegalArgumentException("answers is given without 'success' and 'failure': one of them must say what each answer means,"
          + " such as success: \"${body[status]} == 'OK'\"");
    }
    if (!answerId.isBlank() && answers.isBlank()) {
      throw new IllegalArgumentException("answerId is given without 'answers': that must say where the list of the answers is");
    }
    super.check();
    // routes that are tried out attempt one delivery after the other
    batches = new Batches(isTriedOut() ? 1 : most, wait.toNanos());
    own = answers.isBlank() ? null : new BatchAnswers(getCamelContext(), mapper(), answers, answerId.strip());
  }

  /** Joins a batch, and ends when the attempt is to make a call, or when a call that another one made has delivered its item. */
  public void join(Exchange exchange) throws JsonProcessingException, HttpOperationFailedException, InterruptedIOException {
    String target = target(exchange);
    String id = exchange.getVariable("deliveryId", String.class);
    Batches.Item item = new Batches.Item(id == null ? exchange.getExchangeId() : id, json.bytes(exchange, fields()));
    Part part = new Part(batches.join(target, item), item, target);
    IsolatedCall.begin(exchange);
    Batches.Outcome outcome = batches.outcome(part.batch);
    if (outcome == null) {
      request(exchange, part);
    } else if (outcome instanceof Batches.EachAlone) {
      request(exchange, alone(part));
    } else if (outcome instanceof Batches.Answered answered) {
      judge(exchange, part, answered);
    } else if (outcome instanceof Batches.Failed failed) {
      throw new CamelExecutionException("the call of the batch failed", exchange, failed.cause());
    }
  }

  private static Part alone(Part part) {
    return new Part(Batches.alone(part.item), part.item, part.target);
  }

  private void request(Exchange exchange, Part part) {
    exchange.setProperty(PART, part);
    exchange.setProperty(CALL, true);
    Message request = exchange.getMessage();
    request.removeHeaders("*");
    write(request, part.target, method, body.of(part.batch.items()), "application/json", BatchBody.idempotencyKey(part.batch.items()));
  }

  /** Takes the answer to the call that this attempt has made. */
  public void answer(Exchange exchange) throws JsonProcessingException, HttpOperationFailedException {
    Part part = exchange.getProperty(PART, Part.class);
    Message answer = exchange.getMessage();
    int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    String text = answer.getBody() == null ? "" : answer.getBody(String.class);
    // a stream is read once, and the text is looked at more often
    answer.setBody(text);
    Map<String, Object> headers = new HashMap<>(answer.getHeaders());
    int size = part.batch.items().size();
    List<String> texts = Collections.nCopies(size, text);
    if (own != null && status / 100 == 2 && !(isTriedOut() && text.isEmpty())) {
      answer.setBody(body(answer));
      texts = own.of(part.batch.items(), exchange, text);
    } else if (size > 1 && !isOfAll(status) && !isDone(exchange)) {
      batches.end(part.batch, new Batches.EachAlone());
      request(exchange, alone(part));
      return;
    }
    Batches.Answered answered = new Batches.Answered(status, headers, texts);
    batches.end(part.batch, answered);
    exchange.removeProperty(CALL);
    judge(exchange, part, answered);
  }

  private static boolean isOfAll(int status) {
    return status >= 500 || OF_ALL.contains(status);
  }

  private boolean isDone(Exchange exchange) {
    try {
      judge(exchange);
      return true;
    } catch (HttpOperationFailedException | RuntimeException e) {
      return false;
    }
  }

  private void judge(Exchange exchange, Part part, Batches.Answered answered) throws HttpOperationFailedException {
    String text = answered.texts().get(part.batch.items().indexOf(part.item));
    if (text == null) {
      throw new UnsuccessfulAnswerException(answered.status(), null, "the API answered " + answered.status()
          + ", and no answer has the id of this delivery as its '" + answerId + "'");
    }
    exchange.getMessage().setHeaders(new HashMap<>(answered.headers()));
    exchange.getMessage().setBody(text);
    judge(exchange);
  }

  /** A call that failed has failed for all that wait for it. */
  @Override
  public void restore(Exchange exchange) {
    Throwable failed = IsolatedCall.end(exchange);
    exchange.removeProperty(CALL);
    if (exchange.removeProperty(PART) instanceof Part part) {
      batches.end(part.batch, new Batches.Failed(failed == null ? new IllegalStateException("the call of the batch had no end") : failed));
    }
  }
}
