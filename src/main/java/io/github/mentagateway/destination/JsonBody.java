package io.github.mentagateway.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.EnvelopeMapper;
import org.apache.camel.Exchange;

/** What is sent as JSON: a template with values, or without one the body as it stands. */
public final class JsonBody {
  private final ObjectMapper mapper = EnvelopeMapper.create();
  private final JsonTemplate template;

  /** @param json the template; an empty text stands for the body as it stands */
  public JsonBody(String json) {
    template = json.isBlank() ? null : new JsonTemplate(json, mapper);
  }

  public byte[] bytes(Exchange exchange, FieldResolver fields) throws JsonProcessingException {
    Object body = template == null ? exchange.getMessage().getBody() : template.fill(exchange, fields);
    return body instanceof byte[] alreadyJson ? alreadyJson : mapper.writeValueAsBytes(body);
  }
}
