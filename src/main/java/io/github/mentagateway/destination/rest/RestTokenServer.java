package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.oauth.TokenServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.util.Timeout;

/** Calls servers that give tokens as an API is called. No connection is kept, since the next token is fetched much later. */
final class RestTokenServer implements TokenServer {
  private final RestApi api;
  private final RestTimer timer;
  private final CloseableHttpClient client;

  RestTokenServer(RestApi api, RestTimer timer) {
    this.api = api;
    this.timer = timer;
    HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(api.connect().build());
    api.leadThroughProxy(builder);
    client = builder.setConnectionReuseStrategy((request, answer, call) -> false).setUserAgent("menta-gateway").disableRedirectHandling()
        .disableAutomaticRetries().disableCookieManagement().disableContentCompression().build();
  }

  @Override
  public <T> T call(HttpPost request, Duration timeout, HttpClientResponseHandler<T> handler) throws IOException {
    HttpClientContext call = HttpClientContext.create();
    Timeout wait = Timeout.of(timeout);
    request.setConfig(RequestConfig.custom().setConnectionRequestTimeout(wait).setResponseTimeout(wait).setConnectTimeout(wait).build());
    Future<?> alarm = timer.after(timeout.toMillis(), request::cancel);
    try {
      return client.execute(request, call, answer -> {
        api.demandOfServer(answer, call, "https".equalsIgnoreCase(request.getScheme()));
        return handler.handleResponse(answer);
      });
    } catch (IOException e) {
      throw request.isCancelled() ? new SocketTimeoutException("it took longer than " + timeout.toSeconds() + "s")
          : RestApi.explain(e, call);
    } finally {
      alarm.cancel(false);
    }
  }
}
