package io.github.mentagateway.destination;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** How a value is written into a text of some format, so that it stays a value there. */
public enum Escaping {
  /** Text of an element, or the value of an attribute; the template is a document. */
  XML(Escaping::xml),
  /** The same, where the template is what stands within an element. */
  XML_CONTENT(Escaping::xml),
  HTML(MarkupTemplate::escaped),
  FORM(value -> URLEncoder.encode(value, StandardCharsets.UTF_8)),
  CSV(Escaping::quoted),
  /** A value stands as it is. */
  NONE(value -> value);

  private static final Pattern SPECIAL = Pattern.compile("[\",;\\t\\r\\n]");

  private final UnaryOperator<String> rule;

  Escaping(UnaryOperator<String> rule) {
    this.rule = rule;
  }

  /** @throws IllegalArgumentException for what no template may be of: JSON has types, and another charset is not written */
  public static Escaping of(String contentType) {
    String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!type.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+") || contentType.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("contentType is '" + contentType + "': it must be one such as text/xml or text/csv; charset=utf-8");
    }
    if (!contentType.toLowerCase(Locale.ROOT).replaceAll(".*charset *= *\"?([^\";\\s]+).*", "$1").matches("utf-8|.*/.*")) {
      throw new IllegalArgumentException("contentType is '" + contentType + "': what is sent is in UTF-8, so that it can say that charset only");
    }
    if (isJson(type)) {
      throw new IllegalArgumentException("contentType is '" + contentType + "', and a template of JSON is the parameter 'json': there a value"
          + " keeps its type");
    }
    return type.endsWith("/xml") || type.endsWith("+xml") ? type.equals("application/xhtml+xml") ? HTML : XML
        : type.equals("text/html") ? HTML
        : type.equals("application/x-www-form-urlencoded") ? FORM
        : type.equals("text/csv") ? CSV
        : NONE;
  }

  public static boolean isJson(String contentType) {
    return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT).matches(".*/(?:.*\\+)?json");
  }

  public String apply(String value) {
    return rule.apply(value);
  }

  /** A reader of XML makes other blanks of line breaks and tabs, unless they are written so (XML 1.0, 2.11 and 3.3.3). */
  private static String xml(String value) {
    return MarkupTemplate.escaped(value).replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;");
  }

  /** RFC 4180, for each sign that parts columns somewhere. */
  private static String quoted(String value) {
    return SPECIAL.matcher(value).find() ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
