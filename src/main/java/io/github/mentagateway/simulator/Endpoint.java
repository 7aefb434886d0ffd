package io.github.mentagateway.simulator;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * What is played against.
 *
 * @param url https, with its path, which may be a secret
 * @param tls whom it trusts; the host's name is checked beside, unless it says otherwise itself
 * @param headers sent with each request, as they stand; credentials among them
 */
public record Endpoint(URI url, SSLContext tls, Map<String, String> headers) {
  private static final int USUAL_PORT = 443;

  public Endpoint {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Without the path. */
  public String place() {
    return "https://" + url.getAuthority();
  }

  /** Of an IPv6 address without its brackets. */
  String host() {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    return url.getPort() < 0 ? USUAL_PORT : url.getPort();
  }

  /** What stands in the request's first line. */
  String target() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public String toString() {
    return place();
  }
}
