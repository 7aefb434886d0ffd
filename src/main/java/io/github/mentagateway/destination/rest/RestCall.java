package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.JsonBody;
import io.github.mentagateway.destination.SecretFunction;
import io.github.mentagateway.envelope.EnvelopeMapper;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * The bean of the kamelet {@code rest-call}: makes a request of its own, with an encoded URL, a JSON body, the delivery's id as
 * {@code Idempotency-Key} and nothing else.
 */
public final class RestCall implements CamelContextAware {
  private final ObjectMapper mapper = EnvelopeMapper.create();
  private CamelContext context;
  private HttpMethods method = HttpMethods.POST;
  private UrlTemplate url;
  private JsonBody json = new JsonBody("");
  private FieldResolver fields = new FieldResolver("");
  private String authorizationHeader = "Authorization";
  private String authorization = "";
  private String api = "";
  private String written;
  private String success = "";
  private String failure = "";
  private String retry = "";
  private boolean answersBody;
  private AnswerJudge judge;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  public void setMethod(String name) {
    if (!Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(name)) {
      throw new IllegalArgumentException("method is '" + name + "': it must be POST, PUT, PATCH, DELETE or GET");
    }
    method = HttpMethods.valueOf(name);
  }

  public void setUrl(String template) {
    url = new UrlTemplate(template);
    written = template;
  }

  /** The template of the body; with an empty one the body is sent as it stands. */
  public void setJson(String template) {
    json = new JsonBody(template);
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  public void setAuthorizationHeader(String name) {
    authorizationHeader = name;
  }

  /** A text whose {@code {secret:NAME}} is looked up at every call, so that a secret can change without a restart. */
  public void setAuthorization(String text) {
    authorization = text;
  }

  /** An expression in Simple on the answer, which is true when the call is done; empty: a 2xx is. */
  public void setSuccess(String expression) {
    success = expression;
  }

  /** An expression in Simple on the answer, which is true when the delivery is to become a dead letter. */
  public void setFailure(String expression) {
    failure = expression;
  }

  /** The statuses that are tried again; empty: {@code errors.camel.yaml} says which. */
  public void setRetry(String statuses) {
    retry = statuses;
  }

  public void setAnswer(String what) {
    if (!Set.of("none", "body").contains(what)) {
      throw new IllegalArgumentException("answer is '" + what + "': it must be none or body");
    }
    answersBody = what.equals("body");
  }

  /** The NAME of {@code gateway.rest.NAME}; empty for none. */
  public void setApi(String name) {
    api = name;
  }

  /** Checks the secret when the route starts, so that a missing one is reported then, and not with the first notification. */
  public void check() {
    authorizationValue();
    RestApis apis = RestApis.of(context);
    apis.api(api);
    judge = new AnswerJudge(context, mapper, written, apis.areStubbed(), success, failure, retry);
  }

  public void prepare(Exchange exchange) throws JsonProcessingException {
    String target = url.fill(exchange, fields);
    byte[] body = method.isEntityEnclosing() ? json.bytes(exchange, fields) : null;
    String key = exchange.getVariable("deliveryId", String.class);
    String credentials = authorizationValue();
    Message request = IsolatedCall.begin(exchange);
    request.setBody(body);
    request.setHeader("CamelHttpUri", target);
    // a text would make Camel look through all its converters at each call
    request.setHeader("CamelHttpMethod", method);
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (key != null) {
      request.setHeader("Idempotency-Key", key);
    }
    if (!credentials.isEmpty()) {
      request.setHeader(authorizationHeader, credentials);
    }
  }

  public void answer(Exchange exchange) throws HttpOperationFailedException {
    judge.judge(exchange);
    if (answersBody) {
      IsolatedCall.answer(exchange, judge.body(exchange.getMessage()));
    }
  }

  public void restore(Exchange exchange) {
    IsolatedCall.end(exchange);
  }

  private String authorizationValue() {
    return SecretFunction.of(context).fill(authorization);
  }
}
