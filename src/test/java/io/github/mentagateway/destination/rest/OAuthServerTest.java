package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.mentagateway.destination.RunningKamelets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of a server that reads the requests for them with a library of its own, and signs them. */
class OAuthServerTest {
  private static final String CLIENT = "menta gateway";
  private static final String SECRET = "p&ss%41+{w}ord\"ñ:";
  private static final byte[] KEY = new byte[32];

  @TempDir private Path home;
  private final WireMockServer api = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private final List<TokenRequest> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private RunningKamelets routes;

  @BeforeEach
  void start() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(ok()));
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/token", this::answer);
    server.start();
    Files.createDirectories(home.resolve("config/secrets"));
  }

  @AfterEach
  void stop() throws Exception {
    if (routes != null) {
      routes.close();
    }
    api.stop();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HTTPResponse response = response(exchange);
      byte[] body = response.getBody().getBytes(StandardCharsets.UTF_8);
      response.getHeaderMap().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      exchange.sendResponseHeaders(response.getStatusCode(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private HTTPResponse response(HttpExchange exchange) throws IOException {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.valueOf(exchange.getRequestMethod()),
        URI.create("http://127.0.0.1" + exchange.getRequestURI()).toURL());
    exchange.getRequestHeaders().forEach((name, values) -> request.setHeader(name, values.toArray(String[]::new)));
    request.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    try {
      TokenRequest asking = TokenRequest.parse(request);
      asked.add(asking);
      return answer(asking).toHTTPResponse();
    } catch (ParseException | JOSEException e) {
      return new TokenErrorResponse(OAuth2Error.INVALID_REQUEST).toHTTPResponse();
    }
  }

  private TokenResponse answer(TokenRequest asking) throws JOSEException {
    PlainClientSecret login = (PlainClientSecret) asking.getClientAuthentication();
    if (!login.getClientID().getValue().equals(CLIENT) || !login.getClientSecret().getValue().equals(SECRET)) {
      return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
    }
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder().subject(CLIENT)
        .claim("scope", Objects.toString(asking.getScope())).build());
    token.sign(new MACSigner(KEY));
    return new AccessTokenResponse(new Tokens(new BearerAccessToken(token.serialize(), 300, asking.getScope()), null));
  }

  private Exchange call(String secret, String how) throws Exception {
    Files.writeString(home.resolve("config/secrets/crm"), secret);
    routes = new RunningKamelets(home, Map.of("GATEWAY_REST_CRM_TOKEN_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/token",
        "GATEWAY_REST_CRM_CLIENT_ID", CLIENT, "GATEWAY_REST_CRM_CLIENT_SECRET", "{{secret:crm}}", "GATEWAY_REST_CRM_SCOPE", "orders:read orders:write",
        "GATEWAY_REST_CRM_TOKEN_AUTH", how), Map.of("crm.url", api.baseUrl()));
    routes.use("rest-call", Map.of("url", "{{crm.url}}/orders", "api", "crm"));
    return routes.attempt("test", RunningKamelets.ticket("1", "a@example.com"));
  }

  @ParameterizedTest
  @CsvSource({"basic", "body"})
  void it_takes_the_request_and_the_api_its_token(String how) throws Exception {
    assertThat(call(SECRET, how).getException()).isNull();

    assertThat(asked).singleElement().satisfies(request -> {
      assertThat(request.getAuthorizationGrant().getType()).isEqualTo(GrantType.CLIENT_CREDENTIALS);
      assertThat(request.getScope().toStringList()).containsExactly("orders:read", "orders:write");
      assertThat(request.getClientAuthentication()).isInstanceOf(how.equals("basic") ? ClientSecretBasic.class : ClientSecretPost.class);
    });
    String shown = api.findAll(anyRequestedFor(anyUrl())).get(0).getHeader("Authorization");
    SignedJWT token = SignedJWT.parse(BearerAccessToken.parse(shown).getValue());
    assertThat(token.verify(new MACVerifier(KEY))).isTrue();
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(CLIENT);
  }

  @Test
  void a_client_that_it_refuses_is_told_with_the_settings() throws Exception {
    assertThat(call("another", "basic").getException()).hasMessageContaining("invalid_client")
        .message().doesNotContain("another").contains("correct gateway.rest.crm.client-id and gateway.rest.crm.client-secret");
    assertThat(api.findAll(anyRequestedFor(anyUrl()))).isEmpty();
  }
}
