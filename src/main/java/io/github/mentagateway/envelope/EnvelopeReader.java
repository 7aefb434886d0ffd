package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.github.mentagateway.failure.Causes;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Map;

/** Reads an envelope outside a route, and explains to a person why one could not be read. */
public final class EnvelopeReader {
  private final ObjectMapper mapper;

  public EnvelopeReader(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** @throws UnusableEnvelopeException when the bytes are no envelope, whatever the cause */
  public Envelope read(byte[] json) throws UnusableEnvelopeException {
    return read(json, Map.of());
  }

  /**
   * Reads a request's body as the intake does, see {@link BodyDecoder}.
   *
   * @param headers names in lower case
   */
  public Envelope read(byte[] raw, Map<String, String> headers) throws UnusableEnvelopeException {
    try {
      return mapper.readValue(BodyDecoder.decode(raw, headers), Envelope.class);
    } catch (UnusableEnvelopeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnusableEnvelopeException(explain(e, raw, headers));
    }
  }

  /** As {@link #explain(Throwable)}; for a body that is no JSON it says what the body is instead. */
  public static String explain(Throwable failure, byte[] raw, Map<String, String> headers) {
    String instead = isNoJson(failure) ? BodyDecoder.explain(raw, headers) : null;
    return instead == null ? explain(failure) : instead;
  }

  /** The reason for a failure to read a body. It says where and what, and never quotes the content, which is personal data. */
  static String explain(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof UnusableEnvelopeException unusable) {
        return unusable.getOriginalMessage();
      }
      if (cause instanceof StreamConstraintsException) {
        return "the JSON is nested deeper than " + EnvelopeMapper.DEEPEST + " levels, or has a name, number or text without end";
      }
      if (cause instanceof JsonEOFException eof) {
        return "the JSON is cut off" + at(eof);
      }
      if (cause instanceof JsonParseException parse) {
        return (isDoubled(parse) ? "a field stands twice in the same object" : "the body is not JSON") + at(parse);
      }
      if (cause instanceof MismatchedInputException mismatch) {
        boolean empty = mismatch.getOriginalMessage().startsWith("No content");
        return empty ? "the body is empty" : "something follows after the end of the envelope";
      }
      if (cause instanceof BodyTooLargeException) {
        return cause.getMessage();
      }
      if (cause instanceof CharConversionException) {
        return "the body is not text in UTF-8, UTF-16 or UTF-32";
      }
      if (cause instanceof NumberFormatException || cause instanceof ArithmeticException) {
        return UnusableEnvelopeException.NUMBER_WITHOUT_END;
      }
    }
    return "the body could not be read as an envelope (" + failure.getClass().getSimpleName() + ")";
  }

  private static boolean isNoJson(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      boolean cut = cause instanceof JsonEOFException;
      if (cause instanceof CharConversionException || cause instanceof JsonParseException parse && !cut && !isDoubled(parse)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDoubled(JsonParseException failure) {
    return failure.getOriginalMessage().startsWith("Duplicate field");
  }

  private static String at(JsonProcessingException failure) {
    JsonLocation location = failure.getLocation();
    return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
