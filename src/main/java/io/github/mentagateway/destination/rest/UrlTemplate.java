package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.TextTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * A URL with {@code {name}} in its path or query. Every value is percent-encoded, so that it stays inside its segment or its query value.
 * The host is fixed.
 */
public final class UrlTemplate {
  private static final Pattern FIXED_HOST = Pattern.compile("https?://[^/?#{}\\s]+(?:[/?][^#\\s]*)?");
  private static final Set<String> OTHER_RESOURCES = Set.of("", ".", "..", "/", "./", "../");

  /** The segments of the path, each with the slash at its end. */
  private final List<TextTemplate> segments;
  private final TextTemplate query;

  public UrlTemplate(String url) {
    if (!FIXED_HOST.matcher(url).matches()) {
      throw new IllegalArgumentException("url is '" + url
          + "': it must be http:// or https:// with a fixed host; {name} may stand in the path and the query; no blank, no '#'");
    }
    if (new TextTemplate(url).withoutNames().matches(".*[{}].*")) {
      throw new IllegalArgumentException("url is '" + url + "': what stands in braces must be a name, such as {data.id}");
    }
    int question = url.indexOf('?');
    segments = Stream.of((question < 0 ? url : url.substring(0, question)).split("(?<=/)")).map(TextTemplate::new).toList();
    query = new TextTemplate(question < 0 ? "" : url.substring(question));
  }

  String fill(Exchange exchange, FieldResolver fields) {
    StringBuilder filled = new StringBuilder(128);
    segments.forEach(segment -> filled.append(fillSegment(segment, exchange, fields)));
    return filled.append(query.fill(name -> encode(fields.plain(exchange, name)))).toString();
  }

  /**
   * An empty or a dot segment would address another resource than the author meant, and servers differ in which (RFC 3986,
   * 5.2.4).
   */
  private static String fillSegment(TextTemplate segment, Exchange exchange, FieldResolver fields) {
    String filled = segment.fill(name -> encode(fields.plain(exchange, name)));
    if (segment.hasNames() && OTHER_RESOURCES.contains(filled)) {
      throw new PermanentFailureException("the value of " + segment.fill(name -> "{" + name + "}").replace("/", "")
          + " is empty, '.' or '..': it cannot be a part of a URL's path");
    }
    return filled;
  }

  private static String encode(Object value) {
    return value == null ? "" : URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)
        .replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
