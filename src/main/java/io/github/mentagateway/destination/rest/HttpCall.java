package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.destination.BodyTemplate;
import io.github.mentagateway.destination.BodyTemplates;
import io.github.mentagateway.destination.Escaping;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.SecretFunction;
import io.github.mentagateway.envelope.EnvelopeMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What the beans of the kamelets that call over HTTP have in common: a request of its own with an encoded URL, the delivery's id as
 * {@code Idempotency-Key}, its credentials and nothing else, and an answer that is judged.
 */
public abstract class HttpCall implements CamelContextAware {
  private final ObjectMapper mapper = EnvelopeMapper.create();
  private CamelContext context;
  private UrlTemplate url;
  private String written;
  private FieldResolver fields = new FieldResolver("");
  private String authorizationHeader = "Authorization";
  private String authorization = "";
  private String api = "";
  private String success = "";
  private String failure = "";
  private String retry = "";
  private boolean triedOut;
  private AnswerJudge judge;

  @Override
  public final CamelContext getCamelContext() {
    return context;
  }

  @Override
  public final void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  public final void setUrl(String template) {
    url = new UrlTemplate(template);
    written = template;
  }

  public final void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  public final void setAuthorizationHeader(String name) {
    authorizationHeader = name;
  }

  /** A text whose {@code {secret:NAME}} is looked up at every call, so that a secret can change without a restart. */
  public final void setAuthorization(String text) {
    authorization = text;
  }

  /** An expression in Simple on the answer, which is true when the call is done; empty: a 2xx is. */
  public final void setSuccess(String expression) {
    success = expression;
  }

  /** An expression in Simple on the answer, which is true when the delivery is to become a dead letter. */
  public final void setFailure(String expression) {
    failure = expression;
  }

  /** The statuses that are tried again; empty: {@code errors.camel.yaml} says which. */
  public final void setRetry(String statuses) {
    retry = statuses;
  }

  /** The NAME of {@code gateway.rest.NAME}; empty for none. */
  public final void setApi(String name) {
    api = name;
  }

  /** Checks the secret when the route starts, so that a missing one is reported then, and not with the first notification. */
  public void check() {
    secrets(authorization);
    RestApis apis = RestApis.of(context);
    apis.api(api);
    triedOut = apis.areStubbed();
    judge = new AnswerJudge(context, this::read, written, triedOut, success, failure, retry);
  }

  /** What the answer of that text holds, for expressions and for a later step: the maps, lists and values of its JSON, else its text. */
  protected Object read(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("{") || stripped.startsWith("[")) {
      try {
        return mapper.readValue(stripped, Object.class);
      } catch (JsonProcessingException noJson) {
        return text;
      }
    }
    return text;
  }

  protected final ObjectMapper mapper() {
    return mapper;
  }

  protected final FieldResolver fields() {
    return fields;
  }

  /** Whether an expression says what an answer means. */
  final boolean isConditional() {
    return !success.isBlank() || !failure.isBlank();
  }

  /** Whether the routes are only tried out, so that nothing answers. */
  protected final boolean isTriedOut() {
    return triedOut;
  }

  /** The template as it is now, because it may change without the route. */
  protected final BodyTemplate template(String parameter, String name, Escaping escaping) {
    return BodyTemplates.of(context).template(parameter, name, escaping);
  }

  /** The text with its secrets. */
  protected final String secrets(String text) {
    return SecretFunction.of(context).fill(text);
  }

  /** @param body null for none */
  protected final Message begin(Exchange exchange, HttpMethods method, byte[] body, String contentType) {
    String target = target(exchange);
    String key = exchange.getVariable("deliveryId", String.class);
    String credentials = secrets(authorization);
    Message request = IsolatedCall.begin(exchange);
    write(request, target, method, body, contentType, key, credentials);
    return request;
  }

  protected final String target(Exchange exchange) {
    return url.fill(exchange, fields);
  }

  /** As {@link #begin}, where the exchange has a request of its own already. */
  protected final void write(Message request, String target, HttpMethods method, byte[] body, String contentType, String key) {
    write(request, target, method, body, contentType, key, secrets(authorization));
  }

  private void write(Message request, String target, HttpMethods method, byte[] body, String contentType, String key, String credentials) {
    request.setBody(body);
    request.setHeader("CamelHttpUri", target);
    // a text would make Camel look through all its converters at each call
    request.setHeader("CamelHttpMethod", method);
    if (body != null) {
      request.setHeader("Content-Type", contentType);
    }
    if (key != null) {
      request.setHeader("Idempotency-Key", key);
    }
    if (!credentials.isEmpty()) {
      request.setHeader(authorizationHeader, credentials);
    }
  }

  /** Ends without an exception when the call is done. */
  protected final void judge(Exchange exchange) throws HttpOperationFailedException {
    judge.judge(exchange);
  }

  /** What the answer holds. */
  protected final Object body(Message answer) {
    return judge.body(answer);
  }

  /** The header, in which an API says how long it wants to be left alone; null when it has none. */
  protected static String retryAfter(Message answer) {
    return AnswerJudge.retryAfter(answer);
  }

  /** The part of an answer's text that is shown. */
  protected static String beginning(String text) {
    return RestClient.beginning(text);
  }

  /** Gives the caller's message back. */
  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }
}
