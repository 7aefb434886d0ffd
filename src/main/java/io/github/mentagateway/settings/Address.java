package io.github.mentagateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a server listens: {@code host:port}; an IPv6 host stands in brackets. */
public record Address(String host, int port) {

  /** @throws IllegalArgumentException whose message continues a sentence: "must be …" */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    if (brackets) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.indexOf(':') >= 0 != brackets) {
      throw new IllegalArgumentException("must be host:port, such as 0.0.0.0:8443");
    }
    return new Address(host, Parse.port(text.substring(colon + 1)));
  }

  /** Whether only this machine can reach the address. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unresolvable) {
      return false;
    }
  }

  /** The host that a client on this machine can connect to: loopback for a wildcard address. */
  public String reachableHost() {
    return switch (host) {
      case "0.0.0.0", "" -> "127.0.0.1";
      case "::", "0:0:0:0:0:0:0:0" -> "[::1]";
      default -> host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    };
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
