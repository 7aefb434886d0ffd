package io.github.mentagateway.management;

import io.github.mentagateway.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * Decides about access before every route of the management port, Camel's own included, from the first connection on. It admits
 * {@code /api/} with the token, and health and metrics as {@code gateway.management.open} says. It answers anything else with 404.
 */
final class AccessFilter implements AuthenticationHandler {
  private static final String SCHEME = "Bearer ";
  private static final Set<String> HEALTH = Set.of(
      ManagementProperties.HEALTH, ManagementProperties.HEALTH + "/live", ManagementProperties.HEALTH + "/ready");

  private final byte[] token;
  private final boolean onlyThisMachine;
  private final Set<String> open;
  private final Handler<RoutingContext> admitted;

  /** @param admitted handles the requests that are admitted */
  AccessFilter(String token, Settings.Management settings, Handler<RoutingContext> admitted) {
    this.token = digest(token);
    this.admitted = admitted;
    this.onlyThisMachine = settings.listen().isLoopback();
    this.open = settings.open();
  }

  @Override
  public void handle(RoutingContext request) {
    addSecurityHeaders(request.response());
    switch (access(request)) {
      case GRANTED -> {
        // a parameter would make Camel's health page show stack traces
        if (!isApi(request)) {
          request.request().params().clear();
        }
        admitted.handle(request);
      }
      case NEEDS_TOKEN -> {
        request.response().putHeader("WWW-Authenticate", "Bearer");
        new ProblemException(401, "this needs the header Authorization: Bearer TOKEN with the gateway's management token").answer(request);
      }
      default -> new ProblemException(404, "there is nothing here").answer(request);
    }
  }

  private Access access(RoutingContext request) {
    String path = request.normalizedPath();
    boolean granted;
    if (isApi(request)) {
      granted = hasToken(request);
    } else if (HEALTH.contains(path)) {
      granted = isOpen("health") || hasToken(request);
    } else if (path.equals(ManagementProperties.METRICS)) {
      granted = isOpen("metrics") || hasToken(request);
    } else {
      return Access.UNKNOWN;
    }
    return granted ? Access.GRANTED : Access.NEEDS_TOKEN;
  }

  private static boolean isApi(RoutingContext request) {
    return request.normalizedPath().startsWith("/api/");
  }

  private boolean isOpen(String what) {
    return onlyThisMachine || open.contains(what);
  }

  /** Compares digests, so that the time of the comparison tells nothing about the token or its length. */
  private boolean hasToken(RoutingContext request) {
    String given = request.request().getHeader("Authorization");
    boolean bearer = given != null && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return MessageDigest.isEqual(token, digest(bearer ? given.substring(SCHEME.length()) : "")) && bearer;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void addSecurityHeaders(HttpServerResponse response) {
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
  }

  private enum Access { GRANTED, NEEDS_TOKEN, UNKNOWN }
}
