package io.github.mentagateway.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code gateway.tracing.*}. */
final class TracingReader {
  private static final String HEADERS = "gateway.tracing.header.";
  /** The name of a setting for one header; {@link PropertySource} knows it. Which names are right is told here. */
  static final Pattern HEADER = Pattern.compile("gateway\\.tracing\\.header\\..+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");

  private final PropertySource source;
  private final SettingValues values;

  TracingReader(PropertySource source, SettingValues values) {
    this.source = source;
    this.values = values;
  }

  Settings.Tracing read() {
    return new Settings.Tracing(
        values.optional("gateway.tracing.endpoint").map(text -> values.parse("gateway.tracing.endpoint", TracingReader::endpoint)),
        headers(),
        values.parse("gateway.tracing.sample", text -> Parse.decimal(text, 0, 1)));
  }

  private static String endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return text.replaceFirst("/+$", "").replaceFirst("/v1/traces$", "");
      }
    } catch (URISyntaxException e) {
      // the error below states the rule
    }
    throw new IllegalArgumentException("must be http:// or https:// and a collector's host and port, such as http://collector:4318,"
        + " without user and query; a key goes into gateway.tracing.header.NAME");
  }

  /** A variable spells the dash of a header's name as {@code _}. No sentence repeats a value. */
  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    for (String written : source.namesBetween(HEADERS, "")) {
      String name = written.replace('_', '-');
      if (!NAME.matcher(name).matches()) {
        values.problem(HEADERS + written + ": a header's name here holds only letters, digits and '-'");
      }
      // also the token of "Bearer TOKEN" by itself
      for (String value : values.secretValues(HEADERS + written)) {
        if (!VALUE.matcher(value).matches()) {
          values.problem(HEADERS + written + " has characters that no header may have: write printable ASCII in one line");
        }
        headers.put(name, value);
      }
    }
    return headers;
  }
}
