package io.github.mentagateway.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database that a URL of PostgreSQL's driver means.
 *
 * @param servers {@code host:port} of each server that may have it
 */
record PostgresUrl(Set<String> servers, String database) {
  static final String SCHEME = "jdbc:postgresql:";

  private static final String SERVER = "(\\[[0-9A-Fa-f:.]+]|[^\\s:,/?\\[\\]]+)(:\\d{1,5})?";
  private static final String STORE = SCHEME + "//" + SERVER + "(," + SERVER + ")*/[^\\s/?&]+(\\?[^\\s?]+)?";
  private static final String DEFAULT_PORT = ":5432";

  /** The parameters that an operator may need to reach a server. The driver ignores an unknown name, and so a typing error in sslmode. */
  private static final List<String> PARAMETERS = List.of(
      "ssl", "sslmode", "sslnegotiation", "sslrootcert", "sslcert", "sslkey", "channelBinding", "requireAuth", "gssEncMode",
      "targetServerType", "hostRecheckSeconds", "connectTimeout", "loginTimeout", "socketTimeout", "tcpKeepAlive",
      "ApplicationName", "currentSchema", "prepareThreshold");

  /** @throws IllegalArgumentException whose message is the rule that was broken */
  static void checkStore(String url) {
    if (!url.matches(STORE)) {
      throw new IllegalArgumentException("must be jdbc:postgresql://HOST/DATABASE, or with a port jdbc:postgresql://HOST:PORT/DATABASE,"
          + " and parameters of the driver behind a '?': name both");
    }
    int question = url.indexOf('?');
    if (question >= 0) {
      Stream.of(url.substring(question + 1).split("&", -1)).map(parameter -> parameter.split("=", 2)[0]).forEach(name -> {
        if (!PARAMETERS.contains(name)) {
          throw new IllegalArgumentException("must not have the parameter '" + name + "': the gateway sets itself what its promises"
              + " rest on, and takes only " + String.join(", ", PARAMETERS) + "; user and password are gateway.store.user and"
              + " gateway.store.password");
        }
      });
    }
  }

  /**
   * Reads a URL as the driver does: {@code jdbc:postgresql:DATABASE} is on this machine. A URL that the driver refuses gives any result.
   */
  static PostgresUrl of(String url) {
    String rest = url.substring(SCHEME.length()).split("\\?", 2)[0];
    if (!rest.startsWith("//")) {
      return new PostgresUrl(Set.of(server("")), decoded(rest.replaceFirst("^/+", "")));
    }
    String[] parts = rest.substring(2).split("/", 2);
    return new PostgresUrl(Stream.of(parts[0].split(",")).map(PostgresUrl::server).collect(Collectors.toSet()),
        decoded(parts.length < 2 ? "" : parts[1]));
  }

  boolean isSame(PostgresUrl other) {
    return database.equals(other.database) && !Collections.disjoint(servers, other.servers);
  }

  private static String server(String text) {
    String server = text.toLowerCase(Locale.ROOT);
    boolean hasPort = server.matches(".*:\\d+");
    String host = hasPort ? server.substring(0, server.lastIndexOf(':')) : server;
    String port = hasPort ? server.substring(server.lastIndexOf(':')) : DEFAULT_PORT;
    boolean thisMachine = host.isEmpty() || host.equals("127.0.0.1") || host.equals("[::1]");
    return (thisMachine ? "localhost" : host) + port;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unusual) {
      return text;
    }
  }
}
