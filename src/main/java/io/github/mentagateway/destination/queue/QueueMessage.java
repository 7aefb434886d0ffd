package io.github.mentagateway.destination.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.JsonBody;
import io.github.mentagateway.failure.Causes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;

/** The bean of the kamelets {@code jms-send} and {@code kafka-send}: one message, the same for each attempt. */
public final class QueueMessage {
  /** What says that this message is too large, and not that the broker is down. */
  private static final Set<String> TOO_LARGE = Set.of(
      "org.apache.kafka.common.errors.RecordTooLargeException",
      "org.apache.kafka.common.errors.RecordBatchTooLargeException");

  private boolean jms;
  private JsonBody json = new JsonBody("");
  private FieldResolver fields = new FieldResolver("");

  /** {@code jms} or {@code kafka}. */
  public void setSystem(String name) {
    jms = name.equals("jms");
  }

  /** The template of the message; with an empty one it is the body as it stands. */
  public void setJson(String template) {
    json = new JsonBody(template);
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  public void prepare(Exchange exchange) throws JsonProcessingException {
    byte[] content = json.bytes(exchange, fields);
    String id = exchange.getVariable("deliveryId", String.class);
    String entity = exchange.getVariable("entity", String.class);
    String sequence = exchange.getVariable("sequence", String.class);
    Message call = IsolatedCall.begin(exchange);
    call.setBody(jms ? new String(content, StandardCharsets.UTF_8) : content);
    header(call, "menta_delivery_id", id);
    header(call, "menta_sequence", sequence);
    header(call, jms ? "JMSXGroupID" : "kafka.KEY", entity);
    if (jms) {
      header(call, "JMSCorrelationID", id);
    }
  }

  private static void header(Message call, String name, String value) {
    if (value != null && !value.isEmpty()) {
      call.setHeader(name, value);
    }
  }

  /** Throws the failure of the call on, or one that no retry can cure when the message is at fault. */
  public void judge(Exchange exchange) throws Exception {
    Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
    if (Causes.of(failure).stream().anyMatch(cause -> TOO_LARGE.contains(cause.getClass().getName()))) {
      throw new PermanentFailureException("the message is larger than the client or the broker takes: send less of the notification (the"
          + " parameter json), or raise the limit there");
    }
    throw failure;
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }
}
