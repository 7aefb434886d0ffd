package io.github.mentagateway.management;

import io.github.mentagateway.settings.Settings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses what a web page from elsewhere makes a browser on this machine send: requests under another name, which that page's own server
 * resolves to this machine (DNS rebinding), and calls of {@code /api} from another origin. No answer ever allows another origin to read it.
 */
final class CrossSiteFilter {
  /** "none" is a person who typed the address. */
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final boolean onlyThisMachine;
  private final Set<String> names;

  CrossSiteFilter(Settings.Management settings) {
    this.onlyThisMachine = settings.listen().isLoopback();
    this.names = new TreeSet<>(settings.hosts());
    names.addAll(List.of("localhost", "127.0.0.1", "[::1]", settings.listen().reachableHost().toLowerCase(Locale.ROOT)));
  }

  /**
   * Beyond this machine the name is not checked: there the certificate proves it, the tokens guard {@code /api}, and probes ask by address.
   * A request without a name is no browser's.
   *
   * @throws ProblemException 403
   */
  void checkName(HttpServerRequest request) {
    if (onlyThisMachine && !hosts(request).stream().map(CrossSiteFilter::withoutPort).allMatch(names::contains)) {
      throw new ProblemException(403, "on this machine the port is asked as one of " + String.join(", ", names) + ", and this request has another Host:"
          + " if a proxy in front of it passes that name on, add it to gateway.management.hosts");
    }
  }

  /** @throws ProblemException 403 */
  void checkOrigin(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    boolean own = site != null ? OWN_SITE.contains(site) : origin == null || hosts(request).stream().allMatch(host -> isOf(origin, host));
    if (!own) {
      throw new ProblemException(403, "a page of another site may not call /api: open the console of this port, or call it from a program");
    }
  }

  /** Whether the origin is that host and port, whatever its scheme: something in front may end TLS. */
  private static boolean isOf(String origin, String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  /** HTTP/2, which the port takes without TLS, has a name of its own beside the header. */
  private static List<String> hosts(HttpServerRequest request) {
    List<String> hosts = new ArrayList<>(request.headers().getAll("Host"));
    if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
      hosts.add(request.authority().toString());
    }
    return hosts;
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
  }
}
