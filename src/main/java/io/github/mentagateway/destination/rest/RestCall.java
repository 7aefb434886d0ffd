package io.github.mentagateway.destination.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mentagateway.destination.Escaping;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The bean of the kamelet {@code rest-call}: makes a request with a body in JSON, or in any other text by a template. */
public final class RestCall extends HttpCall {
  private static final byte[] NOT_CALLED = "no API is called here".getBytes(StandardCharsets.UTF_8);

  private HttpMethods method = HttpMethods.POST;
  private JsonBody json = new JsonBody("");
  private boolean isJson;
  private String template = "";
  private String contentType = "application/json";
  private Escaping escaping;
  private String answer = "none";

  public void setMethod(String name) {
    if (!Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(name)) {
      throw new IllegalArgumentException("method is '" + name + "': it must be POST, PUT, PATCH, DELETE or GET");
    }
    method = HttpMethods.valueOf(name);
  }

  /** The template of the body; with an empty one the body is sent as it stands. */
  public void setJson(String text) {
    json = new JsonBody(text);
    isJson = !text.isBlank();
  }

  /** The file in {@code routes/templates} that the body is made of, in place of JSON; empty for none. */
  public void setTemplate(String file) {
    template = file.strip();
  }

  public void setContentType(String type) {
    contentType = type.strip();
  }

  public void setAnswer(String what) {
    if (!Set.of("none", "body", "bytes").contains(what)) {
      throw new IllegalArgumentException("answer is '" + what + "': it must be none, body or bytes");
    }
    answer = what;
  }

  @Override
  public void check() {
    super.check();
    if (!template.isEmpty()) {
      escaping = escaping(contentType, template, isJson);
      template("template", template, escaping);
    } else if (!Escaping.isJson(contentType)) {
      escaping(contentType, template, isJson);
    }
  }

  /**
   * How the template's values are escaped.
   *
   * @throws IllegalArgumentException when the parameters do not go together
   */
  public static Escaping escaping(String contentType, String template, boolean isJson) {
    if (template.isEmpty()) {
      throw new IllegalArgumentException("contentType is '" + contentType
          + "', and without a template JSON is sent: name the file in routes/templates that the body is made of, as 'template'");
    } else if (isJson) {
      throw new IllegalArgumentException("the call has 'json' and 'template', and a request has one body: remove one of them");
    } else if (contentType.isEmpty() || contentType.equals("application/json")) {
      throw new IllegalArgumentException("template is '" + template + "', and contentType does not say what it is: set it, such as text/xml or"
          + " application/x-www-form-urlencoded. JSON is written into the parameter 'json'");
    }
    return Escaping.of(contentType);
  }

  public void prepare(Exchange exchange) throws JsonProcessingException {
    begin(exchange, method, method.isEntityEnclosing() ? body(exchange) : null, contentType);
  }

  private byte[] body(Exchange exchange) throws JsonProcessingException {
    return escaping == null ? json.bytes(exchange, fields())
        : template("template", template, escaping).fill(exchange, fields()).getBytes(StandardCharsets.UTF_8);
  }

  public void answer(Exchange exchange) throws HttpOperationFailedException {
    Message message = exchange.getMessage();
    byte[] bytes = answer.equals("bytes") ? message.getBody(byte[].class) : null;
    if (bytes != null) {
      message.setBody(bytes);
    }
    judge(exchange);
    if (answer.equals("bytes")) {
      IsolatedCall.answer(exchange, bytes == null || bytes.length == 0 ? nothing() : bytes);
    } else if (answer.equals("body")) {
      IsolatedCall.answer(exchange, body(message));
    }
  }

  private byte[] nothing() {
    return isTriedOut() ? NOT_CALLED : new byte[0];
  }
}
