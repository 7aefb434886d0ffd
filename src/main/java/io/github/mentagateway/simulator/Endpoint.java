package io.github.mentagateway.simulator;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The endpoint that menta sends to.
 *
 * @param url https, with its path, which may be a secret
 * @param tls the certificates that are trusted; the host's name is checked too, unless the trust manager decides otherwise
 * @param headers sent with each request, as they stand; credentials among them
 */
public record Endpoint(URI url, SSLContext tls, Map<String, String> headers) {
  private static final int USUAL_PORT = 443;

  public Endpoint {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The URL without its path. */
  public String place() {
    return "https://" + url.getAuthority();
  }

  /** The host; an IPv6 address has no brackets. */
  String host() {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    return url.getPort() < 0 ? USUAL_PORT : url.getPort();
  }

  /** The path and the query, as they stand in the request's first line. */
  String target() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public String toString() {
    return place();
  }
}
