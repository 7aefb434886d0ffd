package io.github.mentagateway.management;

import io.github.mentagateway.settings.Settings.Management.Role;
import io.vertx.ext.web.RoutingContext;

/** Who sent a request to {@code /api}: the name and the role of the token that it showed. */
public record Caller(String name, Role role) {
  private static final String KEY = Caller.class.getName();

  /** @throws IllegalStateException for a request that needs no token */
  public static Caller of(RoutingContext request) {
    Caller caller = request.get(KEY);
    if (caller == null) {
      throw new IllegalStateException("nobody is known to have sent " + request.normalizedPath());
    }
    return caller;
  }

  void attachTo(RoutingContext request) {
    request.put(KEY, this);
  }
}
