package io.github.mentagateway.destination.rest;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Repeats a call at once on a new connection when the first went out on a stale one: the server had closed it, which is no failure of the
 * destination. Only a call that may be made twice is repeated: one with an idempotent method or an {@code Idempotency-Key}.
 */
final class StaleConnectionRetry implements ExecChainHandler {
  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    try {
      return chain.proceed(request, scope);
    } catch (IOException e) {
      boolean repeatable = request.containsHeader("Idempotency-Key") || Method.isIdempotent(request.getMethod());
      if (!RestRequestExecutor.wasStale(scope.clientContext) || !repeatable || scope.execRuntime.isExecutionAborted()) {
        throw e;
      }
      ExecRuntime runtime = scope.execRuntime;
      runtime.acquireEndpoint(scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
      // the pool may have given out another stale connection
      runtime.disconnectEndpoint();
      return chain.proceed(ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
    }
  }
}
