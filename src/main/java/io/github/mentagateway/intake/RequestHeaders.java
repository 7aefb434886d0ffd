package io.github.mentagateway.intake;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is kept of a request's headers: names in lower case, several values of one name joined, no credentials. */
final class RequestHeaders {
  private final Set<String> credentials;

  /** @param credentialHeader the one that gateway.intake.auth.header-name names */
  RequestHeaders(String credentialHeader) {
    credentials = new HashSet<>(List.of("authorization", "proxy-authorization", "cookie", lower(credentialHeader)));
  }

  Map<String, String> withoutCredentials(MultiMap headers) {
    Map<String, String> kept = new LinkedHashMap<>();
    headers.forEach((name, value) -> {
      String key = lower(name);
      // HTTP/2 brings the path along as ":path", and the path is secret
      if (!credentials.contains(key) && !key.startsWith(":")) {
        kept.merge(key, value, (first, next) -> first + ", " + next);
      }
    });
    return kept;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
