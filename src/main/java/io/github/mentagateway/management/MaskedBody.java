package io.github.mentagateway.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.privacy.Masks;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body as text for a screen. Unless it is to be revealed, what identifies a person is hidden. */
final class MaskedBody {
  private static final int LONGEST = 262_144;
  /** The value of a field that is called after a name, a document or an address; bounded and possessive: linear on any text. */
  private static final Pattern PERSONAL = Pattern.compile(
      "(\"[^\"\\\\]{0,60}(?:name|identification|document|phone|address)[^\"\\\\]{0,60}\"\\s{0,8}:\\s{0,8}\")"
          + "((?:[^\"\\\\]|\\\\.)++)",
      Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final ObjectMapper mapper;

  MaskedBody(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Bytes that are no UTF-8 show as replacement characters, null as null; what is longer than 256 Ki characters is cut. */
  String show(byte[] body, boolean reveal) {
    if (body == null) {
      return null;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    return cut(reveal ? text : hide(laidOut(text)));
  }

  /** Written anew where it is JSON: an escaped {@code \}{@code u0040} must not carry an address past the mask. */
  private String laidOut(String text) {
    try {
      JsonNode json = mapper.readTree(text);
      return json == null || json.isMissingNode() ? text : json.toPrettyString();
    } catch (JsonProcessingException | ArithmeticException | NumberFormatException noJson) {
      return text;
    }
  }

  private static String hide(String text) {
    return Masks.maskAddresses(PERSONAL.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "***")));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n... cut after " + LONGEST + " characters";
  }
}
