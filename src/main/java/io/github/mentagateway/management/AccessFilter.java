package io.github.mentagateway.management;

import io.github.mentagateway.log.RateLimitedLog;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Management.Role;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Decides about access before every route of the management port, Camel's own included, from the first connection on. It admits
 * {@code /api/} with a token whose role allows what is asked, health and metrics as {@code gateway.management.open} says, and the console's
 * files, which hold no data, to everybody. It answers anything else with 404. What another site's page sends has been refused before.
 */
final class AccessFilter implements AuthenticationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_PATH = 200;
  private static final Set<String> HEALTH = Set.of(
      ManagementProperties.HEALTH, ManagementProperties.HEALTH + "/live", ManagementProperties.HEALTH + "/ready");
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  /** The page's own files and calls to this port; nothing written into the page itself runs. */
  private static final String CONSOLE = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
      + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Tokens tokens;
  private final CrossSiteFilter crossSite;
  private final boolean onlyThisMachine;
  private final Set<String> open;
  private final Handler<RoutingContext> admitted;
  private final RateLimitedLog unknown;

  /** @param admitted handles the requests that are admitted */
  AccessFilter(Tokens tokens, Settings.Management settings, Clock clock, Handler<RoutingContext> admitted) {
    this.tokens = tokens;
    this.admitted = admitted;
    this.onlyThisMachine = settings.listen().isLoopback();
    this.open = settings.open();
    this.unknown = new RateLimitedLog(LOG, clock, Level.WARN, new LogLine().with("event", "unauthorized"));
    this.crossSite = new CrossSiteFilter(settings);
  }

  @Override
  public void handle(RoutingContext request) {
    String path = request.normalizedPath();
    addSecurityHeaders(request.response(), isConsole(path) ? CONSOLE : NOTHING);
    try {
      check(request, path);
    } catch (ProblemException refused) {
      refused.answer(request);
      return;
    }
    if (!isApi(path)) {
      // a parameter would make Camel's health page show stack traces
      request.request().params().clear();
    }
    admitted.handle(request);
  }

  private void check(RoutingContext request, String path) {
    crossSite.checkName(request.request());
    if (isApi(path)) {
      crossSite.checkOrigin(request.request());
      demand(needed(request), request);
    } else if (HEALTH.contains(path)) {
      demandUnlessOpen("health", request);
    } else if (path.equals(ManagementProperties.METRICS)) {
      demandUnlessOpen("metrics", request);
    } else if (!isConsole(path)) {
      throw new ProblemException(404, "there is nothing here");
    }
  }

  /** What was held back, when its minute is over. */
  void tell() {
    unknown.tell();
  }

  private static boolean isApi(String path) {
    return path.startsWith("/api/");
  }

  /** The console's files are the same for everybody: the page asks for the token, and shows it to {@code /api}. */
  static boolean isConsole(String path) {
    return path.equals("/") || path.startsWith("/console/");
  }

  private static Role needed(RoutingContext request) {
    // any value but the one that RequestParameters takes for no is one too many here
    if (!request.queryParams().getAll("reveal").stream().allMatch("false"::equals)) {
      return Role.REVEAL;
    }
    HttpMethod method = request.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) ? Role.READ : Role.ACT;
  }

  private void demandUnlessOpen(String what, RoutingContext request) {
    if (!onlyThisMachine && !open.contains(what)) {
      demand(Role.READ, request);
    }
  }

  private void demand(Role needed, RoutingContext request) {
    Caller caller = caller(request).orElseThrow(() -> {
      if (request.request().headers().contains("Authorization")) {
        unknown.happened(request.request().remoteAddress().hostAddress(), "no such token", null);
      }
      request.response().putHeader("WWW-Authenticate", "Bearer");
      return new ProblemException(401, "this needs the header Authorization: Bearer TOKEN with the gateway's management token, or with a"
          + " person's of gateway.management.tokens");
    });
    if (!caller.role().includes(needed)) {
      LOG.warn("event=forbidden by={} role={} needed={} method={} path={}", caller.name(), caller.role().label(), needed.label(),
          request.request().method(), Masks.oneLine(request.normalizedPath(), LONGEST_PATH));
      request.response().putHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
      throw new ProblemException(403, "you are " + caller.name() + " with the role " + caller.role().label() + ", and this needs "
          + needed.label() + ": who runs the gateway gives it with gateway.management.tokens." + caller.name() + ".role=" + needed.label());
    }
    caller.attachTo(request);
  }

  private Optional<Caller> caller(RoutingContext request) {
    String given = request.request().getHeader("Authorization");
    boolean bearer = given != null && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return bearer ? tokens.owner(given.substring(SCHEME.length())) : Optional.empty();
  }

  private static void addSecurityHeaders(HttpServerResponse response, String contentSecurityPolicy) {
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("Content-Security-Policy", contentSecurityPolicy);
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
  }
}
