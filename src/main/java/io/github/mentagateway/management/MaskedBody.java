package io.github.mentagateway.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.envelope.BodyDecoder;
import io.github.mentagateway.privacy.Masks;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows a body as text on a screen. What identifies a person is hidden unless it is to be revealed. */
final class MaskedBody {
  private static final int LONGEST = 262_144;
  /**
   * The value of a field whose name speaks of a name, a document or an address. The pattern is bounded and possessive: linear on any text.
   */
  private static final Pattern PERSONAL = Pattern.compile(
      "(\"[^\"\\\\]{0,60}(?:name|identification|document|phone|address)[^\"\\\\]{0,60}\"\\s{0,8}:\\s{0,8}\")"
          + "((?:[^\"\\\\]|\\\\.)++)",
      Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  /** The same fields in a form. */
  private static final Pattern PERSONAL_FIELD = Pattern.compile(
      "((?:^|&)[^=&]{0,60}(?:name|identification|document|phone|address)[^=&]{0,60}=)[^&]++", Pattern.CASE_INSENSITIVE);

  private final ObjectMapper mapper;

  MaskedBody(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * A body that was compressed or in another charset shows as its text, bytes that are no text as replacement characters, and null as null.
   * A text of more than 256 Ki characters is cut.
   */
  String show(byte[] body, Map<String, String> headers, boolean reveal) {
    if (body == null) {
      return null;
    }
    String text = BodyDecoder.text(body, headers);
    return cut(reveal ? text : hide(laidOut(text)));
  }

  /** JSON and forms are written anew, so that an escaped {@code \}{@code u0040} or {@code %40} cannot pass the mask. */
  private String laidOut(String text) {
    try {
      JsonNode json = mapper.readTree(text);
      return json == null || json.isMissingNode() ? text : json.toPrettyString();
    } catch (JsonProcessingException | ArithmeticException | NumberFormatException noJson) {
      return BodyDecoder.isForm(text) ? fields(text) : text;
    }
  }

  private static String fields(String form) {
    try {
      return URLDecoder.decode(PERSONAL_FIELD.matcher(form).replaceAll("$1***"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException oddPercent) {
      return form;
    }
  }

  private static String hide(String text) {
    return Masks.maskAddresses(PERSONAL.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "***")));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n... cut after " + LONGEST + " characters";
  }
}
