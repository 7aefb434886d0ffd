package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** JSON that is no envelope. The message is a reason that a person understands, without any of the content. */
public final class UnusableEnvelopeException extends JsonMappingException {
  static final String NUMBER_WITHOUT_END = "a number has more digits than any id";

  UnusableEnvelopeException(String reason) {
    super((JsonParser) null, reason);
  }
}
