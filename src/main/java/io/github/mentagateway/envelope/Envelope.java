package io.github.mentagateway.envelope;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Map;

/**
 * A notification's outer shape, whichever of menta's three it came in (flat, flat with {@code metadata}, wrapped in {@code message}).
 * Its JSON is flat. Texts stay texts ({@code "00001"}). A JSON number is an Integer, Long, BigInteger or BigDecimal, never a double: every
 * digit of it is kept, zeros at the end too ({@code 10.50}). An exponent is not kept: {@code 1E5} is written {@code 100000} and
 * {@code 1e-7} is written {@code 0.0000001}. Only {@code toString()} of a number below a millionth has an exponent.
 *
 * @param family as sent; the part of the action before its first dot when it was not sent
 * @param type null when there is none: not every event has one
 * @param data never null; a missing field is no null (menta sends only what changed)
 * @param metadata never null, often empty
 * @param extras every other field
 */
@JsonDeserialize(using = EnvelopeDeserializer.class)
@JsonPropertyOrder({"family", "action", "type", "data", "metadata"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope(
    String family,
    String action,
    String type,
    Map<String, Object> data,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> metadata,
    @JsonAnyGetter Map<String, Object> extras) {

  /** Hides the content, because Camel prints bodies into its errors. */
  @Override
  public String toString() {
    return "Envelope[" + action + ", content not shown]";
  }
}
