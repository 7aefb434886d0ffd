package io.github.mentagateway.destination.oauth;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/** The way to servers that give tokens: with the certificates and through the proxy of some settings. */
public interface TokenServer {
  /**
   * @param timeout for the whole call
   * @throws IOException that says what mends it, when a certificate or the proxy is the reason
   */
  <T> T call(HttpPost request, Duration timeout, HttpClientResponseHandler<T> answer) throws IOException;
}
