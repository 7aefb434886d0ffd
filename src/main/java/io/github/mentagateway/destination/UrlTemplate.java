package io.github.mentagateway.destination;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * A URL with {@code {name}} in its path or query. Every value is percent-encoded, so that it stays inside its segment or its
 * query value whatever it holds; the host is fixed.
 */
final class UrlTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(" + Fields.NAME + ")}");
  private static final Pattern FIXED_HOST = Pattern.compile("https?://[^/?#{}\\s]+(?:[/?][^#\\s]*)?");

  private final String path;
  private final String query;

  UrlTemplate(String url) {
    if (!FIXED_HOST.matcher(url).matches()) {
      throw new IllegalArgumentException("url is '" + url
          + "': it must be http:// or https:// with a fixed host; {name} may stand in the path and the query; no blank, no '#'");
    }
    if (PLACEHOLDER.matcher(url).replaceAll("").matches(".*[{}].*")) {
      throw new IllegalArgumentException("url is '" + url + "': what stands in braces must be a name, such as {data.id}");
    }
    int question = url.indexOf('?');
    path = question < 0 ? url : url.substring(0, question);
    query = question < 0 ? "" : url.substring(question);
  }

  String fill(Exchange exchange, Fields fields) {
    return fillPath(exchange, fields) + PLACEHOLDER.matcher(query).replaceAll(match ->
        Matcher.quoteReplacement(encode(fields.plain(exchange, match.group(1)))));
  }

  /**
   * An empty or a dot segment would address another resource than the author meant, and servers differ in which (RFC 3986,
   * 5.2.4).
   */
  private String fillPath(Exchange exchange, Fields fields) {
    StringBuilder filled = new StringBuilder();
    for (String segment : path.split("(?<=/)")) {
      String text = PLACEHOLDER.matcher(segment).replaceAll(match ->
          Matcher.quoteReplacement(encode(fields.plain(exchange, match.group(1)))));
      if (!text.equals(segment) && text.matches("\\.{0,2}/?")) {
        throw new PermanentFailureException("the value of " + segment.replace("/", "")
            + " is empty, '.' or '..': it cannot be a part of a URL's path");
      }
      filled.append(text);
    }
    return filled.toString();
  }

  private static String encode(Object value) {
    return value == null ? "" : URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)
        .replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
