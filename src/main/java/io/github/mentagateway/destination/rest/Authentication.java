package io.github.mentagateway.destination.rest;

import io.github.mentagateway.settings.RestSettings;
import io.github.mentagateway.settings.RestSettings.ApiKey;
import io.github.mentagateway.settings.RestSettings.Basic;
import io.github.mentagateway.settings.Secrets;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Puts the credentials of an API into the request that leaves, so that no message of Camel's, and no URL that it logs, has them. */
final class Authentication {
  private Authentication() {}

  /**
   * All but OAuth 2, which {@link BearerAuthentication} has.
   *
   * @param secrets null when the routes are only tried out: the name of a setting stands for its secret then
   */
  static ExecChainHandler of(RestSettings.Api api, Secrets secrets) {
    RestSettings.Credentials credentials = api.credentials().orElse(null);
    if (credentials instanceof Basic basic) {
      return signing(request -> request.setHeader(HttpHeaders.AUTHORIZATION, secrets == null ? "Basic " + standIn(api, "password")
          : secrets.basic(basic.user(), secrets.resolve(basic.password()))));
    } else if (credentials instanceof ApiKey key) {
      return signing(request -> {
        String value = secrets == null ? standIn(api, "key") : secrets.resolve(key.key());
        if (!key.inQuery()) {
          request.setHeader(key.name(), value);
        } else {
          request.setPath(request.getPath() + (request.getPath().contains("?") ? "&" : "?") + encoded(key.name()) + "="
              + (secrets == null ? value : encoded(value)));
        }
      });
    }
    return credentials == null ? (request, scope, chain) -> chain.proceed(request, scope)
        : signing(request -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + standIn(api, "token")));
  }

  private static String standIn(RestSettings.Api api, String secret) {
    return "secret:" + api.setting() + "." + secret;
  }

  private static ExecChainHandler signing(Consumer<ClassicHttpRequest> sign) {
    return (request, scope, chain) -> send(sign, scope, chain);
  }

  /** The signed request is also the one that a later handler repeats. */
  static ClassicHttpResponse send(Consumer<ClassicHttpRequest> sign, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpRequest signed = ClassicRequestBuilder.copy(scope.originalRequest).build();
    sign.accept(signed);
    return chain.proceed(ClassicRequestBuilder.copy(signed).build(),
        new ExecChain.Scope(scope.exchangeId, scope.route, signed, scope.execRuntime, scope.clientContext));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
