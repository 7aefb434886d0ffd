package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.oauth.AccessTokens;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;

/** Sends a call with an access token. One that is answered 401 is made once more with another token. */
final class BearerAuthentication implements ExecChainHandler {
  private final AccessTokens tokens;

  BearerAuthentication(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
    String token = tokens.token();
    ClassicHttpResponse answer = send(token, scope, chain);
    if (answer.getCode() != 401) {
      return answer;
    }
    tokens.refused(token);
    scope.execRuntime.discardEndpoint();
    return send(tokens.token(), scope, chain);
  }

  private static ClassicHttpResponse send(String token, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
    return Authentication.send(request -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token), scope, chain);
  }
}
