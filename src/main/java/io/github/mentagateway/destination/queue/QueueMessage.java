package io.github.mentagateway.destination.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.JsonBody;
import io.github.mentagateway.failure.Causes;
import java.io.IOException;
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
  private static final Set<String> NO_ANSWER = Set.of("org.apache.kafka.common.errors.TimeoutException");
  private static final Set<String> UNTRUSTED = Set.of("org.apache.kafka.common.errors.SslAuthenticationException");
  /** The login itself, or what it may do. */
  private static final Set<String> REFUSED = Set.of(
      "jakarta.jms.JMSSecurityException",
      "org.apache.kafka.common.errors.AuthenticationException",
      "org.apache.kafka.common.errors.AuthorizationException");

  private boolean jms;
  private String login = "";
  private JsonBody json = new JsonBody("");
  private FieldResolver fields = new FieldResolver("");

  /** {@code jms} or {@code kafka}. */
  public void setSystem(String name) {
    jms = name.equals("jms");
  }

  /** Where the author has written the login, as it stands in a sentence. */
  public void setLogin(String place) {
    login = place;
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

  /** Throws the failure of the call on: as one that no retry can cure when the message is at fault, and with the setting when it is the login. */
  public void judge(Exchange exchange) throws Exception {
    Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
    if (Causes.has(failure, TOO_LARGE)) {
      throw new PermanentFailureException("the message is larger than the client or the broker takes: send less of the notification (the"
          + " parameter json), or raise the limit there");
    } else if (Causes.has(failure, NO_ANSWER)) {
      throw new IOException("no broker has taken the message in time: look whether the brokers run, and whether the topic is there", failure);
    } else if (Causes.has(failure, UNTRUSTED)) {
      throw new IOException("no TLS with the broker: put the authority of its certificate into the file of the parameter trust, and look"
          + " whether it asks for a clientCertificate", failure);
    } else if (Causes.has(failure, REFUSED)) {
      throw new IOException("the broker refuses the login, or lets it not write there: correct " + login + ", or what the broker allows it",
          failure);
    }
    throw failure;
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }
}
